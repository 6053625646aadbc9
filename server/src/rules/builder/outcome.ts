import type { Instruction } from '../../dockerfile/tree';

/**
 * The passes of BuildKit's Dockerfile frontend, in the order in which they run (dockerfile2llb/convert.go).
 * It stops at the first hard error, so a warning is printed only when its pass came before.
 */
const phases = [
  'options', // `# check=` of the file
  'read', // lines, directives, heredocs, JSON
  'continuations', // blank continuation lines are warned of once the whole file is read
  'instructions', // keywords, counts, flags, one instruction after the other
  'stages', // names and casing over the whole file
  'defaults', // base names with default arguments only
  'globals', // ARGs before the first FROM
  'bases', // base name and platform, stage by stage
  'target',
  'references', // COPY --from and mounts, stage by stage
  'cycles',
  'images', // base names that must be fetched
  'triggers', // ONBUILD of base stages and base images
  'dispatch', // every instruction with its variables replaced
  'end',
] as const;

/** When BuildKit comes upon something: lower `order`, then lower `step`, is earlier within a phase. */
export interface Moment {
  readonly phase: (typeof phases)[number];
  readonly order: number;
  readonly step: number;
}

/** Negative when `a` is earlier. */
export function compareMoments(a: Moment, b: Moment): number {
  return phases.indexOf(a.phase) - phases.indexOf(b.phase) || a.order - b.order || a.step - b.step;
}

/** 0-based first and last line. */
export type LineRange = readonly [first: number, last: number];

/** What BuildKit prints of a finding, and when. */
export interface Outcome {
  /** Name of BuildKit's check; undefined for a hard error. */
  readonly rule?: string;
  /** BuildKit's `detail`, or its error message. */
  readonly detail: string;
  /** Undefined where BuildKit gives no location. */
  readonly lines: LineRange | undefined;
  /** Where several instructions are wrong together. */
  readonly otherLines?: readonly LineRange[];
  readonly at: Moment;
  /** A `# check=skip=` above this instruction silences the warning. */
  readonly skippedAt?: Instruction;
}

/** The lines by which BuildKit names an instruction: all of them, heredocs included. */
export function linesOf(instruction: Instruction): LineRange {
  return [instruction.firstLine, instruction.lastLine];
}

/** BuildKit meets the instruction for the first time; see the phase `instructions`. */
export function whileParsing(instruction: Instruction, step = 0): Moment {
  return { phase: 'instructions', order: instruction.index, step };
}

/** A look at all stages once everything is parsed. */
export function overStages(instruction: Instruction, step = 0): Moment {
  return { phase: 'stages', order: step, step: instruction.index };
}

/** A warning that BuildKit prints under the name of one of its checks. */
export function warns(rule: string, detail: string, instruction: Instruction, at: Moment): Outcome {
  return { rule, detail, lines: linesOf(instruction), at, skippedAt: instruction };
}
