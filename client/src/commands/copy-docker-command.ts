import * as vscode from 'vscode';
import { buildRequest, shownCommand } from '../build-image';
import { buildTargets } from '../build-target';
import type { Strata } from '../strata';
import type { Command } from './command';

/** Copies the docker command that does what the action does: of a document, an image, a container, a build. */
export const copyDockerCommand: Command = {
  id: 'copyDockerCommand',
  needsTrust: true,
  async run(strata, ...args) {
    const command = await commandOf(strata, args);
    if (command === undefined) return undefined;
    await vscode.env.clipboard.writeText(command);
    vscode.window.setStatusBarMessage(vscode.l10n.t('Copied: {0}', command), 5000);
    return { command };
  },
};

async function commandOf(strata: Strata, args: readonly unknown[]): Promise<string | undefined> {
  const [argument] = args;
  if (argument instanceof vscode.Uri) {
    const known = strata.documents.command(argument);
    if (known !== undefined) return known;
  }
  const { library, engine } = await strata.docker.connected();
  const { image, id } = Object(argument) as Record<string, unknown>;
  if (typeof id === 'string') {
    const { name = id } = (await library.containers(engine)).find((found) => found.id === id) ?? {};
    return library.quoteCommand(library.dockerCommand(engine.endpoint, 'logs', '-f', name));
  }
  if (typeof image === 'string') {
    return library.quoteCommand(library.runCommand({ image, detached: true }, { endpoint: engine.endpoint }));
  }
  const [target] = await buildTargets(strata.server, args);
  return target && shownCommand({ library, engine }, await buildRequest(strata, target, {}));
}
