import { references } from '../dockerfile/variables';
import { t } from '../text';
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
      if (platform === undefined || platform.expansion.error !== undefined) return [];
      const { text, span } = platform.word;
      const { value, unmatched } = platform.expansion;
      const parsed = parsePlatform(value);
      if (value !== '' && !('problem' in parsed)) return [];
      const hint = unmatched.map((name) => didYouMean(name, globals.names)).find((text) => text !== '') ?? '';
      const isRepairable = references(platform.word, dockerfile).some(({ name }) => globals.names.has(name));
      return {
        span,
        severity: isRepairable ? ('warning' as const) : ('error' as const),
        message:
          value === text
            ? t('"{0}" is no platform, so the build stops here; write for example linux/arm64.', value)
            : value === ''
              ? t('"{0}" is empty, so the build stops here; give the argument a default.', text)
              : t(
                  '"{0}" becomes "{1}", which is no platform, so the build stops here; give its arguments defaults.',
                  text,
                  value,
                ),
        buildkit: {
          detail:
            value === ''
              ? `empty platform value from expression ${text}${hint}`
              : `failed to parse platform ${text}: ${'problem' in parsed ? parsed.problem : ''}${hint}`,
          lines: linesOf(stage.from),
          at: { phase: 'bases' as const, order: stage.index, step: 5 },
        },
      };
    });
  },
};
