import { t } from '../text';
import type { Rule } from './rule';
import { runCommands, type RunCommand } from './shell/run-commands';

export const curlAndWget: Rule = {
  id: 'curl-and-wget',
  aliases: ['DL4001'],
  severity: 'off',
  since: '0.1.0',
  why: 'curl and wget do the same here. One of them less is a package less to install and to keep up to date.',
  bad: ['FROM debian:12\nRUN curl -O https://example.com/a\nRUN wget https://example.com/b\n'],
  good: [
    'FROM debian:12\nRUN curl -O https://example.com/a\nFROM debian:12\nRUN wget https://example.com/b\n',
    'FROM debian:12\nRUN apt-get install -y curl wget && curl -O https://example.com/a\n',
  ],
  check: (dockerfile) => {
    const first = new Map<number | undefined, RunCommand>();
    return runCommands(dockerfile).flatMap((command) => {
      const { name, run, nameSpan } = command;
      if (name !== 'curl' && name !== 'wget') return [];
      const known = first.get(run.stage?.index) ?? command;
      first.set(run.stage?.index, known);
      if (known.name === name) return [];
      return {
        span: nameSpan,
        message: t('This stage uses {0} as well; one of the two does.', known.name),
        related: [{ span: known.nameSpan, message: t('{0} is used here.', known.name) }],
      };
    });
  },
};
