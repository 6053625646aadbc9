import { t } from '../text';
import { copied } from './builder/copied';
import { remoteSource } from './builder/remote-source';
import type { Rule } from './rule';

const archive = /\.(?:tar|tgz|tbz2?|txz|tlz|tzst|gz|bz2|xz|lz|lzma|zst|z)(?:["'])?$/i;

export const addLocalFile: Rule = {
  id: 'add-local-file',
  aliases: ['DL3020'],
  severity: 'info',
  since: '0.1.0',
  why: 'ADD also downloads and unpacks, so a reader has to look twice, and a file that happens to be an archive is unpacked. COPY does only what it says.',
  bad: ['FROM alpine\nADD app.js /app/\n', 'FROM alpine\nADD . /app/\n'],
  good: [
    'FROM alpine\nCOPY app.js /app/\n',
    'FROM alpine\nADD app.tar.gz /app/\n',
    'FROM alpine\nADD https://example.com/a /a\n',
    'FROM alpine\nADD $SOURCE /app/\n',
  ],
  fixed: ['FROM alpine\nCOPY app.js /app/\n', 'FROM alpine\nCOPY . /app/\n'],
  check: (dockerfile, facts) =>
    copied(dockerfile, facts).flatMap(({ command, isAdd, sources }) => {
      const { keyword, keywordSpan, flags } = command.instruction;
      if (
        !isAdd ||
        sources.some(
          ({ value, word }) =>
            remoteSource(value).kind !== 'local' || archive.test(value) || /[$*?[]/.test(word.text),
        )
      )
        return [];
      const isConvertible =
        !command.isTrigger && flags.every(({ name }) => ['chown', 'chmod', 'link', 'exclude'].includes(name));
      const copy = keyword === keyword.toLowerCase() ? 'copy' : 'COPY';
      return {
        span: command.locate(keywordSpan),
        message: t('Plain files are copied here, and ADD can do more than that; use COPY.'),
        fixes: isConvertible
          ? [{ title: t('Change to {0}', copy), edits: [{ span: keywordSpan, text: copy }], safe: true }]
          : [],
      };
    }),
};
