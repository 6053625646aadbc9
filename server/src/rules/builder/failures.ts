import type { Dockerfile, Mapped, Span } from '../../dockerfile/tree';
import type { ExpansionError } from '../../dockerfile/variables';
import type { Facts } from '../rule';
import { conversion } from './conversion';
import { linesOf, type Outcome } from './outcome';

/** A word that BuildKit cannot expand. */
export interface Failure {
  readonly word: Mapped;
  /** `unset` is `${x:?message}` with nothing in x. */
  readonly kind: 'quote' | 'substitution' | 'unset';
  readonly reason: string;
  /** From the quote, or the variable, that is wrong. */
  readonly span: Span;
  readonly buildkit: Outcome;
}

/** Every word of the file that BuildKit expands and fails at, wherever it would have stopped before. */
export function failures(dockerfile: Dockerfile, facts: Facts): readonly Failure[] {
  const { globals, bases, commands } = conversion(dockerfile, facts);
  const found: Failure[] = [];
  for (const { instruction, pair, expansion } of globals.expanded) {
    if (expansion.error === undefined || pair.value === undefined) continue;
    const at = { phase: 'globals', order: instruction.index, step: 0 } as const;
    found.push(
      failure(pair.value, expansion.error, {
        detail: expansion.error.message,
        lines: linesOf(instruction),
        at,
      }),
    );
  }
  for (const { stage, name, platform } of bases) {
    const lines = linesOf(stage.from);
    if (stage.image !== undefined && name?.error !== undefined) {
      const at = { phase: 'bases', order: stage.index, step: 0 } as const;
      found.push(failure(stage.image, name.error, { detail: name.error.message, lines, at }));
    }
    const error = platform?.expansion.error;
    if (platform !== undefined && error !== undefined) {
      const at = { phase: 'bases', order: stage.index, step: 5 } as const;
      const detail = `failed to process arguments for platform : ${error.message}`;
      found.push(failure(platform.word, error, { detail, lines, at }));
    }
  }
  for (const command of commands) {
    for (const { error, word, step } of command.expansions) {
      if (error === undefined) continue;
      const made = failure(word, error, {
        detail: error.message,
        lines: command.lines,
        at: command.at(step),
      });
      found.push({ ...made, span: command.locate(made.span) });
    }
  }
  return found;
}

function failure(word: Mapped, { reason, span }: ExpansionError, buildkit: Outcome): Failure {
  const kind = /matching (?:double|single)-quote$/.test(reason)
    ? 'quote'
    : /^(?:syntax error|unsupported modifier|invalid pattern|unexpected end)/.test(reason)
      ? 'substitution'
      : 'unset';
  return { word, kind, reason, span, buildkit };
}
