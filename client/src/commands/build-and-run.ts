import { buildImage } from '../build-image';
import type { BuildOutcome } from '../build-image';
import { buildTargets, isBuildOptions } from '../build-target';
import type { BuildOptions, BuildTarget } from '../build-target';
import { chooseRun } from '../run-form';
import { reportRun, runImage } from '../run-image';
import type { RunOutcome } from '../run-image';
import type { Strata } from '../strata';
import { reportBuild } from './build';
import type { Command } from './command';

/** Builds, then runs as the user chooses. */
export const buildAndRun: Command = {
  id: 'buildAndRun',
  needsTrust: true,
  async run(strata, ...args) {
    const [target] = await buildTargets(strata.server, args);
    return target && buildThenRun(strata, target, isBuildOptions(args[0]) ? args[0] : {});
  },
};

export async function buildThenRun(
  strata: Strata,
  target: BuildTarget,
  options: Partial<BuildOptions> = {},
): Promise<{ build: BuildOutcome; run?: RunOutcome }> {
  const build = await buildImage(strata, target, options);
  if (build.image === undefined) {
    void reportBuild(strata, build);
    return { build };
  }
  const chosen = await chooseRun(strata, build.image, target);
  if (!chosen) return { build };
  const run = await runImage(strata, chosen);
  void reportRun(strata, run);
  return { build, run };
}
