import { stageChain } from '../dockerfile/stages';
import type { Dockerfile, Instruction } from '../dockerfile/tree';

/** Instructions that take a command in exec or shell form. */
export function takesCommand({ name, words, trigger }: Instruction): boolean {
  if (name === 'HEALTHCHECK') return words[0]?.value.toUpperCase() === 'CMD' && words.length > 1;
  return (
    trigger === undefined && (name === 'RUN' || name === 'CMD' || name === 'ENTRYPOINT') && words.length > 0
  );
}

/**
 * CMD in exec form gives ENTRYPOINT its arguments, which an ENTRYPOINT in shell form does not read: with both in a
 * stage, the form of either is part of what the container runs.
 */
export function isCoupled(dockerfile: Dockerfile, { name, stage }: Instruction): boolean {
  const other = name === 'CMD' ? 'ENTRYPOINT' : name === 'ENTRYPOINT' ? 'CMD' : undefined;
  const own = dockerfile.stages[stage];
  return (
    other !== undefined &&
    own !== undefined &&
    stageChain(dockerfile, own).some(({ instructions }) => instructions.some((each) => each.name === other))
  );
}
