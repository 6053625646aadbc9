/** A simple command with the words behind its name, quotes removed. */
export interface Command {
  readonly name: string;
  readonly args: readonly string[];
}

/** hadolint's way to recognise a command: its exact name, and at least one of the words anywhere behind it. */
export function isCommand(
  { name, args }: Command,
  names: string | readonly string[],
  words: readonly string[],
) {
  return [names].flat().includes(name) && args.some((argument) => words.includes(argument));
}

/** `--long=x` is `long`, `-abc` is `a`, `b` and `c`. */
function flagsIn(argument: string): readonly string[] {
  if (argument.startsWith('--')) return [argument.slice(2).replace(/=.*$/s, '')];
  return argument.startsWith('-') ? Array.from(argument.slice(1)) : [];
}

export function flagCount({ args }: Command, ...flags: readonly string[]): number {
  return args.flatMap(flagsIn).filter((flag) => flags.includes(flag)).length;
}

export function hasFlag(command: Command, ...flags: readonly string[]): boolean {
  return flagCount(command, ...flags) > 0;
}

/** The words that are no flags, without those that belong to one of `flags`, which take a value. */
export function operands({ args }: Command, ...flags: readonly string[]): string[] {
  const takesNext = (argument: string | undefined) =>
    argument !== undefined &&
    !argument.includes('=') &&
    flagsIn(argument).some((flag) => flags.includes(flag));
  return args.filter((argument, index) => !argument.startsWith('-') && !takesNext(args[index - 1]));
}

/** The words behind each of `flags`. */
export function flagValues({ args }: Command, ...flags: readonly string[]): string[] {
  return args.filter((_, index) => flagsIn(args[index - 1] ?? '').some((flag) => flags.includes(flag)));
}

/** Whether something that `installs` has nothing behind it that `cleans` what the program of that name left. */
export function isLeftBehind(
  commands: readonly Command[],
  installs: (command: Command) => boolean,
  cleans: (command: Command, name: string) => boolean,
): boolean {
  const names = new Set(commands.filter(installs).map(({ name }) => name));
  return [...names].some((name) => {
    const last = commands.findLastIndex((command) => command.name === name && installs(command));
    return last >= 0 && !commands.slice(last + 1).some((later) => cleans(later, name));
  });
}
