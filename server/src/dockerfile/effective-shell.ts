import { stageChain } from './stages';
import type { Dockerfile, Instruction, Stage } from './tree';

const shells = new WeakMap<Dockerfile, Map<Stage, readonly Instruction[]>>();

/**
 * The words of the SHELL instruction that holds where an instruction stands, in its stage or one that the stage is built
 * on; undefined where there is none, so that the base image's shell holds: nearly always `/bin/sh -c`.
 */
export function effectiveShell(
  dockerfile: Dockerfile,
  instruction: Instruction,
): readonly string[] | undefined {
  const stage = dockerfile.stages[instruction.stage];
  for (const each of stage ? stageChain(dockerfile, stage) : []) {
    const found = shellsOf(dockerfile, each).findLast(
      ({ index }) => each !== stage || index < instruction.index,
    );
    if (found) return found.words.map(({ value }) => value);
  }
  return undefined;
}

function shellsOf(dockerfile: Dockerfile, stage: Stage): readonly Instruction[] {
  let stages = shells.get(dockerfile);
  if (!stages) {
    stages = new Map();
    shells.set(dockerfile, stages);
  }
  let found = stages.get(stage);
  if (!found) {
    found = stage.instructions.filter(({ name, form }) => name === 'SHELL' && form === 'exec');
    stages.set(stage, found);
  }
  return found;
}
