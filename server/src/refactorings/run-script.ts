import { effectiveShell } from '../dockerfile/effective-shell';
import { parse } from '../dockerfile/parse';
import { shellOf, type Shell } from '../dockerfile/shell';
import type { ShellCommand } from '../dockerfile/shell-commands';
import type { Dockerfile, Instruction, Mapped, Span } from '../dockerfile/tree';

/** A RUN whose script is understood to the end. */
export interface RunScript {
  readonly instruction: Instruction;
  readonly shell: Shell;
  readonly script: Mapped;
  readonly statements: readonly Statement[];
}

/** One statement at the top of a script, without the `;` or the line break behind it. */
export interface Statement {
  readonly span: Span;
  readonly isBackground: boolean;
  /** The commands or pipelines that `&&` joins; undefined for anything but a chain of these. */
  readonly chain: readonly Span[] | undefined;
}

/** Undefined for what is no shell script, for a script with errors, and where the escape character is not the shell's. */
export function runScript(dockerfile: Dockerfile, instruction: Instruction): RunScript | undefined {
  if (instruction.name !== 'RUN' || instruction.form !== 'shell' || dockerfile.escape !== '\\')
    return undefined;
  const shell = shellOf(dockerfile, instruction);
  const { script, syntax } = shell ?? {};
  if (!shell?.isPosix || !script || !syntax || shell.errors.length > 0) return undefined;
  if (shell.commands.length === 0 || /^#!/.test(script.text)) return undefined;
  const spanOf = (node: { readonly pos: number; readonly end: number }): Span => ({
    start: script.at(node.pos),
    end: node.end > node.pos ? script.at(node.end - 1) + 1 : script.at(node.pos),
  });
  const isPlain = (node: { readonly type: string; readonly prefixes?: readonly unknown[] }) =>
    node.type === 'Command' || (node.type === 'Pipeline' && node.prefixes?.length === 0);
  return {
    instruction,
    shell,
    script,
    statements: syntax.commands.map(({ command, background }) => {
      const parts = command.type === 'AndOr' ? command.commands : [command];
      const isChain =
        parts.every(isPlain) &&
        (command.type !== 'AndOr' || command.operators.every((operator) => operator === '&&'));
      return {
        span: spanOf(command),
        isBackground: background === true,
        chain: isChain ? parts.map(spanOf) : undefined,
      };
    }),
  };
}

/** What the commands are, whatever stands between them: two scripts that differ here do not mean the same. */
export function meaning(commands: readonly ShellCommand[]): string[] {
  return commands.map(({ name, args, assignments, redirects, isNegated }) =>
    JSON.stringify([
      name,
      args.map(({ text }) => text),
      assignments.map((each) => [each.name, each.value?.text]),
      redirects.map(({ operator, descriptor, target }) => [operator, descriptor, target?.text]),
      isNegated,
    ]),
  );
}

/** Does a rewritten instruction still run these commands? It guards against everything that was not thought of. */
export function stillRuns(text: string, commands: readonly string[]): boolean {
  const dockerfile = parse(`FROM scratch\n${text}\n`);
  const [, instruction, ...more] = dockerfile.instructions;
  if (instruction === undefined || more.length > 0 || dockerfile.problems.length > 0) return false;
  const shell = shellOf(dockerfile, instruction);
  return shell?.errors.length === 0 && JSON.stringify(meaning(shell.commands)) === JSON.stringify(commands);
}

/** SHELL asks for `-e`, which a chain of `&&` would take from all but its last part. */
export function stopsAtFailure(dockerfile: Dockerfile, instruction: Instruction): boolean {
  const words = effectiveShell(dockerfile, instruction) ?? [];
  return words.some((word) => /^-[a-z]*e/.test(word) || word === 'errexit');
}

/** `set -e`, `set -eux`, `set -o errexit`. */
export function setsErrexit({ name, args }: ShellCommand): boolean {
  return name === 'set' && args.some(({ text }) => /^-[a-zA-Z]*e/.test(text) || text === 'errexit');
}
