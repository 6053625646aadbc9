import type { Rule } from './rule';

/** Its findings come from lint.ts, which alone knows what every other rule has found. */
export const unusedSuppression: Rule = {
  id: 'unused-suppression',
  aliases: [],
  severity: 'hint',
  since: '0.1.0',
  why: 'A comment that switches off a rule which finds nothing hides the next real finding, and tells readers of a problem that is no longer there.',
  bad: [
    '# check=skip=StageNameCasing\nFROM alpine AS build\n',
    'FROM alpine\n# check=skip=WorkdirRelativePath\nRUN make\n',
  ],
  good: ['# check=skip=StageNameCasing\nFROM alpine AS Build\n', '# check=skip=all\nFROM alpine\n'],
  fixed: ['FROM alpine AS build\n', 'FROM alpine\nRUN make\n'],
  check: () => [],
};
