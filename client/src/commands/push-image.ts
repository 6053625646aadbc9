import * as vscode from 'vscode';
import { imageArgument } from '../image-argument';
import { transferImage } from '../transfer-image';
import type { Command } from './command';

/** Sends an image to the registry that its name names. */
export const pushImage: Command = {
  id: 'pushImage',
  needsTrust: true,
  async run(strata, argument) {
    const image = await imageArgument(strata, argument);
    if (image === undefined) return undefined;
    const title = vscode.l10n.t('Pushing {0}', image);
    const { library, engine } = await transferImage(strata, title, ({ library, engine }, options) =>
      library.push(engine, image, options),
    );
    void vscode.window.showInformationMessage(vscode.l10n.t('Pushed {0}.', image));
    return { image, command: library.dockerCommand(engine.endpoint, 'push', image) };
  },
};
