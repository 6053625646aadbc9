import { t } from '../text';
import type { Rule } from './rule';

export const emptyContinuationLine: Rule = {
  id: 'empty-continuation-line',
  aliases: ['NoEmptyContinuation', 'EMPTY_CONTINUATION_LINE'],
  severity: 'warning',
  since: '0.1.0',
  why: 'A blank line looks like the end of an instruction, but after a continuation character the instruction goes on below it. BuildKit will make it an error; a comment line is allowed there.',
  bad: ['FROM alpine\nRUN apk add \\\n\n    curl\n', 'FROM alpine\nRUN apk add curl \\\n\n'],
  good: [
    'FROM alpine\nRUN apk add \\\n    # for the health check\n    curl\n',
    'FROM alpine\nRUN <<EOF\n\napk add curl\nEOF\n',
  ],
  fixed: ['FROM alpine\nRUN apk add \\\n    curl\n', 'FROM alpine\nRUN apk add curl \\\n'],
  check: (dockerfile) =>
    dockerfile.instructions.flatMap((instruction) => {
      const [first] = instruction.blankLines;
      if (first === undefined) return [];
      const { lines } = dockerfile;
      const edits = instruction.blankLines.map((line) => ({
        span: {
          start: lines.startOf(line),
          end: line + 1 < lines.count ? lines.startOf(line + 1) : lines.endOf(line),
        },
        text: '',
      }));
      // BuildKit warns once an instruction, at the last line of its logical line.
      const last = instruction.lastLogicalLine;
      return instruction.blankLines.map((line, index) => ({
        span: {
          start: lines.startOf(line),
          end: line + 1 < lines.count ? lines.startOf(line + 1) : lines.endOf(line),
        },
        message: t(
          'This blank line stands inside {0}, which goes on below it; delete it, since the builder will refuse it one day.',
          instruction.name,
        ),
        fixes: [{ title: t('Delete the blank lines inside this instruction'), edits, safe: true }],
        ...(index > 0
          ? {}
          : {
              buildkit: {
                rule: 'NoEmptyContinuation',
                detail: 'Empty continuation line',
                lines: [last, last] as const,
                at: { phase: 'continuations' as const, order: instruction.index, step: 0 },
              },
            }),
      }));
    }),
};
