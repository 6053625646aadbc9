import { targetStage } from '../dockerfile/stages';
import { t } from '../text';
import { didYouMean } from './builder/nearest';
import type { Rule } from './rule';

export const unknownTarget: Rule = {
  id: 'unknown-target',
  aliases: [],
  severity: 'error',
  since: '0.1.0',
  why: '`--target` names the stage to build. Its number does not count, and a name that no stage has stops the build.',
  bad: ['FROM alpine AS build\n'],
  good: ['FROM alpine AS test\n', 'FROM alpine AS Test\n'],
  exampleFacts: { target: 'test' },
  check: (dockerfile, { target }) => {
    const [first] = dockerfile.stages;
    if (target === undefined || first === undefined || targetStage(dockerfile, target) !== undefined)
      return [];
    const names = dockerfile.stages.map(({ name, index }) => name ?? `stage-${index}`);
    return [
      {
        span: first.from.keywordSpan,
        message: t(
          'No stage is named "{0}", which is the target of the build; choose one of {1}.',
          target,
          names.join(', '),
        ),
        buildkit: {
          detail: `target stage ${JSON.stringify(target)} could not be found${didYouMean(target, names)}`,
          lines: undefined,
          at: { phase: 'target', order: 0, step: 0 },
        },
      },
    ];
  },
};
