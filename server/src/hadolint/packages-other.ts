import { t } from '../text';
import { runCheck, type Check } from './check';
import { hasFlag, isCommand, isLeftBehind, operands, type Command } from './command';
import { runs, type Run } from './run';
import { stageLine } from './stage-line';
import type { Dockerfile } from '../dockerfile/tree';

/** Flags of pip install that take a value. */
const pipValueFlags =
  'abi b build e editable extra-index-url f find-links i index-url implementation no-binary only-binary platform prefix progress-bar proxy python-version root src t target trusted-host upgrade-strategy'.split(
    ' ',
  );

/** apk, and the package managers of languages. */
export const otherPackageChecks: readonly Check[] = [
  runCheck(
    'DL3013',
    'warning',
    () =>
      t('A Python package has no version, so each build may install another one; write package==version.'),
    ({ commands }) => commands.some((command) => isPipInstall(command) && !isPipFixed(command)),
  ),
  runCheck(
    'DL3016',
    'warning',
    () => t('An npm package has no version, so each build may install another one; write package@version.'),
    ({ commands }) =>
      commands.some((command) => {
        const [verb, ...packages] = operands(command);
        return command.name === 'npm' && verb === 'install' && !packages.every(isNpmFixed);
      }),
  ),
  runCheck(
    'DL3018',
    'warning',
    () => t('An apk package has no version, so each build may install another one; write package=version.'),
    ({ commands }) =>
      commands
        .filter((command) => isCommand(command, 'apk', ['add']))
        .flatMap((command) => operands(command, 't', 'virtual', 'repository', 'X'))
        .some((word) => word !== 'add' && !/[=~><]|\.apk$/.test(word)),
  ),
  runCheck(
    'DL3019',
    'info',
    () => t('The package index stays in the layer; add --no-cache.'),
    ({ commands, keptOut }) =>
      !keptOut.some((target) => target.includes('/var/cache/apk')) &&
      commands.some((command) => isCommand(command, 'apk', ['add']) && !hasFlag(command, 'no-cache')),
  ),
  runCheck(
    'DL3028',
    'warning',
    () => t('A gem has no version, so each build may install another one; write gem:version.'),
    ({ commands }) =>
      commands.some(
        (command) =>
          isCommand(command, 'gem', ['install', 'i']) &&
          !hasFlag(command, 'v', 'version') &&
          operands(command).some((word) => word !== 'install' && word !== 'i' && !word.includes(':')),
      ),
  ),
  {
    code: 'DL3042',
    level: 'warning',
    find: (dockerfile) =>
      runs(dockerfile)
        .filter(
          (run) =>
            run.commands.some(
              (command) =>
                isPipInstall(command) &&
                !/^pip(?:x|env)/.test(command.name) &&
                !hasFlag(command, 'no-cache-dir'),
            ) &&
            !run.keptOut.some((target) => target.includes('.cache/pip')) &&
            !/PIP_NO_CACHE_DIR=["']?(?:1|true|on|yes)\b/i.test(run.text) &&
            !hasNoPipCache(dockerfile, run),
        )
        .map(({ line }) => ({
          line,
          message: t('What pip downloaded stays in the layer; add --no-cache-dir.'),
        })),
  },
  runCheck(
    'DL3060',
    'info',
    () => t('What yarn downloaded stays in the layer; end with yarn cache clean.'),
    ({ commands, keptOut }) =>
      !keptOut.some((target) => target.includes('.cache/yarn')) &&
      isLeftBehind(
        commands,
        (command) => isCommand(command, 'yarn', ['install']),
        (later) => isCommand(later, 'yarn', ['cache', 'clean']),
      ),
  ),
  runCheck(
    'DL3062',
    'warning',
    () => t('A Go package has no version, so each build may install another one; write package@version.'),
    ({ commands }) => commands.some((command) => goPackages(command).some((name) => !isGoFixed(name))),
  ),
];

function isPipInstall({ name, args }: Command): boolean {
  if (name.startsWith('pip')) return args.includes('install');
  const module = args.indexOf('-m');
  return name.startsWith('python') && args[module + 1] === 'pip' && module >= 0 && args.includes('install');
}

function isPipFixed(command: Command): boolean {
  if (hasFlag(command, 'c', 'constraint')) return true;
  if (command.args.some((word) => word === '-r' || word === '--requirement' || word === '.')) return true;
  const words = operands(command, ...pipValueFlags);
  return words
    .slice(words.indexOf('install') + 1)
    .every(
      (word) =>
        /==|>=|<=|>|<|!=|~=/.test(word) ||
        (/^(?:git|hg|svn|bzr)\+/.test(word) && word.includes('@')) ||
        /\.(?:whl|tar\.gz)$/.test(word) ||
        /^(?:\.{0,2}|~)\//.test(word),
    );
}

/** Whether ENV sets PIP_NO_CACHE_DIR above, in the stage or one that it is built on. */
function hasNoPipCache(dockerfile: Dockerfile, { stage, instruction }: Run): boolean {
  for (const { instructions } of stageLine(dockerfile, stage)) {
    const pair = instructions
      .filter(({ name, index }) => name === 'ENV' && index < instruction.index)
      .flatMap(({ pairs }) => pairs)
      .findLast(({ key }) => key.text === 'PIP_NO_CACHE_DIR');
    if (pair) return /^["']?(?:1|true|on|yes)["']?$/i.test(pair.value?.text ?? '');
  }
  return false;
}

function isNpmFixed(name: string): boolean {
  if (/^git(?:\+(?:ssh|https?|file))?:\/\//.test(name)) return name.includes('#');
  if (/\.(?:tar|tar\.gz|tgz)$/.test(name) || /^(?:\.{0,2}|~)\//.test(name)) return true;
  return name.replace(/^@[^/]*\//, '').includes('@');
}

const goValueFlag = /^--?(?:ldflags|gcflags|asmflags|tags|mod|modfile|overlay|exec|o|C|p)$/;

function goPackages({ name, args }: Command): string[] {
  if (name !== 'go') return [];
  const [verb, ...names] = args.filter(
    (word, index) => !word.startsWith('-') && !goValueFlag.test(args[index - 1] ?? ''),
  );
  if (verb === 'run') return names.slice(0, 1);
  return verb === 'install' || verb === 'get' ? names : [];
}

function isGoFixed(name: string): boolean {
  if (/^(?:\.|\/)/.test(name) || name.endsWith('.go')) return true;
  const [, version = ''] = name.split('@');
  return version !== '' && version !== 'latest' && version !== 'none';
}
