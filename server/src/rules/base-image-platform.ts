import { t } from '../text';
import { conversion } from './builder/conversion';
import { linesOf } from './builder/outcome';
import { formatPlatform, parsePlatform } from './builder/platform';
import type { Rule } from './rule';

export const baseImagePlatform: Rule = {
  id: 'base-image-platform',
  aliases: ['InvalidBaseImagePlatform'],
  severity: 'warning',
  since: '0.1.0',
  why: 'The base image on this machine was made for another platform than the stage. Its programs run emulated, slowly, or not at all.',
  bad: ['FROM --platform=linux/arm64 app AS arm64\n'],
  good: ['FROM app\n', 'FROM --platform=linux/arm64 other AS arm64\n'],
  exampleFacts: {
    imageConfig: (reference) =>
      reference === 'app' ? { os: 'linux', architecture: 'amd64', env: [] } : undefined,
  },
  check: (dockerfile, facts) => {
    const { bases, globals } = conversion(dockerfile, facts);
    return bases.flatMap(({ stage, name, parent, platform }) => {
      const config =
        parent === undefined && name !== undefined && name.value !== 'scratch'
          ? facts.imageConfig?.(name.value)
          : undefined;
      if (config?.os === undefined || config.architecture === undefined || stage.image === undefined)
        return [];
      const asked = platform === undefined ? globals.targetPlatform : parsePlatform(platform.expansion.value);
      if ('problem' in asked || (asked.os === config.os && asked.architecture === config.architecture))
        return [];
      const actual = formatPlatform({
        os: config.os,
        architecture: config.architecture,
        variant: config.variant ?? '',
      });
      const expected = formatPlatform(asked);
      return {
        span: stage.image.span,
        message: t(
          '"{0}" on this machine is for {1}, but this stage is built for {2}; pull the image for that platform.',
          stage.image.text,
          actual,
          expected,
        ),
        buildkit: {
          rule: 'InvalidBaseImagePlatform',
          detail: `Base image ${name?.value ?? ''} was pulled with platform "${actual}", expected "${expected}" for current build`,
          lines: linesOf(stage.from),
          at: { phase: 'images' as const, order: stage.index, step: 1 },
        },
      };
    });
  },
};
