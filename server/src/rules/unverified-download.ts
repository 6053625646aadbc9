import { t } from '../text';
import { copied } from './builder/copied';
import { remoteSource } from './builder/remote-source';
import type { Finding, Rule } from './rule';

export const unverifiedDownload: Rule = {
  id: 'unverified-download',
  aliases: [],
  severity: 'hint',
  since: '0.1.0',
  why: 'ADD takes what the server sends today. With `--checksum=sha256:…` the build stops when it is something else, and the cache can be used without asking. Over http:// anyone on the way can change it.',
  bad: [
    'FROM alpine\nADD https://example.com/x.tgz /x.tgz\n',
    'FROM alpine\nADD http://example.com/x.tgz /x.tgz\n',
  ],
  good: [
    `FROM alpine\nADD --checksum=sha256:${'0f3a9c4e'.repeat(8)} https://example.com/x.tgz /x.tgz\n`,
    'FROM alpine\nADD https://github.com/x/y.git /y\n',
    'FROM alpine\nADD x.tgz /x\n',
  ],
  check: (dockerfile, facts) =>
    copied(dockerfile, facts).flatMap(({ command, isAdd, sources, flag }) =>
      sources.flatMap(({ word, value }): Finding[] => {
        if (!isAdd || flag('checksum') !== undefined || remoteSource(value).kind !== 'http') return [];
        const message = value.startsWith('http:')
          ? t('Anyone on the way can change "{0}"; use https:// and --checksum=sha256:….', value)
          : t('"{0}" may be another file tomorrow; add --checksum=sha256:….', value);
        return [{ span: command.locate(word.span), message }];
      }),
    ),
};
