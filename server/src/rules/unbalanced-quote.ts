import { t } from '../text';
import { failures } from './builder/failures';
import type { Rule } from './rule';

export const unbalancedQuote: Rule = {
  id: 'unbalanced-quote',
  aliases: ['SYNTAX_MISSING_SINGLE_QUOTE', 'SYNTAX_MISSING_DOUBLE_QUOTE'],
  severity: 'error',
  since: '0.1.0',
  why: 'Wherever BuildKit replaces variables it also removes quotes, so every quote needs its partner. An apostrophe in a label is the usual cause; inside single quotes nothing can be escaped.',
  bad: ["FROM alpine\nLABEL note it's\n", 'FROM alpine\nENV NAME="a\n', "FROM alpine\nWORKDIR /it's\n"],
  good: [
    'FROM alpine\nLABEL note="it\'s"\n',
    "FROM alpine\nRUN echo it's\n",
    "FROM alpine\nMAINTAINER O'Neill\n",
  ],
  check: (dockerfile, facts) =>
    failures(dockerfile, facts)
      .filter(({ kind }) => kind === 'quote')
      .map(({ word, span, reason, buildkit }) => {
        const quote = reason.endsWith('single-quote') ? "'" : '"';
        const start = { start: span.start, end: span.start + 1 };
        const isApostrophe = quote === "'" && dockerfile.text[span.start] === quote;
        return {
          span: start,
          message: t(
            'The quote {0} in "{1}" has no partner, so the build stops here; close it, or escape it.',
            quote,
            word.text,
          ),
          fixes: isApostrophe
            ? [
                {
                  title: t('Escape the quote'),
                  edits: [{ span: { start: span.start, end: span.start }, text: dockerfile.escape }],
                  safe: false,
                },
              ]
            : [],
          buildkit,
        };
      }),
};
