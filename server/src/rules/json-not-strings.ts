import type { Mapped, Span } from '../dockerfile/tree';
import { spanIn } from '../dockerfile/variables';
import { t } from '../text';
import { asRead } from './builder/read';
import type { Rule } from './rule';

export const jsonNotStrings: Rule = {
  id: 'json-not-strings',
  aliases: [],
  severity: 'error',
  since: '0.1.0',
  why: 'An argument list in JSON holds strings only. A number, `true`, `null` or a nested list is valid JSON, so the builder does not fall back to the shell form: it stops.',
  bad: [
    'FROM alpine\nCMD ["sleep", 10]\n',
    'FROM alpine\nCOPY ["a", ["b"]]\n',
    'FROM alpine\nHEALTHCHECK CMD ["a", null]\n',
  ],
  good: ['FROM alpine\nCMD ["sleep", "10"]\n'],
  check: (dockerfile) =>
    dockerfile.problems.flatMap((problem) => {
      if (problem.code !== 'json-not-strings' || problem.instruction === undefined) return [];
      const { trigger = problem.instruction } = problem.instruction;
      const member = otherMember(trigger.body);
      const isScalar = member !== undefined && /^[^[{]/.test(member.text);
      return [
        {
          span: member?.span ?? problem.span,
          message: isScalar
            ? t(
                '{0} takes strings only, and {1} is none, so the build stops here; put it in double quotes.',
                trigger.name,
                member.text,
              )
            : t(
                '{0} takes a flat list of strings, so the build stops here; put every member in double quotes.',
                trigger.name,
              ),
          fixes: isScalar
            ? [
                {
                  title: t('Put {0} in quotes', member.text),
                  edits: [{ span: member.span, text: `"${member.text}"` }],
                  safe: false,
                },
              ]
            : [],
          buildkit: asRead(dockerfile, problem),
        },
      ];
    }),
};

/** The first member of the list that is no string; of a list or an object only its first character. */
function otherMember(body: Mapped): { text: string; span: Span } | undefined {
  const token = /"(?:[^"\\]|\\.)*"|[^\s,[\]{}":]+|[[\]{}]/g;
  const start = body.text.indexOf('[') + 1;
  token.lastIndex = start;
  for (let match = token.exec(body.text); match !== null; match = token.exec(body.text)) {
    const [text] = match;
    if (text.startsWith('"')) continue;
    return { text, span: spanIn(body, match.index, match.index + text.length) };
  }
  return undefined;
}
