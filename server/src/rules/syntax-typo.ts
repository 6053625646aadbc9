import { t } from '../text';
import { nearest } from './builder/nearest';
import type { Rule } from './rule';

const official = 'docker/dockerfile';
const released = [`${official}:1`, `${official}:1-labs`, `${official}:labs`, `${official}:latest`, official];

export const syntaxTypo: Rule = {
  id: 'syntax-typo',
  aliases: [],
  severity: 'warning',
  since: '0.1.0',
  why: '`# syntax=` names the image that reads this Dockerfile. Nearly always that is `docker/dockerfile:1`; a misspelt name makes the builder fetch an image that does not exist, or somebody else’s.',
  bad: [
    '# syntax=docker/dockerfiel:1\nFROM alpine\n',
    '# syntax=dockerfile:1\nFROM alpine\n',
    '# syntax=docker/dockerfile: 1\nFROM alpine\n',
  ],
  good: [
    '# syntax=docker/dockerfile:1\nFROM alpine\n',
    '# syntax=docker/dockerfile:1.7-labs\nFROM alpine\n',
    '# syntax=ghcr.io/team/frontend:2\nFROM alpine\n',
  ],
  fixed: [
    '# syntax=docker/dockerfile:1\nFROM alpine\n',
    '# syntax=docker/dockerfile:1\nFROM alpine\n',
    '# syntax=docker/dockerfile:1\nFROM alpine\n',
  ],
  check: ({ directives }) =>
    directives.flatMap(({ name, value, valueSpan }) => {
      if (name !== 'syntax') return [];
      const [first = ''] = value.split(/\s+/);
      const [image = '', ...tag] = value.replace(/\s+/g, '').split(':');
      const isMeant =
        image === official || image === 'dockerfile' || nearest(image, [official]) !== undefined;
      const meant = isMeant ? [official, ...(tag.length > 0 ? tag : ['1'])].join(':') : undefined;
      if (first === value && (image === official || meant === undefined)) return [];
      if (meant === undefined) {
        // BuildKit takes the first word and forgets the rest.
        return {
          span: valueSpan,
          message: t('BuildKit reads only "{0}" of this; remove what follows the blank.', first),
        };
      }
      const wanted = released.includes(meant) || /:\d/.test(meant) ? meant : `${official}:1`;
      return {
        span: valueSpan,
        message: t('"{0}" is not the name of the Dockerfile frontend; did you mean "{1}"?', value, wanted),
        fixes: [
          { title: t('Change to {0}', wanted), edits: [{ span: valueSpan, text: wanted }], safe: true },
        ],
      };
    }),
};
