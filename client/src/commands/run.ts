import { buildKey } from '../build-image';
import { buildTargets, defaultTag, isBuildOptions, isStageArgument } from '../build-target';
import type { BuildTarget } from '../build-target';
import { imageArgument } from '../image-argument';
import { chooseRun } from '../run-form';
import { isRunOptions, reportRun, runImage } from '../run-image';
import type { RunOptions } from '../run-image';
import type { Strata } from '../strata';
import type { Command } from './command';

/** Runs an image with the options given, else as the user chooses, prefilled from ENV and EXPOSE. */
export const run: Command = {
  id: 'run',
  needsTrust: true,
  async run(strata, ...args) {
    const options = await runOptions(strata, args);
    if (!options) return undefined;
    const outcome = await runImage(strata, options);
    void reportRun(strata, outcome);
    return outcome;
  },
};

async function runOptions(strata: Strata, args: readonly unknown[]): Promise<RunOptions | undefined> {
  const [first] = args;
  if (isRunOptions(first)) return first;
  if (isStageArgument(first) || isBuildOptions(first)) {
    const [target] = await buildTargets(strata.server, args);
    return target && chooseRun(strata, builtImage(strata, target), target);
  }
  const image = await imageArgument(strata, first);
  return image === undefined ? undefined : chooseRun(strata, image);
}

/** The name under which a stage was built last, or would be. */
function builtImage({ memory }: Strata, target: BuildTarget): string {
  return memory.build(buildKey(target)).tag ?? defaultTag(target);
}
