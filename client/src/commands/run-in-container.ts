import * as vscode from 'vscode';
import { containerArgument } from '../container-argument';
import { showTerminal } from '../terminal';
import { splitWords } from '../split-words';
import type { Command } from './command';

/** Runs one command in a running container: `{ id, cmd }`, else asks. */
export const runInContainer: Command = {
  id: 'runInContainer',
  needsTrust: true,
  async run(strata, argument) {
    const id = await containerArgument(strata, argument, 'running');
    if (id === undefined) return undefined;
    const given = (Object(argument) as Record<string, unknown>)['cmd'];
    const cmd = Array.isArray(given) ? given.map(String) : await ask();
    if (!cmd || cmd.length === 0) return undefined;
    const { library, engine } = await strata.docker.connected();
    showTerminal(cmd.join(' '), () => library.exec(engine, id, { cmd, tty: true }));
    return { id, command: library.dockerCommand(engine.endpoint, 'exec', '-it', id.slice(0, 12), ...cmd) };
  },
};

async function ask(): Promise<string[] | undefined> {
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('Command to run in the container'),
    placeHolder: 'ps aux',
    prompt: vscode.l10n.t('No shell reads it: write sh -c "…" for pipes and variables.'),
  });
  return text === undefined ? undefined : splitWords(text);
}
