import type { Stage } from '../dockerfile/tree';
import { t } from '../text';
import { overStages, warns } from './builder/outcome';
import type { Rule } from './rule';

export const duplicateStageName: Rule = {
  id: 'duplicate-stage-name',
  aliases: ['DuplicateStageName', 'DL3024', 'DUPLICATE_BUILD_STAGE_NAME'],
  severity: 'warning',
  since: '0.1.0',
  why: 'When two stages bear one name, `COPY --from` and `--target` take the last of them, and the first can be reached by its index alone.',
  bad: ['FROM alpine AS base\nFROM debian AS base\n', 'FROM alpine AS base\nFROM debian AS Base\n'],
  good: ['FROM alpine AS base\nFROM debian AS tools\n'],
  check: (dockerfile) => {
    const seen = new Map<string, Stage>();
    return dockerfile.stages.flatMap((stage) => {
      const { name, nameSpan, from } = stage;
      if (name === undefined || nameSpan === undefined) return [];
      const first = seen.get(name);
      seen.set(name, stage);
      if (first?.nameSpan === undefined) return [];
      let free = 2;
      while (dockerfile.stages.some((other) => other.name === `${name}-${free}`)) free += 1;
      return {
        span: nameSpan,
        message: t(
          'A stage named "{0}" exists already, and references mean the last one; give this stage a name of its own.',
          name,
        ),
        related: [{ span: first.nameSpan, message: t('the other stage "{0}"', name) }],
        fixes: [
          {
            title: t('Rename to {0}-{1}', name, free),
            edits: [{ span: nameSpan, text: `${name}-${free}` }],
            safe: false,
          },
        ],
        buildkit: warns(
          'DuplicateStageName',
          `Duplicate stage name "${name}", stage names should be unique`,
          from,
          overStages(from),
        ),
      };
    });
  },
};
