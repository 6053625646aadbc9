import { containerArgument } from '../container-argument';
import type { Command } from './command';

/** Ends a container and starts it again. */
export const restart: Command = {
  id: 'restart',
  needsTrust: true,
  async run(strata, argument) {
    const id = await containerArgument(strata, argument, 'running');
    if (id === undefined) return undefined;
    const { library, engine } = await strata.docker.connected();
    await library.restart(engine, id);
    strata.engineChanged.fire('containers');
    return { id };
  },
};
