import { t } from '../text';
import { asRead } from './builder/read';
import type { Rule } from './rule';

export const lineTooLong: Rule = {
  id: 'line-too-long',
  aliases: [],
  severity: 'error',
  since: '0.1.0',
  why: 'BuildKit reads lines of at most 65,535 bytes and stops at a longer one. A file in the build context, or a heredoc over several lines, holds any amount.',
  bad: [`FROM alpine\nRUN echo ${'x'.repeat(65_536)}\n`],
  good: [`FROM alpine\nRUN echo short\n`],
  check: (dockerfile) =>
    dockerfile.problems
      .filter(({ code }) => code === 'line-too-long')
      .map((problem) => ({
        span: { start: problem.span.start, end: Math.min(problem.span.end, problem.span.start + 80) },
        message: t(
          'This line is longer than 65,535 bytes, so the build stops here; break it, or copy the content from a file.',
        ),
        buildkit: asRead(dockerfile, problem),
      })),
};
