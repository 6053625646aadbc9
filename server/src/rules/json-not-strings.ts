import { t } from '../text';
import { asRead } from './builder/read';
import type { Rule } from './rule';

export const jsonNotStrings: Rule = {
  id: 'json-not-strings',
  aliases: [],
  severity: 'error',
  since: '0.1.0',
  why: 'An argument list in JSON holds strings only. A number, `true`, `null` or a nested list is valid JSON, so the builder does not fall back to the shell form: it stops.',
  bad: ['FROM alpine\nCMD ["sleep", 10]\n', 'FROM alpine\nCOPY ["a", ["b"]]\n'],
  good: ['FROM alpine\nCMD ["sleep", "10"]\n'],
  check: (dockerfile) =>
    dockerfile.problems
      .filter(({ code }) => code === 'json-not-strings')
      .map((problem) => {
        const { instruction } = problem;
        const target = instruction?.trigger ?? instruction;
        const text = dockerfile.text.slice(problem.span.start, problem.span.end);
        const isScalar = /^(?:-?[\d.eE+-]+|true|false|null)$/.test(text);
        return {
          span: problem.span,
          message: isScalar
            ? t(
                '{0} takes strings only, and {1} is none, so the build stops here; put it in double quotes.',
                target?.name ?? 'JSON',
                text,
              )
            : t(
                '{0} takes a flat list of strings, so the build stops here; put every member in double quotes.',
                target?.name ?? 'JSON',
              ),
          fixes: isScalar
            ? [
                {
                  title: t('Put {0} in quotes', text),
                  edits: [{ span: problem.span, text: `"${text}"` }],
                  safe: false,
                },
              ]
            : [],
          buildkit: asRead(dockerfile, problem),
        };
      }),
};
