import { references } from '../dockerfile/variables';
import { t } from '../text';
import { flagWord } from './builder/bases';
import { conversion } from './builder/conversion';
import { didYouMean } from './builder/nearest';
import { linesOf } from './builder/outcome';
import { parsePlatform } from './builder/platform';
import type { Rule } from './rule';

export const invalidPlatform: Rule = {
  id: 'invalid-platform',
  aliases: [],
  severity: 'error',
  since: '0.1.0',
  why: 'A platform is an operating system, an architecture or both, such as `linux/arm64` or `linux/arm/v7`. An argument without value leaves a part empty, and the build stops.',
  bad: [
    'FROM --platform=linux/arm/v7/x alpine\n',
    'FROM --platform=amd46 alpine\n',
    'ARG ARCH\nFROM --platform=linux/$ARCH alpine\n',
    'FROM --platform=$NOTHING alpine\n',
  ],
  good: [
    'FROM --platform=linux/arm/v7 alpine AS arm\n',
    'FROM --platform=arm64 alpine AS arm64\n',
    'ARG ARCH=amd64\nFROM --platform=linux/$ARCH alpine\n',
  ],
  check: (dockerfile, facts) => {
    const { bases, globals } = conversion(dockerfile, facts);
    return bases.flatMap(({ stage, platform }) => {
      const flag = stage.from.flags.find(({ name }) => name === 'platform');
      if (platform === undefined || platform.expansion.error !== undefined || flag?.value === undefined)
        return [];
      const { value, unmatched } = platform.expansion;
      const parsed = parsePlatform(value);
      if (value !== '' && !('problem' in parsed)) return [];
      const hint = unmatched.map((name) => didYouMean(name, globals.names)).find((text) => text !== '') ?? '';
      const isRepairable = references(flagWord(flag, flag.value), dockerfile).some(({ name }) =>
        globals.names.has(name),
      );
      return {
        span: flag.valueSpan ?? flag.span,
        severity: isRepairable ? ('warning' as const) : ('error' as const),
        message:
          value === platform.text
            ? t('"{0}" is no platform, so the build stops here; write for example linux/arm64.', value)
            : value === ''
              ? t('"{0}" is empty, so the build stops here; give the argument a default.', platform.text)
              : t(
                  '"{0}" becomes "{1}", which is no platform, so the build stops here; give its arguments defaults.',
                  platform.text,
                  value,
                ),
        buildkit: {
          detail:
            value === ''
              ? `empty platform value from expression ${platform.text}${hint}`
              : `failed to parse platform ${platform.text}: ${'problem' in parsed ? parsed.problem : ''}${hint}`,
          lines: linesOf(stage.from),
          at: { phase: 'bases' as const, order: stage.index, step: 5 },
        },
      };
    });
  },
};
