import * as vscode from 'vscode';
import { humanAge, humanSize } from './human-text';
import type { Strata } from './strata';

/**
 * The image that a command is about: named by a string, an option object `{ image }` or a tree item, else picked from
 * those that the engine has. Undefined where the user cancelled.
 */
export async function imageArgument({ docker }: Strata, argument: unknown): Promise<string | undefined> {
  if (typeof argument === 'string') return argument;
  const { image } = Object(argument) as Record<string, unknown>;
  if (typeof image === 'string') return image;
  const { library, engine } = await docker.connected();
  const items = (await library.localImages(engine)).flatMap(({ id, name, tags, size, created }) => {
    const description = `${humanSize(size)}, ${humanAge(new Date(created))}`;
    const names =
      tags.length === 0 ? [id.replace(/^sha256:/, '').slice(0, 12)] : tags.map((tag) => `${name}:${tag}`);
    return names.map((label) => ({ label, description }));
  });
  if (items.length === 0) throw new Error(vscode.l10n.t('The engine has no images yet: build one first.'));
  const picked = await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('Which image?') });
  return picked?.label;
}
