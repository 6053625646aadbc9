import { buildImage } from '../build-image';
import { chooseBuild } from '../build-form';
import { buildTargets } from '../build-target';
import { reportBuild } from './build';
import type { Command } from './command';

/** Asks for everything that a build can be told, prefilled with the last choice. */
export const buildWithOptions: Command = {
  id: 'buildWithOptions',
  needsTrust: true,
  async run(strata, ...args) {
    const [first] = await buildTargets(strata.server, args);
    const chosen = first && (await chooseBuild(strata, first));
    if (!chosen) return undefined;
    const outcome = await buildImage(strata, chosen.target, chosen.options);
    void reportBuild(strata, outcome);
    return outcome;
  },
};
