import { t } from '../text';
import { conversion } from './builder/conversion';
import { linesOf } from './builder/outcome';
import { parsePlatform } from './builder/platform';
import { wordWithBlank } from './builder/removal';
import type { Rule } from './rule';

export const constantPlatform: Rule = {
  id: 'constant-platform',
  aliases: ['FromPlatformFlagConstDisallowed', 'DL3029'],
  severity: 'warning',
  since: '0.1.0',
  why: 'A constant platform in FROM makes the stage for that platform whatever `docker build --platform` asks for. Where that is the purpose, a stage name that holds the platform, such as `build-arm64`, says so.',
  bad: ['FROM --platform=linux/amd64 alpine\n', 'FROM --platform=linux/aarch64 alpine AS build-aarch64\n'],
  good: [
    'FROM --platform=$BUILDPLATFORM alpine\n',
    'FROM --platform=linux/arm64 alpine AS build-arm64\n',
    'FROM --platform=linux/amd64 alpine AS linux\n',
  ],
  check: (dockerfile, facts) =>
    conversion(dockerfile, facts).bases.flatMap(({ stage, platform }) => {
      const flag = stage.from.flags.find(({ name }) => name === 'platform');
      if (platform === undefined || flag === undefined) return [];
      const { matched, unmatched, value } = platform.expansion;
      if (matched.length > 0 || unmatched.length > 0) return [];
      const parsed = parsePlatform(value);
      const name = stage.name ?? '';
      if ('problem' in parsed || name.includes(parsed.os) || name.includes(parsed.architecture)) return [];
      return {
        span: flag.span,
        message: t(
          '"{0}" builds this stage for one platform whatever platform is asked for; use a variable such as $BUILDPLATFORM, or put the platform into the stage name.',
          flag.text,
        ),
        fixes: [
          {
            title: t('Use $BUILDPLATFORM'),
            edits: [{ span: flag.valueSpan ?? flag.span, text: '$BUILDPLATFORM' }],
            safe: false,
          },
          {
            title: t('Remove {0}', '--platform'),
            edits: [{ span: wordWithBlank(dockerfile, flag.span), text: '' }],
            safe: false,
          },
        ],
        buildkit: {
          rule: 'FromPlatformFlagConstDisallowed',
          detail: `FROM --platform flag should not use constant value ${JSON.stringify(value)}`,
          lines: linesOf(stage.from),
          at: { phase: 'bases' as const, order: stage.index, step: 4 },
          skippedAt: stage.from,
        },
      };
    }),
};
