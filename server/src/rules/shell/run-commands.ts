import { mountOptions } from '../../dockerfile/mounts';
import { remembered } from '../../dockerfile/remembered';
import { shellOf, type Shell } from '../../dockerfile/shell';
import type { ShellCommand, ShellWord } from '../../dockerfile/shell-commands';
import { baseName } from '../../dockerfile/shell-source';
import { stageChain, targetStage } from '../../dockerfile/stages';
import type { Dockerfile, Instruction, Span, Stage } from '../../dockerfile/tree';
import type { Facts } from '../rule';

/** A RUN, of ONBUILD too, with what it runs. */
export interface Run {
  /** The RUN itself, behind ONBUILD the trigger. */
  readonly instruction: Instruction;
  readonly stage: Stage | undefined;
  readonly shell: Shell;
  readonly commands: readonly RunCommand[];
  /** Whether a cache or tmpfs mount keeps what is written below a directory out of the layer. */
  keepsOut(directory: string): boolean;
}

/** A simple command as it acts: `sudo`, `env`, `A=b` and the directory of the program are looked through. */
export interface RunCommand {
  readonly run: Run;
  /** Without directory: `apt-get` for `/usr/bin/apt-get`. */
  readonly name: string;
  readonly nameSpan: Span;
  readonly args: readonly ShellWord[];
  readonly command: ShellCommand;
  /** The programs that it was called through, e.g. `sudo`. */
  readonly through: readonly ShellWord[];
}

/** Every RUN of the file, in order. */
export const runsOf = remembered((dockerfile: Dockerfile): readonly Run[] =>
  dockerfile.instructions.flatMap((outer) => {
    const instruction = outer.trigger ?? outer;
    const shell = instruction.name === 'RUN' ? shellOf(dockerfile, instruction) : undefined;
    if (shell === undefined) return [];
    const kept = keptDirectories(instruction);
    const commands: RunCommand[] = [];
    const run: Run = {
      instruction,
      stage: dockerfile.stages[outer.stage],
      shell,
      commands,
      keepsOut: (directory) => kept.some((each) => `${directory}/`.startsWith(`${each}/`)),
    };
    for (const command of shell.commands) {
      const acting = lookThrough(command);
      if (acting) commands.push({ run, command, ...acting });
    }
    return [run];
  }),
);

export function runCommands(dockerfile: Dockerfile): readonly RunCommand[] {
  return runsOf(dockerfile).flatMap(({ commands }) => commands);
}

/** The stages whose layers end up in the image that is built. */
export function shippedStages(dockerfile: Dockerfile, facts: Facts): ReadonlySet<Stage | undefined> {
  const target = targetStage(dockerfile, facts.target) ?? dockerfile.stages.at(-1);
  return new Set(target === undefined ? [undefined] : stageChain(dockerfile, target));
}

/** Flags of programs that run another one, as far as a value follows them. */
const wrappers: ReadonlyMap<string, readonly string[]> = new Map([
  ['sudo', ['-u', '-g', '-h', '-p', '-C', '-D', '-R', '-T', '-U', '--user', '--group']],
  ['env', ['-u', '-C', '--unset', '--chdir']],
  ['exec', ['-a']],
  ['command', []],
  ['nohup', []],
]);

function lookThrough({ name, nameSpan, args }: ShellCommand) {
  if (name === undefined || nameSpan === undefined) return undefined;
  let words: readonly ShellWord[] = [{ text: name, span: nameSpan, isStatic: true }, ...args];
  const through: ShellWord[] = [];
  for (;;) {
    const [first, ...rest] = words;
    if (first === undefined) return undefined;
    const own = baseName(first.text);
    const valueFlags = wrappers.get(own);
    const next = valueFlags && rest.findIndex((word, index) => isProgram(word, rest[index - 1], valueFlags));
    if (next === undefined || next < 0) return { name: own, nameSpan: first.span, args: rest, through };
    through.push(first);
    words = rest.slice(next);
  }
}

function isProgram(
  { text }: ShellWord,
  before: ShellWord | undefined,
  valueFlags: readonly string[],
): boolean {
  return !text.startsWith('-') && !/^\w+=/.test(text) && !(before && valueFlags.includes(before.text));
}

function keptDirectories({ flags }: Instruction): string[] {
  return flags.flatMap((flag) => {
    if (flag.name !== 'mount') return [];
    const options = mountOptions(flag);
    const type = options.find(({ key }) => key === 'type')?.value;
    const target = options.find(({ key }) => ['target', 'dst', 'destination'].includes(key))?.value;
    return (type === 'cache' || type === 'tmpfs') && target !== undefined ? [target.replace(/\/+$/, '')] : [];
  });
}

/** The first word that is no flag and no value of one: `install` in `apt-get -o a=b install`. */
export function subcommand({ args }: RunCommand, valueFlags: readonly string[] = []): ShellWord | undefined {
  return operands(args, valueFlags)[0];
}

/** The words that are no flags and no values of `valueFlags`. */
export function operands(args: readonly ShellWord[], valueFlags: readonly string[] = []): ShellWord[] {
  return args.filter((word, index) => !word.text.startsWith('-') && !takesValue(args[index - 1], valueFlags));
}

/** `-t`, and `-yt` where `-t` takes a value. */
function takesValue(word: ShellWord | undefined, valueFlags: readonly string[]): boolean {
  if (word === undefined) return false;
  const last = /^-[a-z]+$/i.test(word.text) ? `-${word.text.slice(-1)}` : word.text;
  return valueFlags.includes(word.text) || valueFlags.includes(last);
}

/** Whether one of the flags is there: `-y` also within `-qy`, `--long` also as `--long=value`. */
export function hasFlag({ args }: Pick<RunCommand, 'args'>, ...flags: readonly string[]): boolean {
  return args.some(({ text }) =>
    flags.some((flag) =>
      flag.startsWith('--')
        ? text === flag || text.startsWith(`${flag}=`)
        : /^-[^-]/.test(text) &&
          (text === flag || (flag.length === 2 && /^-\w+/.test(text) && text.includes(flag.charAt(1)))),
    ),
  );
}

/** Whether a command deletes everything below a directory. */
export function removes({ name, args }: RunCommand, directory: RegExp): boolean {
  if (name === 'rm')
    return hasFlag({ args }, '-r', '-R', '--recursive') && args.some(({ text }) => directory.test(text));
  return (
    name === 'find' &&
    args.some(({ text }) => directory.test(text)) &&
    args.some(({ text }) => /^-(?:delete|exec)$/.test(text))
  );
}
