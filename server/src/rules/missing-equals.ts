import { t } from '../text';
import { commentAbove } from './builder/comment-above';
import { quoted } from './builder/quoted';
import { asRead } from './builder/read';
import type { Rule } from './rule';

export const missingEquals: Rule = {
  id: 'missing-equals',
  aliases: ['DL1000', 'ARGUMENT_REQUIRES_TWO', 'SYNTAX_MISSING_EQUALS'],
  severity: 'error',
  since: '0.1.0',
  why: 'ENV and LABEL take `key=value` pairs. Once the first word has an `=`, every word needs one, so a value with blanks must be quoted and a trailing comment is an error; a lone word has no value at all.',
  bad: [
    'FROM alpine\nENV A\n',
    'FROM alpine\nENV A=1 B\n',
    'FROM alpine\nLABEL title=my app\n',
    'FROM alpine\nENV A=1 # one\n',
  ],
  good: ['FROM alpine\nENV A=1 B=\nLABEL title="my app"\n'],
  fixed: [
    'FROM alpine\nENV A\n',
    'FROM alpine\nENV A=1 B\n',
    'FROM alpine\nLABEL title=my app\n',
    'FROM alpine\n# one\nENV A=1\n',
  ],
  check: (dockerfile) =>
    dockerfile.problems
      .filter(({ code }) => code === 'missing-equals' || code === 'key-without-value')
      .flatMap((problem) => {
        const { span, instruction: outer } = problem;
        const instruction = outer?.trigger ?? outer;
        const word = dockerfile.text.slice(span.start, span.end);
        const pairs = instruction?.pairs ?? [];
        const index = pairs.findIndex(({ key }) => key.span.start === span.start);
        const before = pairs[index - 1];
        // What follows the `#` belongs to the same comment.
        if (pairs.slice(0, Math.max(index, 0)).some(({ key }) => key.text.startsWith('#'))) return [];
        const isComment = word.startsWith('#');
        const value = before?.value;
        const isQuotable = value !== undefined && !isComment && !/["'\\$`]/.test(value.text + word);
        return {
          span,
          message: isComment
            ? t(
                '"{0}" is an argument and not a comment, so the build stops here; put the comment on a line of its own.',
                word,
              )
            : problem.code === 'key-without-value'
              ? t('"{0}" has no value, so the build stops here; write {0}=….', word)
              : t(
                  '"{0}" has no "=", so the build stops here; put a value with blanks in quotes, or give this one a value.',
                  word,
                ),
          fixes:
            isComment && outer !== undefined
              ? commentAbove(dockerfile, outer, span.start)
              : isQuotable
                ? [
                    {
                      title: t('Put the value in quotes'),
                      edits: [
                        {
                          span: { start: value.span.start, end: span.end },
                          text: quoted(dockerfile.text.slice(value.span.start, span.end), dockerfile.escape),
                        },
                      ],
                      safe: false,
                    },
                  ]
                : [],
          buildkit: asRead(dockerfile, problem),
        };
      }),
};
