import { t } from '../text';
import { baseImages } from './builder/base-images';
import type { Rule } from './rule';

export const latestTag: Rule = {
  id: 'latest-tag',
  aliases: ['DL3007'],
  severity: 'info',
  since: '0.1.0',
  why: '`latest` is an ordinary tag that moves with every release. A version says what was tested, and lets an update be a decision.',
  bad: ['FROM alpine:latest\n'],
  good: [
    'FROM alpine:3.22\n',
    'FROM alpine:latest@sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d\n',
  ],
  check: (dockerfile, facts) =>
    baseImages(dockerfile, facts)
      .filter(({ tag, digest }) => tag === 'latest' && digest === undefined)
      .map(({ word }) => ({
        span: word.span,
        message: t(
          '"{0}" moves with every release, so the next build may differ; name a version.',
          word.text,
        ),
      })),
};
