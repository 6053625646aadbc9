import { t } from '../text';
import { conversion } from './builder/conversion';
import type { Rule } from './rule';

export const noHealthcheck: Rule = {
  id: 'no-healthcheck',
  aliases: ['DL3057'],
  severity: 'off',
  since: '0.1.0',
  why: 'With a HEALTHCHECK, Docker and Compose know whether the program answers, and not only whether it runs. Orchestrators such as Kubernetes use checks of their own instead.',
  bad: ['FROM alpine\nCMD ["sleep", "1"]\n'],
  good: ['FROM alpine\nHEALTHCHECK CMD true\n', 'FROM alpine AS base\nHEALTHCHECK NONE\nFROM base\n'],
  check: (dockerfile, facts) => {
    const { bases } = conversion(dockerfile, facts);
    const last = dockerfile.stages.at(-1);
    if (last === undefined) return [];
    for (let base = bases[last.index]; base !== undefined; base = base.parent) {
      if (base.stage.instructions.some(({ name }) => name === 'HEALTHCHECK')) return [];
    }
    return [
      {
        span: last.from.keywordSpan,
        message: t(
          'The image has no HEALTHCHECK, so Docker cannot tell whether its program answers; add one.',
        ),
      },
    ];
  },
};
