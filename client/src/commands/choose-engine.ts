import * as vscode from 'vscode';
import type { Strata } from '../strata';
import type { Command } from './command';

/** Chooses the engine among docker's contexts, or by its address; `{ host }` does so without asking. */
export const chooseEngine: Command = {
  id: 'chooseEngine',
  needsTrust: true,
  async run(strata, argument) {
    const { docker, engineChanged } = strata;
    const { host } = Object(argument) as Record<string, unknown>;
    const chosen = typeof host === 'string' ? host : await ask(strata);
    if (chosen === undefined) return undefined;
    await vscode.workspace
      .getConfiguration('strata')
      .update('engine.host', chosen === '' ? undefined : chosen, vscode.ConfigurationTarget.Global);
    docker.reset();
    try {
      const { engine } = await docker.connected();
      return { host: engine.endpoint.host };
    } finally {
      engineChanged.fire('images');
    }
  },
};

/** The name of a context or an address; empty for what the docker command itself would use. */
async function ask({ docker }: Strata): Promise<string | undefined> {
  const { l10n } = vscode;
  const { contextNames } = await docker.library();
  const contexts = (await contextNames({ env: process.env })).map((name) => ({ label: name, host: name }));
  const address = { label: l10n.t('Another address…'), host: undefined };
  const items: (vscode.QuickPickItem & { host: string | undefined })[] = [
    {
      label: l10n.t('As the docker command finds it'),
      description: l10n.t('DOCKER_HOST, the current context, the usual sockets'),
      host: '',
    },
    ...contexts,
    address,
  ];
  const picked = await vscode.window.showQuickPick(items, { title: l10n.t('Docker engine') });
  if (picked !== address) return picked?.host;
  return vscode.window.showInputBox({
    title: l10n.t('Address of the Docker engine'),
    placeHolder: 'ssh://me@host',
    prompt: l10n.t('unix:///path, tcp://host:port or ssh://user@host'),
  });
}
