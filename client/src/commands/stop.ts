import { containerArgument } from '../container-argument';
import type { Command } from './command';

/** Asks a container to end; ends it after ten seconds. */
export const stop: Command = {
  id: 'stop',
  needsTrust: true,
  async run(strata, argument) {
    const id = await containerArgument(strata, argument, 'running');
    if (id === undefined) return undefined;
    const { library, engine } = await strata.docker.connected();
    await library.stop(engine, id);
    strata.engineChanged.fire('containers');
    return { id };
  },
};
