import { t } from '../text';
import { failures } from './builder/failures';
import type { Rule } from './rule';

export const badSubstitution: Rule = {
  id: 'bad-substitution',
  aliases: ['UNSUPPORTED_MODIFIER'],
  severity: 'error',
  since: '0.1.0',
  why: 'BuildKit knows `${x}`, defaults (`:-`, `-`), alternatives (`:+`, `+`), demands (`:?`, `?`), trimming (`#`, `##`, `%`, `%%`) and replacing (`/`, `//`). Anything else that a shell would understand stops the build, and so does a missing brace.',
  bad: [
    'FROM alpine\nENV A=${B:=1}\n',
    'FROM alpine\nENV A=${B\n',
    'FROM alpine\nENV A=${}\n',
    'FROM alpine\nARG B\nENV A=${B^^}\n',
  ],
  good: ['FROM alpine\nARG B\nENV A=${B:-1} C=${B%.*} D=${B//a/b}\n', 'FROM alpine\nRUN echo ${B:=1}\n'],
  check: (dockerfile, facts) =>
    failures(dockerfile, facts)
      .filter(({ kind }) => kind === 'substitution')
      .map(({ span, reason, buildkit }) => {
        const text = dockerfile.text.slice(span.start, span.end);
        const modifier = /^unsupported modifier \((.*)\) in substitution$/s.exec(reason)?.[1];
        return {
          span,
          message:
            modifier !== undefined
              ? t(
                  'BuildKit does not know "{0}" in "{1}", so the build stops here; it knows defaults, trimming and replacing.',
                  modifier,
                  text,
                )
              : t(
                  '"{0}" is not a complete variable ({1}), so the build stops here; write ${name}, or escape the dollar sign.',
                  text,
                  reason,
                ),
          buildkit,
        };
      }),
};
