import { t } from '../text';
import { conversion } from './builder/conversion';
import { copied } from './builder/copied';
import type { Finding, Rule } from './rule';

export const copyOfEverything: Rule = {
  id: 'copy-of-everything',
  aliases: ['DL3067'],
  severity: 'warning',
  since: '0.1.0',
  why: '`COPY --from=stage / /` copies a whole file system over another one, as one big layer; building on that stage with FROM does the same without the copy. Copying from a stage that is empty copies nothing.',
  bad: [
    'FROM alpine AS build\nFROM alpine\nCOPY --from=build / /\n',
    'FROM scratch AS empty\nFROM alpine\nCOPY --from=empty /app /app\n',
  ],
  good: [
    'FROM alpine AS build\nFROM scratch\nCOPY --from=build / /\n',
    'FROM scratch AS files\nCOPY a /a\nFROM alpine\nCOPY --from=files /a /a\n',
  ],
  check: (dockerfile, facts) => {
    const { sources, bases } = conversion(dockerfile, facts);
    const copies = new Map(copied(dockerfile, facts).map((copy) => [copy.command.place, copy]));
    return sources.flatMap(({ target, place, word, kind, stage }): Finding[] => {
      if (target.kind !== 'stage') return [];
      const isEmpty =
        target.stage.image?.text === 'scratch' &&
        !target.stage.instructions.some(({ name }) => /^(?:ADD|COPY|RUN|WORKDIR)$/.test(name));
      if (isEmpty) {
        return [
          {
            span: place.locate(word.span),
            message: t(
              'Stage "{0}" is FROM scratch and nothing puts files into it, so there is nothing to take from it.',
              word.text,
            ),
          },
        ];
      }
      const copy = kind === 'copy' ? copies.get(place) : undefined;
      const onScratch = bases[stage.index]?.name?.value === 'scratch';
      const whole = copy?.sources.find(({ value }) => value === '/');
      if (whole === undefined || copy?.destination.value !== '/' || onScratch) return [];
      return [
        {
          span: place.locate({ start: whole.word.span.start, end: copy.destination.word.span.end }),
          message: t(
            'This copies the whole file system of "{0}" into one layer; copy only what is needed, or build on it with FROM.',
            word.text,
          ),
        },
      ];
    });
  },
};
