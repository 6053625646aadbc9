import { t } from '../text';
import { targetStage } from '../dockerfile/stages';
import { conversion } from './builder/conversion';
import { reachable } from './builder/triggers';
import type { Rule } from './rule';

export const unreachableStage: Rule = {
  id: 'unreachable-stage',
  aliases: [],
  severity: 'hint',
  since: '0.1.0',
  why: 'BuildKit builds only what the last stage (or `--target`) needs. A stage that nothing needs is skipped: fine for a stage that is built with `--target`, a leftover otherwise.',
  bad: ['FROM alpine AS unused\nRUN make\nFROM alpine\n'],
  good: ['FROM alpine AS build\nFROM alpine\nCOPY --from=build /a /b\n', 'FROM alpine AS base\nFROM base\n'],
  check: (dockerfile, facts) => {
    const { bases, sources } = conversion(dockerfile, facts);
    const target = targetStage(dockerfile, facts.target) ?? dockerfile.stages.at(-1);
    const needed = reachable(target, bases, sources);
    return dockerfile.stages
      .filter((stage) => !needed.has(stage))
      .map(({ name, from, index }) => ({
        span: from.span,
        message:
          facts.target === undefined
            ? t('The last stage does not need stage "{0}", so it is built with --target only.', name ?? index)
            : t(
                'The target "{1}" does not need stage "{0}", so it is not built.',
                name ?? index,
                facts.target,
              ),
        tags: ['unnecessary' as const],
      }));
  },
};
