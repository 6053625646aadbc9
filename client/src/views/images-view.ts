import * as vscode from 'vscode';
import type { Disposable } from '../disposable';
import { humanAge, humanSize } from '../human-text';
import type { Strata } from '../strata';
import { createEngineView } from './engine-view';

/** One name of an image. */
interface ImageNode {
  /** What commands take. */
  readonly image: string;
  readonly size: number;
  readonly created: string;
}

/** The images that the engine has, newest first. */
export function createImagesView(strata: Strata): Disposable {
  return createEngineView(strata, 'strata.images', {
    read: async ({ library, engine }) => {
      const found = await library.localImages(engine);
      return found
        .flatMap(({ id, name, tags, size, created }): ImageNode[] => {
          const names = tags.map((tag) => `${name}:${tag}`);
          const unnamed = id.replace(/^sha256:/, '').slice(0, 12);
          return (names.length === 0 ? [unnamed] : names).map((image) => ({ image, size, created }));
        })
        .sort((a, b) => b.created.localeCompare(a.created));
    },
    item: ({ image, size, created }) => {
      const item = new vscode.TreeItem(image);
      item.contextValue = 'image';
      item.description = `${humanSize(size)} · ${humanAge(new Date(created))}`;
      item.tooltip = `${image}\n${humanSize(size)}, ${new Date(created).toLocaleString()}`;
      item.iconPath = new vscode.ThemeIcon('package');
      return item;
    },
  });
}
