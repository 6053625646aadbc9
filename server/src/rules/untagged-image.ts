import { t } from '../text';
import { baseImages } from './builder/base-images';
import type { Rule } from './rule';

export const untaggedImage: Rule = {
  id: 'untagged-image',
  aliases: ['DL3006'],
  severity: 'info',
  since: '0.1.0',
  why: 'Without a tag an image means `latest`: whatever was published last. The same Dockerfile then builds something else next month.',
  bad: ['FROM alpine\n', 'FROM ghcr.io/team/app\n'],
  good: [
    'FROM alpine:3.22\n',
    'FROM scratch\n',
    'FROM alpine:3.22 AS base\nFROM base\n',
    'ARG IMAGE=alpine\nFROM $IMAGE\n',
  ],
  check: (dockerfile, facts) =>
    baseImages(dockerfile, facts)
      // What an argument gives is chosen elsewhere.
      .filter(
        ({ tag, digest, word }) => tag === undefined && digest === undefined && !word.text.startsWith('$'),
      )
      .map(({ word, repository }) => ({
        span: word.span,
        message: t(
          '"{0}" has no tag, so it means whatever was published last; name a version, such as {1}:<version>.',
          word.text,
          repository,
        ),
      })),
};
