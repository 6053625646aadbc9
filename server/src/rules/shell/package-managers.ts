import type { ShellWord } from '../../dockerfile/shell-commands';
import { hasFlag, operands, subcommand, type RunCommand } from './run-commands';

/** What the rules know of a program that installs packages. */
export interface PackageManager {
  readonly names: readonly string[];
  readonly install: readonly string[];
  /** Flags that take the next word as their value. */
  readonly valueFlags: readonly string[];
  /** Flags after which it asks nothing; undefined where it never asks. */
  readonly yes?: readonly string[];
  /** How a version is written, for the message. */
  readonly version: string;
  /** Whether a package, as it is typed, names its version, or a file. */
  isPinned(name: string, command: RunCommand): boolean;
}

const isPath = (name: string) => /^(?:\.{0,2}|~)\/|^\.$/.test(name);

const rpmVersion = (name: string) => /-\d|\.rpm$|[:=<>@*]/.test(name) || isPath(name);

export const packageManagers: readonly PackageManager[] = [
  {
    names: ['apt-get', 'apt', 'aptitude'],
    install: ['install'],
    valueFlags: [
      '-o',
      '--option',
      '-t',
      '--target-release',
      '--default-release',
      '-c',
      '--config-file',
      '-a',
    ],
    yes: ['-y', '--yes', '--assume-yes', '--force-yes'],
    version: 'package=version',
    isPinned: (name) => /[=/]|\.deb$/.test(name),
  },
  {
    names: ['apk'],
    install: ['add'],
    valueFlags: [
      '-t',
      '--virtual',
      '--repository',
      '-X',
      '-p',
      '--root',
      '--repositories-file',
      '--keys-dir',
    ],
    version: 'package=version',
    isPinned: (name) => /[=~<>]|\.apk$/.test(name),
  },
  {
    names: ['yum', 'dnf', 'microdnf', 'tdnf'],
    install: ['install', 'groupinstall', 'localinstall', 'in', 'module'],
    valueFlags: [
      '-c',
      '--config',
      '-x',
      '--exclude',
      '--enablerepo',
      '--disablerepo',
      '--installroot',
      '--releasever',
    ],
    yes: ['-y', '--assumeyes'],
    version: 'package-version',
    isPinned: rpmVersion,
  },
  {
    names: ['zypper'],
    install: ['install', 'in', 'remove', 'rm', 'source-install', 'si', 'patch'],
    valueFlags: ['-r', '--repo', '-t', '--type', '--from', '-R', '--root'],
    yes: ['-y', '--no-confirm', '-n', '--non-interactive'],
    version: 'package=version',
    isPinned: (name, command) => rpmVersion(name) || !/^in/.test(subcommand(command)?.text ?? ''),
  },
  {
    names: ['pip', 'pip2', 'pip3'],
    install: ['install'],
    valueFlags:
      '-r --requirement -c --constraint -e --editable -t --target -i --index-url --extra-index-url -f --find-links --trusted-host --proxy --platform --python-version --implementation --abi --root --prefix --src -b --build --progress-bar --no-binary --only-binary --upgrade-strategy --timeout --retries --cert --cache-dir --log'.split(
        ' ',
      ),
    version: 'package==version',
    isPinned: (name, command) =>
      /[=<>~!]=|[<>]|\.(?:whl|tar\.gz|zip)$/.test(name) ||
      (/^\w+\+/.test(name) ? name.includes('@') : / @ |^https?:/.test(name)) ||
      isPath(name) ||
      hasFlag(command, '-c', '--constraint'),
  },
  {
    names: ['npm'],
    install: ['install', 'i', 'add'],
    valueFlags: [
      '--prefix',
      '--registry',
      '-w',
      '--workspace',
      '--omit',
      '--include',
      '--loglevel',
      '--cache',
    ],
    version: 'package@version',
    isPinned: (name) =>
      /^(?:git|https?)\b.*:/.test(name)
        ? /#|\.t(?:ar\.)?gz$/.test(name)
        : /\.(?:tar|tar\.gz|tgz)$/.test(name) || isPath(name) || name.replace(/^@[^/]*\//, '').includes('@'),
  },
  {
    names: ['gem'],
    install: ['install', 'i'],
    valueFlags: [
      '-v',
      '--version',
      '-i',
      '--install-dir',
      '-n',
      '--bindir',
      '-s',
      '--source',
      '--platform',
      '-P',
    ],
    version: 'gem:version',
    isPinned: (name, command) => /:|\.gem$/.test(name) || hasFlag(command, '-v', '--version'),
  },
  {
    names: ['go'],
    install: ['install', 'get'],
    valueFlags: [
      '-ldflags',
      '-gcflags',
      '-asmflags',
      '-tags',
      '-mod',
      '-modfile',
      '-overlay',
      '-exec',
      '-o',
      '-C',
      '-p',
    ],
    version: 'package@version',
    isPinned: (name) =>
      isPath(name) || /^\.|\.go$/.test(name) || /@(?!(?:latest|none)?$)/.test(name) || !/\./.test(name),
  },
];

/** A command that installs something. */
export interface Installation {
  readonly command: RunCommand;
  readonly manager: PackageManager;
  /** `install`. */
  readonly verb: ShellWord;
  readonly packages: readonly ShellWord[];
}

const byName = new Map(
  packageManagers.flatMap((manager) => manager.names.map((name) => [name, manager] as const)),
);

/** What a command installs; `python3 -m pip install` is pip's. */
export function installation(command: RunCommand): Installation | undefined {
  const isModule = /^python[\d.]*$/.test(command.name) && command.args[0]?.text === '-m';
  const program = isModule ? (command.args[1]?.text ?? '') : command.name;
  const manager = byName.get(program.replace(/^pip3?\.[\d.]+$/, 'pip3'));
  if (manager === undefined) return undefined;
  const [verb, ...packages] = operands(isModule ? command.args.slice(2) : command.args, manager.valueFlags);
  return verb !== undefined && manager.install.includes(verb.text)
    ? { command, manager, verb, packages }
    : undefined;
}
