import { stageUses } from '../dockerfile/stages';
import { t } from '../text';
import { warns, whileParsing } from './builder/outcome';
import type { Rule } from './rule';

export const stageNameCasing: Rule = {
  id: 'stage-name-casing',
  aliases: ['StageNameCasing'],
  severity: 'warning',
  since: '0.1.0',
  why: 'BuildKit keeps stage names in lower case, and `FROM` finds a stage only under that spelling. A name that is written in lower case works in `FROM`, `COPY --from` and `--target` alike.',
  bad: ['FROM alpine AS Build\nRUN make\n\nFROM scratch\nCOPY --from=Build /out /\n'],
  good: ['FROM alpine AS build\nRUN make\n\nFROM scratch\nCOPY --from=build /out /\n'],
  fixed: ['FROM alpine AS build\nRUN make\n\nFROM scratch\nCOPY --from=build /out /\n'],
  check: (dockerfile) =>
    dockerfile.instructions.flatMap((instruction) => {
      const [, , name] = instruction.words;
      if (instruction.name !== 'FROM' || name === undefined || instruction.words.length !== 3) return [];
      const lower = name.value.toLowerCase();
      if (name.value === lower) return [];
      const references = dockerfile.instructions
        .flatMap((each) => stageUses(dockerfile, each))
        .filter(({ reference }) => reference.text.toLowerCase() === lower);
      return {
        span: name.span,
        message: t(
          'Stage name "{0}" has capital letters, but FROM finds stages in lower case only; write "{1}".',
          name.value,
          lower,
        ),
        fixes: [
          {
            title: t('Rename the stage to {0}', lower),
            edits: [name.span, ...references.map(({ reference }) => reference.span)].map((span) => ({
              span,
              text: lower,
            })),
            safe: true,
          },
        ],
        buildkit: warns(
          'StageNameCasing',
          `Stage name '${name.value}' should be lowercase`,
          instruction,
          whileParsing(instruction, -2),
        ),
      };
    }),
};
