import { remembered } from '../dockerfile/remembered';
import type { Dockerfile, Stage } from '../dockerfile/tree';
import { t } from '../text';
import { runCheck, type Check } from './check';
import { hasFlag, isCommand, isLeftBehind, operands, type Command } from './command';
import { runs } from './run';
import { stageLine } from './stage-line';

const dnf = ['dnf', 'microdnf'];

const dnfChanges = ['install', 'in', 'upgrade', 'up', 'upgrade-minimal', 'up-min', 'reinstall', 'rei'];

/** yum, dnf, microdnf and zypper. */
export const rpmChecks: readonly Check[] = [
  withoutYes('DL3030', 'yum', ['yum'], ['install', 'groupinstall', 'localinstall'], ['y', 'assumeyes']),
  runCheck(
    'DL3032',
    'warning',
    () => t('What yum downloaded stays in the layer; end with yum clean all.'),
    ({ commands }) =>
      isLeftBehind(
        commands,
        (command) => isCommand(command, 'yum', ['install']),
        (later) =>
          isCommand(later, 'yum', ['clean', 'all']) || isCommand(later, 'rm', ['-rf', '/var/cache/yum/*']),
      ),
  ),
  withoutVersion('DL3033', ['yum']),
  withoutYes(
    'DL3034',
    'zypper',
    ['zypper'],
    ['install', 'in', 'remove', 'rm', 'source-install', 'si', 'patch'],
    ['n', 'non-interactive', 'y', 'no-confirm'],
  ),
  runCheck(
    'DL3035',
    'warning',
    () => t('A distribution upgrade makes the image something else than its base; choose a newer base.'),
    ({ commands }) => commands.some((command) => isCommand(command, 'zypper', ['dist-upgrade', 'dup'])),
  ),
  runCheck(
    'DL3036',
    'warning',
    () => t('What zypper downloaded stays in the layer; end with zypper clean.'),
    ({ commands, keptOut }) =>
      !keptOut.some((target) => target.includes('/var/cache/zypp')) &&
      isLeftBehind(
        commands,
        (command) => isCommand(command, 'zypper', ['install', 'in']),
        (later) =>
          isCommand(later, 'zypper', ['clean', 'cc']) || isCommand(later, 'rm', ['-rf', '/var/cache/zypp/*']),
      ),
  ),
  runCheck(
    'DL3037',
    'warning',
    () => t('A zypper package has no version, so each build may install another one; write package=version.'),
    ({ commands }) =>
      commands
        .filter((command) => isCommand(command, 'zypper', ['install', 'in']))
        .flatMap((command) => operands(command))
        .some((word) => word !== 'install' && word !== 'in' && !/[=<>]|\.rpm$/.test(word)),
  ),
  withoutYes('DL3038', 'dnf', dnf, ['install', 'groupinstall', 'localinstall'], ['y', 'assumeyes']),
  runCheck(
    'DL3040',
    'warning',
    () => t('What dnf downloaded stays in the layer; end with dnf clean all.'),
    ({ commands, keptOut }) =>
      !keptOut.some((target) => /(?:\/var\/cache|\.cache)\/libdnf5/.test(target)) &&
      isLeftBehind(
        commands,
        (command) => isCommand(command, dnf, dnfChanges),
        (later, name) =>
          isCommand(later, name, ['clean', 'all']) ||
          isCommand(later, 'rm', ['-rf', '/var/cache/libdnf5*', '/var/cache/yum/*']),
      ),
  ),
  withoutVersion('DL3041', dnf),
];

function withoutYes(
  code: string,
  tool: string,
  names: readonly string[],
  words: readonly string[],
  flags: readonly string[],
): Check {
  return runCheck(
    code,
    'warning',
    () => t('{0} asks before it changes anything, and nobody answers during a build; add -y.', tool),
    ({ commands }) =>
      commands.some((command) => isCommand(command, names, words) && !hasFlag(command, ...flags)),
  );
}

function withoutVersion(code: string, names: readonly string[]): Check {
  return {
    code,
    level: 'warning',
    find: (dockerfile) =>
      runs(dockerfile)
        .filter(({ commands, instruction }) => {
          const declared = (name: string) => isDeclared(dockerfile, instruction.stage, name);
          return commands.some(
            (command) => isCommand(command, names, ['install']) && !isFixed(command, declared),
          );
        })
        .map(({ line }) => ({
          line,
          message: t(
            'A {0} package has no version, so each build may install another one; write package-version.',
            names[0] ?? '',
          ),
        })),
  };
}

/** A module needs its stream, a package its version. */
function isFixed(command: Command, declared: (name: string) => boolean): boolean {
  const wanted = operands(command).filter((word) => word !== 'install' && word !== 'module');
  return command.args.includes('module')
    ? wanted.every((word) => word.includes(':'))
    : wanted.every((word) => word.endsWith('.rpm') || hasVersion(word, declared));
}

/** `name-1.2-3`: what follows the first dash looks like a version, or is a variable that the file declares. */
function hasVersion(word: string, declared: (name: string) => boolean): boolean {
  const parts = word.split('-').slice(1);
  const isVariable = (part: string) => {
    const [, name] = /\$\{?(\w+)\}?/.exec(part) ?? [];
    return name !== undefined && declared(name);
  };
  return (
    parts.every((part) => /^[\w.~^+:*]+$/.test(part) || isVariable(part)) &&
    parts.some((part) => /^\d/.test(part) || isVariable(part))
  );
}

/** Whether ENV or ARG declares a variable in a stage or one that it is built on. */
function isDeclared(dockerfile: Dockerfile, index: number, name: string): boolean {
  for (const stage of stageLine(dockerfile, dockerfile.stages[index])) {
    if (ownNames(stage).has(name)) return true;
  }
  return false;
}

const ownNames = remembered(
  ({ instructions }: Stage): ReadonlySet<string> =>
    new Set(
      instructions
        .filter(({ name }) => name === 'ENV' || name === 'ARG')
        .flatMap(({ pairs }) => pairs.map(({ key }) => key.text)),
    ),
);
