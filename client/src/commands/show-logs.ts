import { containerArgument } from '../container-argument';
import { showTerminal } from '../terminal';
import type { Command } from './command';

/** Lines of the past that are shown; all of a long run would flood the terminal. */
const tail = 1000;

/** Shows what a container printed, and follows. */
export const showLogs: Command = {
  id: 'showLogs',
  needsTrust: true,
  async run(strata, argument) {
    const id = await containerArgument(strata, argument, 'any');
    if (id === undefined) return undefined;
    const { library, engine } = await strata.docker.connected();
    const name = await containerName(strata, id);
    showTerminal(name, async (signal) => ({
      output: await library.logs(engine, id, { follow: true, tail, signal }),
    }));
    return {
      id,
      command: library.dockerCommand(engine.endpoint, 'logs', '-f', '--tail', String(tail), name),
    };
  },
};

async function containerName({ docker }: Parameters<Command['run']>[0], id: string): Promise<string> {
  const { library, engine } = await docker.connected();
  const found = (await library.containers(engine)).find((container) => container.id.startsWith(id));
  return found?.name ?? id.slice(0, 12);
}
