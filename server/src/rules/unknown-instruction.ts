import { t } from '../text';
import { instructionNames } from './builder/instructions';
import { nearest } from './builder/nearest';
import { parsed, rejects } from './builder/parsed';
import type { Rule } from './rule';

export const unknownInstruction: Rule = {
  id: 'unknown-instruction',
  aliases: ['DL1000', 'UNKNOWN_INSTRUCTION'],
  severity: 'error',
  since: '0.1.0',
  why: 'A Dockerfile knows eighteen instructions. Any other first word on a line stops the build, most often because of a typo or because a line above lacks its continuation character.',
  bad: ['FROM alpine\nRUNN apk add curl\n'],
  good: ['FROM alpine\nRUN apk add curl\n', 'FROM alpine\nrun apk add curl\n'],
  fixed: ['FROM alpine\nRUN apk add curl\n'],
  check: (dockerfile, facts) =>
    parsed(dockerfile, facts).flatMap((parse) => {
      const { keyword, name, keywordSpan } = parse.instruction;
      if (instructionNames.has(name)) return [];
      const match = nearest(name, instructionNames);
      const meant = match !== undefined && keyword === keyword.toLowerCase() ? match.toLowerCase() : match;
      const span = parse.locate(keywordSpan);
      return {
        span,
        message:
          meant === undefined
            ? t(
                '"{0}" is no Dockerfile instruction, so the build stops here; if it belongs to the line above, end that line with a continuation character.',
                keyword,
              )
            : t(
                '"{0}" is no Dockerfile instruction, so the build stops here; did you mean "{1}"?',
                keyword,
                meant,
              ),
        fixes:
          meant === undefined
            ? []
            : [{ title: t('Change to {0}', meant), edits: [{ span, text: meant }], safe: true }],
        buildkit: rejects(
          parse,
          `unknown instruction: ${keyword}${meant === undefined ? '' : ` (did you mean ${meant}?)`}`,
        ),
      };
    }),
};
