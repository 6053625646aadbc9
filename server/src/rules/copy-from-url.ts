import { t } from '../text';
import { copied } from './builder/copied';
import { remoteSource } from './builder/remote-source';
import type { Rule } from './rule';

export const copyFromUrl: Rule = {
  id: 'copy-from-url',
  aliases: [],
  severity: 'error',
  since: '0.1.0',
  why: 'COPY takes files from the build context or another stage only. ADD can download a URL or a git repository.',
  bad: [
    'FROM alpine\nCOPY https://example.com/a.tar.gz /a\n',
    'FROM alpine\nCOPY git@example.com:team/app.git /app\n',
  ],
  good: ['FROM alpine\nADD https://example.com/a.tar.gz /a\n', 'FROM alpine\nCOPY example.com/a /a\n'],
  fixed: [
    'FROM alpine\nADD https://example.com/a.tar.gz /a\n',
    'FROM alpine\nADD git@example.com:team/app.git /app\n',
  ],
  check: (dockerfile, facts) =>
    copied(dockerfile, facts).flatMap(({ command, isAdd, sources }) => {
      if (isAdd) return [];
      const { keyword, keywordSpan, flags } = command.instruction;
      // Only ADD's own flags survive the change.
      const isConvertible =
        !command.isTrigger && flags.every(({ name }) => name !== 'from' && name !== 'parents');
      const add = keyword === keyword.toLowerCase() ? 'add' : 'ADD';
      return sources.flatMap(({ word, value, step }) => {
        const { kind, problem } = remoteSource(value);
        if (kind === 'local' || problem !== undefined) return [];
        return {
          span: command.locate(word.span),
          message:
            kind === 'git'
              ? t(
                  'COPY cannot take files from a git repository, so the build stops at "{0}"; use ADD.',
                  value,
                )
              : t('COPY cannot download, so the build stops at "{0}"; use ADD.', value),
          fixes: isConvertible
            ? [{ title: t('Change to {0}', add), edits: [{ span: keywordSpan, text: add }], safe: true }]
            : [],
          buildkit: {
            detail: kind === 'git' ? "source can't be a git ref for COPY" : "source can't be a URL for COPY",
            lines: command.lines,
            at: command.at(step),
          },
        };
      });
    }),
};
