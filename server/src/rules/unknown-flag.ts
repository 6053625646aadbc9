import { t } from '../text';
import { flagsOf, instructionNames } from './builder/instructions';
import { didYouMean, nearest } from './builder/nearest';
import { parsed, rejects } from './builder/parsed';
import { wordWithBlank } from './builder/removal';
import type { Instruction } from '../dockerfile/tree';
import type { Rule } from './rule';

/** ARG, STOPSIGNAL and HEALTHCHECK NONE drop their flags unseen. */
function dropsFlags({ name, words }: Instruction): boolean {
  return (
    name === 'ARG' ||
    name === 'STOPSIGNAL' ||
    (name === 'HEALTHCHECK' && words[0]?.value.toUpperCase() === 'NONE')
  );
}

export const unknownFlag: Rule = {
  id: 'unknown-flag',
  aliases: [
    'DL1000',
    'UNKNOWN_ADD_FLAG',
    'UNKNOWN_COPY_FLAG',
    'UNKNOWN_FROM_FLAG',
    'UNKNOWN_HEALTHCHECK_FLAG',
  ],
  severity: 'error',
  since: '0.1.0',
  why: 'Each instruction takes its own flags, before its first argument. The builder stops at any other one; ARG, STOPSIGNAL and HEALTHCHECK NONE ignore flags silently.',
  bad: [
    'FROM alpine\nCOPY --chwon=1000 a b\n',
    'FROM alpine\nWORKDIR --create /app\n',
    'FROM alpine\nARG --x A\n',
  ],
  good: ['FROM alpine\nCOPY --chown=1000 a b\n', 'FROM alpine\nRUN ls --all\n'],
  fixed: ['FROM alpine\nCOPY --chown=1000 a b\n'],
  check: (dockerfile, facts) =>
    parsed(dockerfile, facts).flatMap((parse) => {
      const { instruction } = parse;
      const known = flagsOf(instruction.name);
      if (!instructionNames.has(instruction.name)) return [];
      const isDropped = dropsFlags(instruction);
      return instruction.flags
        .filter(({ name }) => isDropped || !known.has(name))
        .map((flag) => {
          const span = parse.locate(flag.nameSpan);
          if (isDropped) {
            return {
              span: parse.locate(flag.span),
              severity: 'warning' as const,
              message: t(
                '{0} takes no flags, and the builder drops "{1}" without a word; remove it.',
                instruction.name,
                flag.text,
              ),
              fixes: [
                {
                  title: t('Remove {0}', `--${flag.name}`),
                  edits: [{ span: wordWithBlank(dockerfile, flag.span), text: '' }],
                  safe: false,
                },
              ],
            };
          }
          const match = nearest(flag.name, known.keys());
          return {
            span,
            message:
              match === undefined
                ? t(
                    '{0} has no flag "{1}", so the build stops here; remove it.',
                    instruction.name,
                    `--${flag.name}`,
                  )
                : t(
                    '{0} has no flag "{1}", so the build stops here; did you mean "{2}"?',
                    instruction.name,
                    `--${flag.name}`,
                    `--${match}`,
                  ),
            fixes: [
              ...(match === undefined
                ? []
                : [{ title: t('Change to {0}', `--${match}`), edits: [{ span, text: match }], safe: true }]),
              {
                title: t('Remove {0}', `--${flag.name}`),
                edits: [{ span: wordWithBlank(dockerfile, flag.span), text: '' }],
                safe: false,
              },
            ],
            buildkit: rejects(parse, `unknown flag: --${flag.name}${didYouMean(flag.name, known.keys())}`, 1),
          };
        });
    }),
};
