import type { Flag, Instruction } from '../dockerfile/tree';
import { t } from '../text';
import { flagsOf } from './builder/instructions';
import { parsed, rejects } from './builder/parsed';
import { wordWithBlank } from './builder/removal';
import type { Finding, Rule } from './rule';

type Problem = Pick<Finding, 'span' | 'message'> & { detail: string };

function problemOf(flag: Flag, earlier: readonly Flag[], instruction: Instruction): Problem | undefined {
  const kind = flagsOf(instruction.name).get(flag.name);
  const shown = `--${flag.name}`;
  const { value } = flag;
  if (kind === undefined) return undefined;
  if (kind !== 'list' && earlier.some(({ name }) => name === flag.name)) {
    return {
      span: flag.span,
      message: t(
        '{0} has the flag "{1}" twice, so the build stops here; keep one of them.',
        instruction.name,
        shown,
      ),
      detail: `duplicate flag specified: ${shown}`,
    };
  }
  if (kind === 'boolean') {
    if (value === '') {
      return {
        span: flag.span,
        message: t('"{0}=" has no value, so the build stops here; write "{0}" alone to switch it on.', shown),
        detail: `missing a value on flag: ${shown}`,
      };
    }
    if (value === undefined || /^(?:true|false)$/i.test(value)) return undefined;
    return {
      span: flag.valueSpan ?? flag.span,
      message: t('"{0}" is on or off, so "{1}" stops the build; write true or false.', shown, value),
      detail: `expecting boolean value for flag ${shown}, not: ${value}`,
    };
  }
  if (value !== undefined) return undefined;
  return {
    span: flag.span,
    message: t('"{0}" needs a value after "=", and the build stops without one.', shown),
    detail: `missing a value on flag: ${shown}`,
  };
}

export const invalidFlagValue: Rule = {
  id: 'invalid-flag-value',
  aliases: ['FLAG_DUPLICATE', 'FLAG_MISSING_VALUE', 'FLAG_EXPECTED_BOOLEAN_VALUE'],
  severity: 'error',
  since: '0.1.0',
  why: 'A flag is written `--name=value`, once; only `--mount`, `--device` and `--exclude` may be repeated. The flags `--link`, `--parents`, `--keep-git-dir` and `--unpack` are on or off and know `true` and `false` alone.',
  bad: [
    'FROM alpine\nCOPY --chown a b\n',
    'FROM alpine\nCOPY --link=yes a b\n',
    'FROM alpine\nCOPY --chown=1 --chown=2 a b\n',
    'FROM alpine\nCOPY --link= a b\n',
  ],
  good: [
    'FROM alpine\nCOPY --chown=1 --link --parents=TRUE a b\n',
    'FROM alpine\nCOPY --exclude=a --exclude=b . .\n',
    'FROM alpine\nCOPY --from= a b\n',
  ],
  check: (dockerfile, facts) =>
    parsed(dockerfile, facts).flatMap((parse) => {
      const { instruction } = parse;
      if (instruction.name === 'HEALTHCHECK' && instruction.words[0]?.value.toUpperCase() === 'NONE')
        return [];
      return instruction.flags.flatMap((flag, index) => {
        const problem = problemOf(flag, instruction.flags.slice(0, index), instruction);
        if (problem === undefined) return [];
        const { detail, span, message } = problem;
        const isTwice = detail.startsWith('duplicate');
        return {
          span: parse.locate(span),
          message,
          fixes: isTwice
            ? [
                {
                  title: t('Remove the second {0}', `--${flag.name}`),
                  edits: [{ span: wordWithBlank(dockerfile, flag.span), text: '' }],
                  safe: false,
                },
              ]
            : [],
          buildkit: rejects(parse, detail, 1),
        };
      });
    }),
};
