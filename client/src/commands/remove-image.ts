import * as vscode from 'vscode';
import { imageArgument } from '../image-argument';
import type { Command } from './command';

/** Removes a name of an image, and the image with its last name. */
export const removeImage: Command = {
  id: 'removeImage',
  needsTrust: true,
  async run(strata, argument) {
    const image = await imageArgument(strata, argument);
    if (image === undefined) return undefined;
    const asked = (Object(argument) as Record<string, unknown>)['force'] === true;
    const remove = vscode.l10n.t('Remove');
    const choice = asked
      ? remove
      : await vscode.window.showWarningMessage(
          vscode.l10n.t('Remove the image {0}?', image),
          { modal: true },
          remove,
        );
    if (choice !== remove) return undefined;
    const { library, engine } = await strata.docker.connected();
    const result = await library.removeImage(engine, image);
    strata.engineChanged.fire('images');
    return { image, ...result };
  },
};
