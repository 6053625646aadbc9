import type { Dockerfile, Instruction } from '../dockerfile/tree';
import { t } from '../text';
import { runCheck, type Check, type Hit } from './check';
import { flagValues, hasFlag, isCommand, type Command } from './command';
import { shellPragma } from './pragma';
import { runs, type Run } from './run';

const useless = ['free', 'kill', 'mount', 'ps', 'service', 'shutdown', 'ssh', 'top', 'vim'];

/** What RUN runs, apart from package managers. */
export const shellChecks: readonly Check[] = [
  runCheck(
    'DL3001',
    'info',
    () => t('A command here makes no sense in a container; remove it.'),
    ({ commands }) => commands.some(({ name }) => useless.includes(name)),
  ),
  runCheck(
    'DL3003',
    'warning',
    () => t('cd holds only for this RUN; use WORKDIR.'),
    ({ commands }) => commands.some(({ name }) => name === 'cd'),
    { withTriggers: false },
  ),
  runCheck(
    'DL3004',
    'error',
    () => t('sudo is not needed in a build and hides who acts; use USER.'),
    ({ commands }) => commands.some(({ name }) => name === 'sudo'),
  ),
  runCheck(
    'DL3046',
    'warning',
    () => t('A large user id makes the login records, and so the image, huge; add --no-log-init.'),
    ({ commands }) =>
      commands.some(
        (command) =>
          command.name === 'useradd' &&
          !hasFlag(command, 'l', 'no-log-init') &&
          flagValues(command, 'u').some((value) => /^\d{6,}$/.test(value)),
      ),
  ),
  runCheck(
    'DL3047',
    'info',
    () => t('wget fills the log with its progress; add --progress=dot:giga or -nv.'),
    ({ commands }) => commands.some((command) => command.name === 'wget' && !isQuiet(command)),
  ),
  { code: 'DL3059', level: 'info', find: consecutiveRuns },
  { code: 'DL4001', level: 'warning', find: curlAndWget },
  runCheck(
    'DL4005',
    'warning',
    () => t('A link does not change the shell for good; use SHELL.'),
    ({ commands }) => commands.some((command) => isCommand(command, 'ln', ['/bin/sh'])),
  ),
  { code: 'DL4006', level: 'warning', find: pipesWithoutPipefail },
];

function isQuiet(command: Command): boolean {
  return (
    hasFlag(command, 'progress', 'q', 'quiet', 'o', 'output-file', 'a', 'append-output', 'no-verbose') ||
    command.args.includes('-nv')
  );
}

/** Only RUNs of one command each are worth merging, and only with the same flags. */
function consecutiveRuns(dockerfile: Dockerfile): Hit[] {
  const own = new Map<Instruction, Run>(runs(dockerfile).map((run) => [run.instruction, run]));
  const flags = ({ instruction }: Run) =>
    instruction.flags
      .map(({ text }) => text)
      .toSorted()
      .join(' ');
  return dockerfile.instructions.flatMap((instruction, index) => {
    const run = own.get(instruction);
    const before = dockerfile.instructions[index - 1];
    const previous = before && own.get(before);
    if (!run || !previous || flags(run) !== flags(previous)) return [];
    if (run.commands.length > 1 || previous.commands.length > 1) return [];
    return { line: run.line, message: t('Two RUNs follow each other; one would make one layer.') };
  });
}

function curlAndWget(dockerfile: Dockerfile): Hit[] {
  const seen = new Map<number, Set<string>>();
  return runs(dockerfile).flatMap(({ stage, line, commands }) => {
    const names = commands.map(({ name }) => name).filter((name) => name === 'curl' || name === 'wget');
    const all = new Set([...(seen.get(stage?.index ?? -1) ?? []), ...names]);
    seen.set(stage?.index ?? -1, all);
    return names.length > 0 && all.size > 1
      ? [{ line, message: t('Both curl and wget are used; one of them does.') }]
      : [];
  });
}

function pipesWithoutPipefail(dockerfile: Dockerfile): Hit[] {
  if (isOther(shellPragma(dockerfile) ?? '')) return [];
  const byInstruction = new Map<Instruction, Run>(runs(dockerfile).map((run) => [run.instruction, run]));
  let isSafe = false;
  return dockerfile.instructions.flatMap((instruction) => {
    const { name, words } = instruction;
    if (name === 'FROM') isSafe = false;
    if (name === 'SHELL') isSafe = failsWithPipe(words.map(({ text }) => text));
    const run = byInstruction.get(instruction);
    if (isSafe || run?.hasPipe !== true) return [];
    return {
      line: run.line,
      message: t('When a command before the | fails, RUN goes on; set SHELL with -o pipefail.'),
    };
  });
}

function isOther(shell: string): boolean {
  return /^(?:pwsh|powershell|cmd)/.test(shell);
}

function failsWithPipe([program = '', ...args]: readonly string[]): boolean {
  if (isOther(program)) return true;
  const shell = program.split('/').at(-1) ?? '';
  return (
    ['bash', 'zsh', 'ash'].includes(shell) && hasFlag({ name: shell, args }, 'o') && args.includes('pipefail')
  );
}
