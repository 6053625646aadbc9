import { buildKey } from '../build-image';
import { buildTargets, defaultTag, isBuildOptions, isStageArgument } from '../build-target';
import type { BuildTarget } from '../build-target';
import { imageArgument } from '../image-argument';
import { chooseRun } from '../run-form';
import { isRunOptions, reportRun, runImage } from '../run-image';
import type { RunOptions, RunOutcome } from '../run-image';
import type { Strata } from '../strata';
import { buildThenRun } from './build-and-run';
import type { Command } from './command';

/** Runs an image with the options given, else as the user chooses, prefilled from ENV and EXPOSE. */
export const run: Command = {
  id: 'run',
  needsTrust: true,
  async run(strata, ...args) {
    const [first] = args;
    if (isRunOptions(first)) return start(strata, first);
    if (isStageArgument(first) || isBuildOptions(first)) {
      const [target] = await buildTargets(strata.server, args);
      return target && runStage(strata, target);
    }
    const image = await imageArgument(strata, first);
    return image === undefined ? undefined : start(strata, await chooseRun(strata, image));
  },
};

/** Runs what was built from a stage last; a stage that was never built is built first. */
async function runStage(strata: Strata, target: BuildTarget): Promise<unknown> {
  const image = strata.memory.build(buildKey(target)).tag ?? defaultTag(target);
  const { library, engine } = await strata.docker.connected();
  if (await library.imageConfig(engine, image)) return start(strata, await chooseRun(strata, image, target));
  const { run: outcome } = await buildThenRun(strata, target);
  return outcome;
}

async function start(strata: Strata, options: RunOptions | undefined): Promise<RunOutcome | undefined> {
  if (!options) return undefined;
  const outcome = await runImage(strata, options);
  void reportRun(strata, outcome);
  return outcome;
}
