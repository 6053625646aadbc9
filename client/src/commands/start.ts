import { containerArgument } from '../container-argument';
import type { Command } from './command';

/** Starts a container that has ended, as it was. */
export const start: Command = {
  id: 'start',
  needsTrust: true,
  async run(strata, argument) {
    const id = await containerArgument(strata, argument, 'stopped');
    if (id === undefined) return undefined;
    const { library, engine } = await strata.docker.connected();
    await library.start(engine, id);
    strata.engineChanged.fire('containers');
    return { id };
  },
};
