import { buildTargets } from '../build-target';
import type { Command } from './command';

/** Shows the layers of a Dockerfile in the view. */
export const showLayers: Command = {
  id: 'showLayers',
  needsTrust: false,
  async run({ server, layersWanted }, ...args) {
    const [target] = await buildTargets(server, args);
    if (!target) return undefined;
    layersWanted.fire(target);
    const choices = target.target === undefined ? {} : { target: target.target };
    return server.layers(target.uri, choices);
  },
};
