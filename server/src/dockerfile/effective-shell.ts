import { remembered } from './remembered';
import { stageChain } from './stages';
import type { Dockerfile, Instruction, Stage } from './tree';

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
    const found = shellsOf(each).findLast(({ index }) => each !== stage || index < instruction.index);
    if (found) return found.words.map(({ value }) => value);
  }
  return undefined;
}

const shellsOf = remembered((stage: Stage): readonly Instruction[] =>
  stage.instructions.filter(({ name, form }) => name === 'SHELL' && form === 'exec'),
);
