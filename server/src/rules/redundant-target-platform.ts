import { t } from '../text';
import { conversion } from './builder/conversion';
import { linesOf } from './builder/outcome';
import { wordWithBlank } from './builder/removal';
import type { Rule } from './rule';

export const redundantTargetPlatform: Rule = {
  id: 'redundant-target-platform',
  aliases: ['RedundantTargetPlatform', 'DL3065'],
  severity: 'warning',
  since: '0.1.0',
  why: 'A stage is built for the target platform anyway. `--platform` is for what differs from it, such as `$BUILDPLATFORM` for a compiler that runs natively.',
  bad: ['FROM --platform=$TARGETPLATFORM alpine\n', 'FROM --platform=${TARGETPLATFORM} alpine\n'],
  good: [
    'FROM alpine\n',
    'FROM --platform=$BUILDPLATFORM alpine\n',
    'FROM --platform=$TARGETOS/$TARGETARCH alpine\n',
  ],
  fixed: ['FROM alpine\n', 'FROM alpine\n'],
  check: (dockerfile, facts) => {
    const { bases, globals } = conversion(dockerfile, facts);
    return bases.flatMap(({ stage, platform }) => {
      const flag = stage.from.flags.find(({ name }) => name === 'platform');
      if (platform === undefined || flag === undefined) return [];
      const { matched, unmatched, value } = platform.expansion;
      if (
        unmatched.length > 0 ||
        matched.length !== 1 ||
        matched[0] !== 'TARGETPLATFORM' ||
        value !== globals.values.get('TARGETPLATFORM')
      )
        return [];
      return {
        span: flag.span,
        message: t('"{0}" asks for the platform that every stage has anyway; remove it.', flag.text),
        tags: ['unnecessary' as const],
        fixes: [
          {
            title: t('Remove {0}', '--platform'),
            edits: [{ span: wordWithBlank(dockerfile, flag.span), text: '' }],
            safe: true,
          },
        ],
        buildkit: {
          rule: 'RedundantTargetPlatform',
          detail: `Setting platform to predefined ${platform.word.text} in FROM is redundant as this is the default behavior`,
          lines: linesOf(stage.from),
          at: { phase: 'bases' as const, order: stage.index, step: 3 },
          skippedAt: stage.from,
        },
      };
    });
  },
};
