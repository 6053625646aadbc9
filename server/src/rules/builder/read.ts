import type { Dockerfile, Problem } from '../../dockerfile/tree';
import type { LineRange, Outcome } from './outcome';

/** Where BuildKit's parser locates a problem; its numbers for the whole file are one too small. */
function linesOf({ lines, text }: Dockerfile, { code, span, instruction }: Problem): LineRange | undefined {
  const line = lines.lineAt(span.start);
  switch (code) {
    case 'empty-file':
      return undefined;
    case 'no-instruction': {
      // It counts the lines that it has read; a line break at the very end begins no line.
      const count = text.endsWith('\n') ? lines.count - 1 : lines.count;
      return [count - 1, count - 1];
    }
    case 'duplicate-directive':
    case 'invalid-escape':
    case 'line-too-long':
      return [line - 1, line - 1];
    case 'unterminated-heredoc': {
      // To the end of the file; a line break at the very end begins no line.
      const last = text.endsWith('\n') ? lines.count - 2 : lines.count - 1;
      return [instruction?.firstLine ?? line, Math.max(last, line)];
    }
    default:
      return [instruction?.firstLine ?? line, instruction?.lastLogicalLine ?? line];
  }
}

/** A problem of BuildKit's parser, which reads the file from top to bottom and stops at the first one. */
export function asRead(dockerfile: Dockerfile, problem: Problem): Outcome {
  return {
    detail: problem.message,
    lines: linesOf(dockerfile, problem),
    at: {
      phase: 'read',
      order: problem.instruction?.firstLine ?? dockerfile.lines.lineAt(problem.span.start),
      step: 0,
    },
  };
}
