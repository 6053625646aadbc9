import * as vscode from 'vscode';
import type { Command } from './command';

/** Opens the raw form of an inspected image or container. */
export const showJson: Command = {
  id: 'showJson',
  needsTrust: false,
  async run({ documents }, argument) {
    const uri = argument instanceof vscode.Uri ? argument : vscode.window.activeTextEditor?.document.uri;
    const shown = uri && (await documents.showJson(uri));
    if (!shown) throw new Error(vscode.l10n.t('Inspect an image or a container first.'));
    return { uri: shown };
  },
};
