import { t } from '../text';
import { overStages, warns } from './builder/outcome';
import type { Rule } from './rule';

const reserved = new Set(['scratch', 'context']);

export const reservedStageName: Rule = {
  id: 'reserved-stage-name',
  aliases: ['ReservedStageName', 'DL3063'],
  severity: 'warning',
  since: '0.1.0',
  why: '`scratch` is the empty image and `context` the build context. A stage of that name hides or is hidden by what the word means to the builder.',
  bad: ['FROM alpine AS scratch\n', 'FROM alpine AS context\n'],
  good: ['FROM scratch AS rootfs\n'],
  check: (dockerfile) =>
    dockerfile.stages.flatMap(({ name, nameSpan, from }) => {
      if (name === undefined || nameSpan === undefined || !reserved.has(name)) return [];
      return {
        span: nameSpan,
        message: t(
          '"{0}" means something else to the builder, so a stage should not bear that name; choose another.',
          name,
        ),
        fixes: [
          {
            title: t('Rename to {0}-stage', name),
            edits: [{ span: nameSpan, text: `${name}-stage` }],
            safe: false,
          },
        ],
        buildkit: warns(
          'ReservedStageName',
          `Stage name should not use the same name as reserved stage "${name}"`,
          from,
          overStages(from),
        ),
      };
    }),
};
