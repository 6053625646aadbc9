import { t } from '../text';
import { copied } from './builder/copied';
import type { Rule } from './rule';

export const relativeDestination: Rule = {
  id: 'relative-destination',
  aliases: ['DL3045'],
  severity: 'info',
  since: '0.1.0',
  why: 'A relative destination continues from the working directory. Where no WORKDIR of this file sets it, that is whatever the base image has, often the root folder.',
  bad: ['FROM alpine\nCOPY app.js app/\n', 'FROM alpine\nCOPY . .\n'],
  good: [
    'FROM alpine\nWORKDIR /app\nCOPY . .\n',
    'FROM alpine\nCOPY app.js /app/\n',
    'FROM alpine AS base\nWORKDIR /app\nFROM base\nCOPY . .\n',
  ],
  check: (dockerfile, facts) =>
    copied(dockerfile, facts).flatMap(({ command, isAdd, destination }) => {
      const { before, base } = command;
      const { value, word } = destination;
      if (command.isTrigger || before.hasWorkdir || value.startsWith('/') || value === '') return [];
      // The image's own working directory is known, and is a real one.
      if (before.isWorkdirKnown && before.workdir !== '/') return [];
      if (base.os === 'windows' && /^(?:[A-Za-z]:|\\)/.test(value)) return [];
      if (word.text.startsWith('$') || word.text.startsWith('"$')) return [];
      return {
        span: command.locate(word.span),
        message: t(
          'No WORKDIR comes before this {0}, so "{1}" is a place that the base image decides; set WORKDIR first, or write an absolute path.',
          isAdd ? 'ADD' : 'COPY',
          value,
        ),
      };
    }),
};
