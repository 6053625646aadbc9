import type { Dockerfile, Instruction, Span } from '../../dockerfile/tree';
import type { FeatureFacts } from '../facts';

/** What a hover tells, and of which piece of text. */
export interface Topic {
  readonly span: Span;
  readonly markdown: string;
}

/** Where a hover was asked for, inside an instruction (a trigger of ONBUILD counts as one). */
export interface Place {
  readonly dockerfile: Dockerfile;
  readonly instruction: Instruction;
  readonly offset: number;
  readonly facts: FeatureFacts;
}

/** The end counts too: an editor asks there when the cursor stands behind the word. */
export function holds(span: Span | undefined, offset: number): span is Span {
  return span !== undefined && span.start <= offset && offset <= span.end;
}
