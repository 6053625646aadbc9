import * as vscode from 'vscode';
import { containerArgument } from '../container-argument';
import type { Command } from './command';

/** Removes a container; asks first where it still runs, and not where the caller says `force`. */
export const removeContainer: Command = {
  id: 'removeContainer',
  needsTrust: true,
  async run(strata, argument) {
    const id = await containerArgument(strata, argument, 'any');
    if (id === undefined) return undefined;
    const { library, engine } = await strata.docker.connected();
    const found = (await library.containers(engine)).find((container) => container.id.startsWith(id));
    const force = (Object(argument) as Record<string, unknown>)['force'] === true;
    if (found?.state === 'running' && !force) {
      const remove = vscode.l10n.t('Stop and Remove');
      const choice = await vscode.window.showWarningMessage(
        vscode.l10n.t('{0} still runs. What it wrote outside volumes is lost.', found.name),
        { modal: true },
        remove,
      );
      if (choice !== remove) return undefined;
    }
    await library.remove(engine, id);
    strata.engineChanged.fire('containers');
    return { id };
  },
};
