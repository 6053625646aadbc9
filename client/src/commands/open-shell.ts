import { containerArgument } from '../container-argument';
import { showTerminal } from '../terminal';
import type { Command } from './command';

/** Opens the best shell that a running container has. */
export const openShell: Command = {
  id: 'openShell',
  needsTrust: true,
  async run(strata, argument) {
    const id = await containerArgument(strata, argument, 'running');
    if (id === undefined) return undefined;
    const { library, engine } = await strata.docker.connected();
    const shell = await library.shellIn(engine, id);
    showTerminal(shell.join(' '), () => library.exec(engine, id, { cmd: shell, tty: true }));
    return { id, command: library.dockerCommand(engine.endpoint, 'exec', '-it', id.slice(0, 12), ...shell) };
  },
};
