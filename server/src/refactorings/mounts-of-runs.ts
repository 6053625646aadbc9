import { stageChain } from '../dockerfile/stages';
import type { Dockerfile, Instruction, Stage } from '../dockerfile/tree';
import type { Edit } from '../rules/rule';
import { lineBreak } from './places';

/** Puts mounts before all other flags of a RUN: one on its line, more on lines of their own. */
export function addMounts(dockerfile: Dockerfile, run: Instruction, mounts: readonly string[]): Edit {
  const { end } = run.keywordSpan;
  const separator = mounts.length > 1 ? ` ${dockerfile.escape}${lineBreak(dockerfile)}    ` : ' ';
  const text = mounts.map((mount, index) => `${index === 0 ? ' ' : separator}--mount=${mount}`).join('');
  // What follows goes on a line of its own too, blanks included that separate it from the keyword.
  return mounts.length > 1
    ? { span: { start: end, end: run.rest.span.start }, text: `${text}${separator}` }
    : { span: { start: end, end }, text };
}

/** The RUNs of a stage and of the stages that are built on it. */
export function runsFrom(dockerfile: Dockerfile, stage: Stage): readonly Instruction[] {
  return dockerfile.stages
    .filter((each) => stageChain(dockerfile, each).includes(stage))
    .flatMap(({ instructions }) => instructions.filter(({ name }) => name === 'RUN'));
}
