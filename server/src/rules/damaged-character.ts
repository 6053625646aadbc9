import { t } from '../text';
import type { Finding, Rule } from './rule';

const nul = '\u0000';

export const damagedCharacter: Rule = {
  id: 'damaged-character',
  aliases: [],
  severity: 'warning',
  since: '0.1.0',
  why: 'A replacement character (U+FFFD) stands where an editor or a tool could not read a byte, mostly because a Latin-1 file was opened as UTF-8: what the file said there is lost when it is saved. A NUL byte ends every argument that is passed to a program, so a command that holds one cannot be run. Both are signs of a file that was damaged or is no text.',
  bad: ['FROM alpine\nRUN echo caf\ufffd\n', `FROM alpine\nRUN echo a${nul}b\n`],
  good: ['FROM alpine\nRUN echo café\n'],
  check: (dockerfile): Finding[] =>
    [...dockerfile.text.matchAll(/\u0000+|\ufffd+/g)].map(({ 0: found, index }) => ({
      span: { start: index, end: index + found.length },
      message: found.startsWith(nul)
        ? t('This is a NUL byte, which no command can be given; remove it, or check that the file is text.')
        : t(
            'This character stands for bytes that are not UTF-8; reopen the file with its own encoding and save it as UTF-8.',
          ),
    })),
};
