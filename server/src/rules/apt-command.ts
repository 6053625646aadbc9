import { t } from '../text';
import type { Rule } from './rule';
import { runCommands, subcommand } from './shell/run-commands';

/** What apt-get and apt-cache do under the same name. */
const aptGet = new Set(
  'update upgrade install reinstall remove purge autoremove autopurge clean autoclean download source build-dep'.split(
    ' ',
  ),
);
const aptCache = new Set('search show policy depends rdepends showpkg'.split(' '));

export const aptCommand: Rule = {
  id: 'apt-command',
  aliases: ['DL3027'],
  severity: 'info',
  since: '0.1.0',
  why: 'apt is made for people: it warns that its command line may change, and draws progress bars. apt-get and apt-cache stay as they are.',
  bad: [
    'FROM debian:12\nRUN apt update\n',
    'FROM debian:12\nRUN sudo apt -y install curl\n',
    'FROM debian:12\nRUN apt list\n',
  ],
  good: ['FROM debian:12\nRUN apt-get update && apt-cache policy curl\n', 'FROM debian:12\nRUN echo apt\n'],
  fixed: [
    'FROM debian:12\nRUN apt-get update\n',
    'FROM debian:12\nRUN sudo apt-get -y install curl\n',
    'FROM debian:12\nRUN apt list\n',
  ],
  check: (dockerfile) =>
    runCommands(dockerfile).flatMap((command) => {
      if (command.name !== 'apt') return [];
      const verb = subcommand(command, ['-o', '-t', '-c'])?.text ?? '';
      const other = aptGet.has(verb) ? 'apt-get' : aptCache.has(verb) ? 'apt-cache' : undefined;
      const typed = dockerfile.text.slice(command.nameSpan.start, command.nameSpan.end);
      const span = { start: command.nameSpan.end - 'apt'.length, end: command.nameSpan.end };
      return {
        span: command.nameSpan,
        message: t(
          'apt is made for people, and what it prints and takes may change; use {0}.',
          other ?? 'apt-get',
        ),
        fixes:
          other !== undefined && /(?:^|\/)apt$/.test(typed)
            ? [{ title: t('Change to {0}', other), edits: [{ span, text: other }], safe: true }]
            : [],
      };
    }),
};
