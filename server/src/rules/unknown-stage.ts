import { t } from '../text';
import { conversion } from './builder/conversion';
import { imageNameProblem } from './builder/image-name';
import { nearest } from './builder/nearest';
import type { Rule } from './rule';

export const unknownStage: Rule = {
  id: 'unknown-stage',
  aliases: ['DL3022'],
  severity: 'info',
  since: '0.1.0',
  why: 'A name behind `--from` that no stage has is taken as the name of an image, and the builder tries to fetch it. A misspelt stage name therefore fails late, with a message about a registry.',
  bad: [
    'FROM alpine AS builder\nFROM alpine\nCOPY --from=bulider /a /b\n',
    'FROM alpine\nCOPY --from=tools /a /b\n',
  ],
  good: [
    'FROM alpine AS builder\nFROM alpine\nCOPY --from=builder /a /b\n',
    'FROM alpine\nCOPY --from=nginx:1 /a /b\nCOPY --from=team/tools /a /b\n',
  ],
  fixed: ['FROM alpine AS builder\nFROM alpine\nCOPY --from=builder /a /b\n'],
  check: (dockerfile, facts) =>
    conversion(dockerfile, facts).sources.flatMap(({ target, word, place, stage }) => {
      if (target.kind !== 'image' || /[/:@]/.test(target.name) || target.name === 'scratch') return [];
      if (imageNameProblem(target.name) !== undefined) return [];
      const names = dockerfile.stages.flatMap(({ name, index }) =>
        name === undefined || index >= stage.index ? [] : [name],
      );
      const match = target.name.length > 2 ? nearest(target.name, names) : undefined;
      const span = place.locate(word.span);
      return {
        span,
        ...(match === undefined ? {} : { severity: 'warning' as const }),
        message:
          match === undefined
            ? t(
                'No stage is named "{0}", so it is taken as an image; add a tag to it if it is one.',
                target.name,
              )
            : t(
                'No stage is named "{0}", so it is taken as an image; did you mean "{1}"?',
                target.name,
                match,
              ),
        fixes:
          match === undefined || place.isTrigger
            ? []
            : [{ title: t('Change to {0}', match), edits: [{ span, text: match }], safe: true }],
      };
    }),
};
