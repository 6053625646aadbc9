import type { Stage } from '../dockerfile/tree';
import { t } from '../text';
import { runCheck, type Check } from './check';
import { flagCount, hasFlag, isCommand, operands, type Command } from './command';
import { runs } from './run';
import { aliasOf } from './stage-line';

const isInstall = (command: Command) => isCommand(command, 'apt-get', ['install']);

/** apt and apt-get. */
export const debianChecks: readonly Check[] = [
  runCheck(
    'DL3008',
    'warning',
    () => t('An apt package has no version, so each build may install another one; write package=version.'),
    ({ commands }) =>
      commands
        .filter(isInstall)
        .flatMap((command) => operands(command, 't', 'target-release'))
        .some((word) => word !== 'install' && !/[=/]|\.deb$/.test(word)),
  ),
  {
    code: 'DL3009',
    level: 'info',
    find: (dockerfile) => {
      const bases = new Set(dockerfile.stages.map(({ image }) => image?.text));
      const isKept = (stage: Stage | undefined): boolean => {
        const alias = stage && aliasOf(stage);
        return stage === dockerfile.stages.at(-1) || (alias !== undefined && bases.has(alias));
      };
      return runs(dockerfile)
        .filter(
          ({ commands, keptOut, stage }) =>
            commands.some((command) => isCommand(command, ['apt', 'apt-get', 'aptitude'], ['update'])) &&
            !commands.some((command) => isCommand(command, 'rm', ['-rf', '/var/lib/apt/lists/*'])) &&
            !keepsOut(keptOut, '/var/lib/apt/lists') &&
            !(keepsOut(keptOut, '/var/lib/apt') && keepsOut(keptOut, '/var/cache/apt')) &&
            isKept(stage),
        )
        .map(({ line }) => ({
          line,
          message: t('The package lists stay in the layer; end with rm -rf /var/lib/apt/lists/*.'),
        }));
    },
  },
  runCheck(
    'DL3014',
    'warning',
    () => t('apt-get install asks before it installs, and nobody answers during a build; add -y.'),
    ({ commands }) => commands.some((command) => isInstall(command) && !answersItself(command)),
  ),
  runCheck(
    'DL3015',
    'info',
    () => t('Recommended packages are installed too; add --no-install-recommends.'),
    ({ commands }) =>
      commands.some(
        (command) =>
          isInstall(command) &&
          !hasFlag(command, 'no-install-recommends') &&
          !command.args.includes('APT::Install-Recommends=false'),
      ),
  ),
  runCheck(
    'DL3027',
    'warning',
    () => t('apt is made for people and its output may change; use apt-get or apt-cache.'),
    ({ commands }) => commands.some(({ name }) => name === 'apt'),
  ),
];

function keepsOut(targets: readonly string[], directory: string): boolean {
  return targets.some((target) => target.includes(directory));
}

function answersItself(command: Command): boolean {
  return (
    hasFlag(command, 'y', 'yes', 'qq', 'assume-yes') ||
    flagCount(command, 'q', 'quiet') >= 2 ||
    command.args.includes('-q=2')
  );
}
