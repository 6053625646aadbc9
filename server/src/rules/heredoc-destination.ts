import { t } from '../text';
import { parsed, rejects } from './builder/parsed';
import type { Rule } from './rule';

export const heredocDestination: Rule = {
  id: 'heredoc-destination',
  aliases: [],
  severity: 'error',
  since: '0.1.0',
  why: 'A heredoc is a source: the file that COPY and ADD write. The last word is always the destination, and that must be a path.',
  bad: ['FROM alpine\nCOPY a <<EOF\nEOF\n'],
  good: ['FROM alpine\nCOPY <<EOF /a\nhello\nEOF\n'],
  check: (dockerfile, facts) =>
    parsed(dockerfile, facts).flatMap((parse) => {
      const { name, words, heredocs, form } = parse.instruction;
      const last = words.at(-1);
      if ((name !== 'ADD' && name !== 'COPY') || form === 'exec' || words.length < 2 || last === undefined)
        return [];
      if (!heredocs.some(({ operatorSpan }) => operatorSpan.start === last.span.start)) return [];
      return {
        span: parse.locate(last.span),
        message: t(
          '"{0}" stands where {1} expects its destination, so the build stops here; write the path behind it.',
          last.text,
          name,
        ),
        buildkit: rejects(parse, `${name} cannot accept a heredoc as a destination`, 2),
      };
    }),
};
