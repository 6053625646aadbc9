import { parse, type ParsedScript } from 'unbash';
import { effectiveShell } from './effective-shell';
import { collectCommands, type ShellCommand, type ShellContent } from './shell-commands';
import { baseName, shellSource } from './shell-source';
import type { Dockerfile, Instruction, Mapped } from './tree';

/** What an instruction runs. */
export interface Shell extends ShellContent {
  /** What reads the script: `sh`, `bash`, `pwsh`, `cmd`, `python3` …; empty for the exec form, which nothing reads. */
  readonly interpreter: string;
  /** Whether the script is written for a shell like sh or bash; otherwise there are no commands. */
  readonly isPosix: boolean;
  /** The text that the interpreter gets; undefined for the exec form. */
  readonly script: Mapped | undefined;
  /** The parsed script, for what the list of commands does not say; its positions are indexes into `script.text`. */
  readonly syntax: ParsedScript | undefined;
}

const posixShells = new Set(['sh', 'bash', 'dash', 'ash', 'ksh', 'mksh', 'zsh']);

const nothing: ShellContent = { commands: [], variables: [], errors: [] };

const known = new WeakMap<Instruction, Shell>();

/**
 * The shell inside RUN, CMD, ENTRYPOINT and HEALTHCHECK CMD, and inside an ONBUILD of these; undefined for others. Parsed
 * as bash, of which sh is nearly a subset, by unbash. Offsets are those of the file, through continuations, comments and
 * heredocs. The exec form is one command; the script of `["sh", "-c", "…"]` is parsed too.
 */
export function shellOf(dockerfile: Dockerfile, instruction: Instruction): Shell | undefined {
  const acting = instruction.trigger ?? instruction;
  const cached = known.get(acting);
  if (cached) return cached;
  const shell = acting.form === 'exec' ? execForm(acting) : shellForm(dockerfile, acting);
  if (shell) known.set(acting, shell);
  return shell;
}

function shellForm(dockerfile: Dockerfile, instruction: Instruction): Shell | undefined {
  const source = shellSource(dockerfile, instruction);
  if (!source) return undefined;
  const { script, shebang } = source;
  const interpreter = shebang ?? baseName(shellProgram(dockerfile, instruction));
  if (!posixShells.has(interpreter)) {
    return { interpreter, isPosix: false, script, syntax: undefined, ...nothing };
  }
  const syntax = parse(script.text);
  return { interpreter, isPosix: true, script, syntax, ...collectCommands(syntax, script) };
}

/** Without SHELL, a file whose escape character is the backtick is taken for one that builds on Windows. */
function shellProgram(dockerfile: Dockerfile, instruction: Instruction): string {
  const [program] = effectiveShell(dockerfile, instruction) ?? [];
  return program ?? (dockerfile.escape === '`' ? 'cmd' : '/bin/sh');
}

function execForm(instruction: Instruction): Shell | undefined {
  const { name } = instruction;
  const words = name === 'HEALTHCHECK' ? instruction.words.slice(1) : instruction.words;
  if (!['RUN', 'CMD', 'ENTRYPOINT', 'HEALTHCHECK'].includes(name)) return undefined;
  const [program, ...rest] = words;
  const exec = { interpreter: '', isPosix: true, script: undefined, syntax: undefined };
  if (!program) return { ...exec, ...nothing };
  const asArgument = ({ value, span }: (typeof words)[number]) => ({ text: value, span, isStatic: true });
  const command: ShellCommand = {
    name: program.value,
    nameSpan: program.span,
    args: rest.map(asArgument),
    connection: 'first',
    inside: [],
    isNegated: false,
    assignments: [],
    redirects: [],
    span: { start: program.span.start, end: (rest.at(-1) ?? program).span.end },
  };
  const script = scriptArgument(program.value, rest);
  if (!script) return { ...exec, ...nothing, commands: [command] };
  const content = collectCommands(parse(script.text), script, ['script']);
  return { ...exec, ...content, commands: [command, ...content.commands] };
}

/** The word behind `-c`, `-lc`, `-ec` … of a shell. */
function scriptArgument<T extends Mapped>(program: string, args: readonly T[]): T | undefined {
  if (!posixShells.has(baseName(program))) return undefined;
  const option = args.findIndex(({ text }) => /^-[a-z]*c$/i.test(text));
  return option < 0 ? undefined : args[option + 1];
}
