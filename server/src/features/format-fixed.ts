import { shellOf } from '../dockerfile/shell';
import type { Dockerfile, Instruction, Mapped, Span } from '../dockerfile/tree';

/**
 * Where blanks are part of the meaning: inside words (quotes, heredoc operators), inside the words of a shell script,
 * and in all that BuildKit takes as one argument. Sorted and disjoint; what only separates words lies between them.
 */
export function fixedSpans(dockerfile: Dockerfile, instruction: Instruction): Span[] {
  const acting = instruction.trigger ?? instruction;
  const spans: Span[] = acting.flags.map(({ span }) => span);
  if (acting.pairs.length > 0) spans.push(...acting.pairs.map(({ span }) => span));
  else if (acting.form === 'exec') spans.push(...acting.words.map(({ span }) => span));
  else spans.push(...shellWords(dockerfile, instruction, acting));
  return merged(spans);
}

/** Shell text is known down to its words where it parses; otherwise it stands as one piece. */
function shellWords(dockerfile: Dockerfile, instruction: Instruction, acting: Instruction): Span[] {
  const words = acting.words.map(({ span }) => span);
  if (!runsShell.has(acting.name)) return words;
  const shell = shellOf(dockerfile, instruction);
  const isHeredoc = acting.heredocs.length > 0;
  if (!shell?.script || !shell.syntax || shell.errors.length > 0 || isHeredoc) return [acting.body.span];
  const spans = acting.name === 'HEALTHCHECK' ? words.slice(0, 1) : [];
  collectWords(shell.syntax, shell.script, spans);
  return spans;
}

const runsShell = new Set(['RUN', 'CMD', 'ENTRYPOINT', 'HEALTHCHECK']);

function collectWords(node: unknown, script: Mapped, spans: Span[]): void {
  if (Array.isArray(node)) {
    for (const child of node) collectWords(child, script, spans);
    return;
  }
  if (typeof node !== 'object' || node === null) return;
  if ('type' in node && node.type === 'Word' && 'pos' in node && 'end' in node) {
    const { pos, end } = node;
    if (typeof pos === 'number' && typeof end === 'number' && end > pos) {
      spans.push({ start: script.at(pos), end: script.at(end - 1) + 1 });
    }
    return;
  }
  for (const child of Object.values(node)) collectWords(child, script, spans);
}

function merged(spans: readonly Span[]): Span[] {
  const result: { start: number; end: number }[] = [];
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (last && start < last.end) last.end = Math.max(last.end, end);
    else result.push({ start, end });
  }
  return result;
}
