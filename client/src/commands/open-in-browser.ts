import * as vscode from 'vscode';
import { containerArgument } from '../container-argument';
import { httpAddress } from '../http-address';
import type { Command } from './command';

/** Opens the first published port of a container that answers HTTP; with `open: false` it only gives its address. */
export const openInBrowser: Command = {
  id: 'openInBrowser',
  needsTrust: true,
  async run(strata, argument) {
    const id = await containerArgument(strata, argument, 'running');
    if (id === undefined) return undefined;
    const { library, engine } = await strata.docker.connected();
    const found = (await library.containers(engine)).find((container) => container.id.startsWith(id));
    const ports = (found?.ports ?? []).flatMap(({ host, hostIp, protocol }) =>
      host === undefined || protocol !== 'tcp'
        ? []
        : [{ host, hostIp: hostIp ?? '', protocol: 'tcp' as const }],
    );
    if (ports.length === 0) {
      throw new Error(
        vscode.l10n.t('This container publishes no port: run its image with a port, such as 8080:80.'),
      );
    }
    const address = await httpAddress(engine.endpoint, ports, 5);
    if (address === undefined) {
      throw new Error(vscode.l10n.t('No published port of this container answers HTTP: look at its logs.'));
    }
    const { open } = Object(argument) as Record<string, unknown>;
    if (open === false) return { id, address };
    // Where VS Code runs elsewhere, this forwards the port to the user's machine.
    const uri = await vscode.env.asExternalUri(vscode.Uri.parse(address));
    await vscode.env.openExternal(uri);
    return { id, address };
  },
};
