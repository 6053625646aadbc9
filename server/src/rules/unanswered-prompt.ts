import { t } from '../text';
import type { Rule } from './rule';
import { installation } from './shell/package-managers';
import { hasFlag, runCommands, type RunCommand } from './shell/run-commands';
import { spanFrom, wordBehind } from './shell/run-edits';

export const unansweredPrompt: Rule = {
  id: 'unanswered-prompt',
  aliases: ['DL3014', 'DL3030', 'DL3034', 'DL3038'],
  severity: 'warning',
  since: '0.1.0',
  why: 'Package managers ask before they install. Nobody can answer during a build, so it fails as soon as there is something to install.',
  bad: [
    'FROM debian:12\nRUN apt-get update && apt-get install curl\n',
    'FROM fedora:42\nRUN sudo dnf install curl\n',
    'FROM opensuse/leap:15\nRUN zypper in curl\n',
    'FROM almalinux:9\nRUN ["yum", "install", "curl"]\n',
  ],
  good: [
    'FROM debian:12\nRUN apt-get install -y curl && apt-get -qq install git && yes | apt-get install vim\n',
    'FROM debian:12\nRUN apt-get -o APT::Get::Assume-Yes=true install curl\n',
    'FROM opensuse/leap:15\nRUN zypper --non-interactive install curl\n',
    'FROM fedora:42\nRUN dnf install --assumeyes curl && dnf --version\n',
  ],
  fixed: [
    'FROM debian:12\nRUN apt-get update && apt-get install -y curl\n',
    'FROM fedora:42\nRUN sudo dnf install -y curl\n',
    'FROM opensuse/leap:15\nRUN zypper in -y curl\n',
    'FROM almalinux:9\nRUN ["yum", "install", "curl"]\n',
  ],
  check: (dockerfile) => {
    // Once a file configures apt to assume yes, no command needs to say so.
    if (/Assume-Yes|assumeyes=/i.test(dockerfile.text)) return [];
    return runCommands(dockerfile).flatMap((command) => {
      const { verb, manager } = installation(command) ?? {};
      if (verb === undefined || manager?.yes === undefined) return [];
      const isAnswered =
        command.command.connection === 'pipe' ||
        command.command.redirects.some(({ operator }) => operator.startsWith('<'));
      if (isAnswered || hasFlag(command, ...manager.yes) || isQuietEnough(command)) return [];
      const edit = wordBehind(dockerfile, command, verb, '-y');
      return {
        span: spanFrom(command.nameSpan, verb),
        message: t(
          '{0} asks before it goes on, and nobody answers during a build; add -y.',
          `${command.name} ${verb.text}`,
        ),
        fixes: edit ? [{ title: t('Add {0}', '-y'), edits: [edit], safe: true }] : [],
      };
    });
  },
};

/** apt takes two `-q` for a yes. */
function isQuietEnough({ args }: RunCommand): boolean {
  const count = args.reduce(
    (sum, { text }) => sum + (text === '--quiet' ? 1 : /^-\w+$/.test(text) ? text.split('q').length - 1 : 0),
    0,
  );
  return count >= 2 || args.some(({ text }) => /^(?:-q|--quiet)=[2-9]$/.test(text));
}
