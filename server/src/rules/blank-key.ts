import { t } from '../text';
import { parsed, rejects } from './builder/parsed';
import type { Rule } from './rule';

export const blankKey: Rule = {
  id: 'blank-key',
  aliases: ['SYNTAX_MISSING_NAMES'],
  severity: 'error',
  since: '0.1.0',
  why: 'A variable, argument or label needs a name before its `=`; the build stops at one without.',
  bad: ['FROM alpine\nENV =1\n', 'FROM alpine\nARG =1\n', 'FROM alpine\nLABEL a=1 =2\n'],
  good: ['FROM alpine\nENV A=1\nARG B=\nLABEL a=1 b=2\n'],
  check: (dockerfile, facts) =>
    parsed(dockerfile, facts).flatMap((parse) => {
      const { name, pairs } = parse.instruction;
      const pair = pairs.find(({ key }) => key.text === '');
      if (pair === undefined) return [];
      return {
        span: parse.locate(pair.span),
        message: t(
          '"{0}" has no name before its "=", so the build stops here; write one.',
          `=${pair.value?.text ?? ''}`,
        ),
        buildkit: rejects(parse, `${name} names can not be blank`, 2),
      };
    }),
};
