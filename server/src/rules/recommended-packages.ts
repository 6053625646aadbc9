import { t } from '../text';
import type { Rule } from './rule';
import { installation } from './shell/package-managers';
import { hasFlag, runCommands } from './shell/run-commands';
import { spanFrom, wordBehind } from './shell/run-edits';

export const recommendedPackages: Rule = {
  id: 'recommended-packages',
  aliases: ['DL3015'],
  severity: 'info',
  since: '0.1.0',
  why: 'apt-get installs what a package recommends along with what it needs. In an image that is mostly weight, and more to keep free of security problems.',
  bad: [
    'FROM debian:12\nRUN apt-get install -y curl\n',
    'FROM debian:12\nRUN /usr/bin/apt-get -y install curl\n',
  ],
  good: [
    'FROM debian:12\nRUN apt-get install -y --no-install-recommends curl && apt-get update\n',
    'FROM debian:12\nRUN apt-get install -y -o APT::Install-Recommends=false curl\n',
    'FROM debian:12\nRUN apt-get install -y --install-recommends curl\n',
  ],
  fixed: [
    'FROM debian:12\nRUN apt-get install --no-install-recommends -y curl\n',
    'FROM debian:12\nRUN /usr/bin/apt-get -y install --no-install-recommends curl\n',
  ],
  check: (dockerfile) => {
    // A file that configures apt decides for all of its commands.
    if (/Install-Recommends/.test(dockerfile.text)) return [];
    return runCommands(dockerfile).flatMap((command) => {
      const { verb, packages = [] } = installation(command) ?? {};
      if (verb === undefined || !['apt-get', 'apt'].includes(command.name) || packages.length === 0)
        return [];
      if (hasFlag(command, '--no-install-recommends', '--install-recommends')) return [];
      const edit = wordBehind(dockerfile, command, verb, '--no-install-recommends');
      return {
        span: spanFrom(command.nameSpan, verb),
        message: t('Packages that are only recommended are installed too; add --no-install-recommends.'),
        fixes: edit ? [{ title: t('Add {0}', '--no-install-recommends'), edits: [edit], safe: true }] : [],
      };
    });
  },
};
