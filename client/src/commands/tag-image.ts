import * as vscode from 'vscode';
import { tagProblem } from '../build-target';
import { imageArgument } from '../image-argument';
import type { Command } from './command';

/** Gives an image a further name: `{ image, tag }`, else asks. */
export const tagImage: Command = {
  id: 'tagImage',
  needsTrust: true,
  async run(strata, argument) {
    const image = await imageArgument(strata, argument);
    if (image === undefined) return undefined;
    const given = (Object(argument) as Record<string, unknown>)['tag'];
    const name =
      typeof given === 'string'
        ? given
        : await vscode.window.showInputBox({
            title: vscode.l10n.t('Another name for {0}', image),
            value: image,
            prompt: vscode.l10n.t('Put a registry or your user name in front to push it there.'),
            validateInput: tagProblem,
          });
    if (name === undefined) return undefined;
    const { library, engine } = await strata.docker.connected();
    await library.tag(engine, image, name);
    strata.engineChanged.fire('images');
    return { image: name };
  },
};
