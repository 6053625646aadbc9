import { t } from '../text';
import type { Rule } from './rule';
import { runsOf, subcommand, type RunCommand } from './shell/run-commands';
import { spanFrom } from './shell/run-edits';

/** Commands that fetch lists alone; `yum update` and `dnf update` install. */
const updates: readonly (readonly [names: RegExp, verb: RegExp])[] = [
  [/^(?:apt|apt-get|aptitude)$/, /^update$/],
  [/^apk$/, /^update$/],
  [/^zypper$/, /^(?:refresh|ref)$/],
];

/** What may stand beside an update without using its lists. */
const bystanders =
  /^(?:apt|apt-get|aptitude|apk|zypper|set|echo|printf|true|:|rm|sed|export|cat|mkdir|sleep)$/;

export const separatePackageUpdate: Rule = {
  id: 'separate-package-update',
  aliases: [],
  severity: 'warning',
  since: '0.1.0',
  why: 'A RUN that only updates package lists is reused from the cache for as long as its text stays, while the RUN that installs changes: it then installs from old lists, or fails because the packages are gone. Both belong into one RUN.',
  bad: [
    'FROM debian:12\nRUN apt-get update\nRUN apt-get install -y curl\n',
    'FROM alpine:3.20\nRUN apk update && rm -rf /tmp/*\n',
    'FROM opensuse/leap:15\nRUN zypper refresh\n',
  ],
  good: [
    'FROM debian:12\nRUN apt-get update && apt-get install -y curl\n',
    'FROM debian:12\nRUN apt-get update && apt-get -y upgrade\n',
    'FROM debian:12\nRUN apt-get update && ./install.sh\n',
    'FROM debian:12\nRUN --mount=type=cache,target=/var/lib/apt apt-get update\n',
    'FROM fedora:42\nRUN dnf update -y\n',
  ],
  check: (dockerfile) =>
    runsOf(dockerfile).flatMap((run) => {
      const update = run.commands.find(isUpdate);
      if (
        update === undefined ||
        ['/var/lib/apt/lists', '/var/cache/apk', '/var/cache/zypp'].some((each) => run.keepsOut(each))
      )
        return [];
      if (!run.commands.every((command) => isUpdate(command) || isBystander(command))) return [];
      return {
        span: spanFrom(update.nameSpan, subcommand(update)),
        message: t(
          'The cache keeps these package lists while later RUNs change, so that they install from old ones; update and install in one RUN.',
        ),
      };
    }),
};

function isUpdate(command: RunCommand): boolean {
  return updates.some(
    ([names, verb]) => names.test(command.name) && verb.test(subcommand(command)?.text ?? ''),
  );
}

function isBystander(command: RunCommand): boolean {
  if (!bystanders.test(command.name)) return false;
  const isManager = updates.some(([names]) => names.test(command.name));
  return (
    !isManager || /^(?:clean|autoclean|autoremove|dist-clean|cache)$/.test(subcommand(command)?.text ?? '')
  );
}
