import { buildTargets } from '../build-target';
import { layersOf } from '../layers-request';
import type { Command } from './command';

/** Shows the layers of a Dockerfile in the view. */
export const showLayers: Command = {
  id: 'showLayers',
  needsTrust: false,
  async run(strata, ...args) {
    const [target] = await buildTargets(strata.server, args);
    if (!target) return undefined;
    strata.layersWanted.fire(target);
    return layersOf(strata, target);
  },
};
