import type { Dockerfile, Instruction, Span } from '../../dockerfile/tree';
import type { Facts } from '../rule';
import { conversion } from './conversion';
import { type LineRange, linesOf, type Moment, type Outcome, whileParsing } from './outcome';

/** An instruction at the moment when BuildKit reads its keyword, flags and arguments. */
export interface Parsed {
  readonly instruction: Instruction;
  /** Where BuildKit locates what is wrong with it: a trigger's errors are the FROM's that sets it off. */
  readonly lines: LineRange;
  readonly isTrigger: boolean;
  at(step: number): Moment;
  /** Where to show a span of the instruction: its own place, or the FROM when the text is not in this file. */
  readonly locate: (span: Span) => Span;
}

/** All instructions of the file, then the ONBUILD triggers that a FROM of the file sets off. */
export function parsed(dockerfile: Dockerfile, facts: Facts): readonly Parsed[] {
  return [
    ...dockerfile.instructions.map((instruction) => ({
      instruction,
      lines: linesOf(instruction),
      isTrigger: false,
      at: (step: number) => whileParsing(instruction, step),
      locate: (span: Span) => span,
    })),
    ...conversion(dockerfile, facts).triggers.map(({ instruction, from, order, locate }) => ({
      instruction,
      lines: linesOf(from),
      isTrigger: true,
      at: (step: number): Moment => ({ phase: 'triggers', order, step }),
      locate,
    })),
  ];
}

/** A hard error while reading an instruction. */
export function rejects(parse: Parsed, message: string, step = 0): Outcome {
  const prefix = parse.isTrigger ? '' : `dockerfile parse error on line ${parse.lines[0] + 1}: `;
  return { detail: prefix + message, lines: parse.lines, at: parse.at(step) };
}
