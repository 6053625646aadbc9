import { t } from '../text';
import { baseImages } from './builder/base-images';
import type { Rule } from './rule';

export const unpinnedImage: Rule = {
  id: 'unpinned-image',
  aliases: [],
  severity: 'off',
  since: '0.1.0',
  why: 'A tag can be moved to another image at any time. A digest (`@sha256:…`) names one image for ever, so that builds can be repeated and audited.',
  bad: ['FROM alpine:3.22\n'],
  good: [
    'FROM alpine:3.22@sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d\n',
    'FROM scratch\n',
  ],
  check: (dockerfile, facts) =>
    baseImages(dockerfile, facts)
      .filter(({ digest }) => digest === undefined)
      .map(({ word }) => ({
        span: word.span,
        message: t('"{0}" may mean another image tomorrow; pin it with its digest, {0}@sha256:….', word.text),
      })),
};
