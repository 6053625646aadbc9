import * as vscode from 'vscode';
import { transferImage } from '../transfer-image';
import type { Command } from './command';

/** Fetches an image from its registry: `{ image }`, else asks for its name. */
export const pullImage: Command = {
  id: 'pullImage',
  needsTrust: true,
  async run(strata, argument) {
    const { image: named } = Object(argument) as Record<string, unknown>;
    const image =
      typeof named === 'string'
        ? named
        : await vscode.window.showInputBox({
            title: vscode.l10n.t('Image to pull'),
            placeHolder: 'node:22-alpine',
          });
    if (image === undefined || image === '') return undefined;
    const title = vscode.l10n.t('Pulling {0}', image);
    const { library, engine } = await transferImage(strata, title, ({ library, engine }, options) =>
      library.pull(engine, image, options),
    );
    return { image, command: library.dockerCommand(engine.endpoint, 'pull', image) };
  },
};
