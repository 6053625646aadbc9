import { buildImage } from '../build-image';
import { buildTargets, isBuildOptions } from '../build-target';
import { chooseRun } from '../run-form';
import { reportRun, runImage } from '../run-image';
import { reportBuild } from './build';
import type { Command } from './command';

/** Builds, then runs with the last choice for this image; the first time it asks. */
export const buildAndRun: Command = {
  id: 'buildAndRun',
  needsTrust: true,
  async run(strata, ...args) {
    const [target] = await buildTargets(strata.server, args);
    if (!target) return undefined;
    const build = await buildImage(strata, target, isBuildOptions(args[0]) ? args[0] : {});
    if (build.image === undefined) {
      void reportBuild(strata, build);
      return { build };
    }
    const options = await chooseRun(strata, build.image, target);
    if (!options) return { build };
    const run = await runImage(strata, options);
    void reportRun(strata, run);
    return { build, run };
  },
};
