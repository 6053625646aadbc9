import { references } from '../dockerfile/variables';
import { t } from '../text';
import { failures } from './builder/failures';
import type { Rule } from './rule';

export const requiredVariable: Rule = {
  id: 'required-variable',
  aliases: [],
  severity: 'error',
  since: '0.1.0',
  why: '`${x:?message}` stops the build while x is empty. That is useful for an argument that every build must give; without an ARG nothing can ever give it.',
  bad: ['FROM alpine\nENV A=${B:?missing}\n', 'FROM alpine\nARG B\nENV A=${B?}\n'],
  good: ['FROM alpine\nARG B=1\nENV A=${B:?missing}\n'],
  check: (dockerfile, facts) => {
    const declared = new Set(
      dockerfile.instructions.flatMap(({ name, pairs }) =>
        name === 'ARG' ? pairs.map(({ key }) => key.text) : [],
      ),
    );
    return failures(dockerfile, facts)
      .filter(({ kind }) => kind === 'unset')
      .map(({ word, span, reason, buildkit }) => {
        const name =
          references(word, dockerfile).find((reference) => reference.span.start === span.start)?.name ??
          reason.split(':')[0] ??
          '';
        const isDeclared = declared.has(name);
        return {
          span,
          severity: isDeclared ? ('warning' as const) : ('error' as const),
          message: isDeclared
            ? t('The build stops here unless --build-arg gives "{0}" a value.', name)
            : t(
                '"{0}" is demanded here but no ARG or ENV can give it a value, so the build stops; declare it first.',
                name,
              ),
          buildkit,
        };
      });
  },
};
