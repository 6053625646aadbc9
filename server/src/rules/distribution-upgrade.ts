import { t } from '../text';
import type { Rule } from './rule';
import { runCommands, subcommand } from './shell/run-commands';
import { spanFrom } from './shell/run-edits';

const upgrades: readonly (readonly [names: RegExp, verb: RegExp])[] = [
  [/^(?:apt|apt-get|aptitude)$/, /^(?:dist-upgrade|full-upgrade)$/],
  [/^zypper$/, /^(?:dist-upgrade|dup)$/],
  [/^(?:yum|dnf)$/, /^(?:distro-sync|system-upgrade)$/],
  [/^do-release-upgrade$/, /^/],
];

export const distributionUpgrade: Rule = {
  id: 'distribution-upgrade',
  aliases: ['DL3035'],
  severity: 'warning',
  since: '0.1.0',
  why: 'Upgrading the whole distribution makes the image something else than its tag says, differs from day to day, and stores every upgraded file twice. A newer base image does the same in its own layers.',
  bad: [
    'FROM opensuse/leap:15\nRUN zypper -n dup\n',
    'FROM debian:12\nRUN apt-get update && apt-get -y dist-upgrade\n',
  ],
  good: [
    'FROM opensuse/leap:15\nRUN zypper -n update\n',
    'FROM debian:12\nRUN apt-get update && apt-get -y upgrade\n',
  ],
  check: (dockerfile) =>
    runCommands(dockerfile).flatMap((command) => {
      const verb = subcommand(command, ['-o', '-t', '-c']);
      if (!upgrades.some(([names, words]) => names.test(command.name) && words.test(verb?.text ?? '')))
        return [];
      const span = spanFrom(command.nameSpan, verb);
      return {
        span,
        message: t(
          '"{0}" makes the image something else than its base; choose a newer base image instead.',
          [command.name, verb?.text].filter(Boolean).join(' '),
        ),
      };
    }),
};
