import * as vscode from 'vscode';
import type { Command } from './command';

/** Adds a registry to the user's own `strata.registry.trustedHosts`; asks for its name unless one is given. */
export const trustRegistry: Command = {
  id: 'trustRegistry',
  needsTrust: true,
  async run(_strata, argument) {
    const host =
      typeof argument === 'string'
        ? argument
        : await vscode.window.showInputBox({
            prompt: vscode.l10n.t('The registry as it stands in front of an image’s name'),
            placeHolder: 'registry.example.com:5000',
          });
    if (host === undefined || host === '') return undefined;
    // The name comes from a file: the user reads it before anything is sent there.
    const trust = vscode.l10n.t('Trust');
    const question = vscode.l10n.t('May Strata ask {0} for tags and digests?', host);
    const detail = vscode.l10n.t(
      'It may be in a private network. No login is sent unless the settings say so.',
    );
    if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, trust)) !== trust) {
      return undefined;
    }
    const settings = vscode.workspace.getConfiguration('strata');
    const trusted = settings.get<readonly string[]>('registry.trustedHosts', []);
    const hosts = [...new Set([...trusted, host])];
    await settings.update('registry.trustedHosts', hosts, vscode.ConfigurationTarget.Global);
    return { hosts };
  },
};
