import type { ShellWord } from '../../dockerfile/shell-commands';
import type { Dockerfile, Span } from '../../dockerfile/tree';
import { wordWithBlank } from '../builder/removal';
import type { Edit } from '../rule';
import type { Run, RunCommand } from './run-commands';

/**
 * Adds a word behind another one. Nothing where the word is not typed as it reads: in the exec form, in quotes, in
 * backticks.
 */
export function wordBehind(
  dockerfile: Dockerfile,
  { run }: RunCommand,
  word: ShellWord,
  text: string,
): Edit | undefined {
  if (run.instruction.form === 'exec' || !isTypedAsItReads(dockerfile, word)) return undefined;
  return { span: { start: word.span.end, end: word.span.end }, text: ` ${text}` };
}

/** Deletes a word with the blanks behind it; nothing where it is not typed as it reads, or ends its line. */
export function withoutWord(dockerfile: Dockerfile, { run }: RunCommand, word: ShellWord): Edit | undefined {
  if (run.instruction.form === 'exec' || !isTypedAsItReads(dockerfile, word)) return undefined;
  const span = wordWithBlank(dockerfile, word.span);
  if (span.end > word.span.end) return { span, text: '' };
  const before = dockerfile.text.slice(0, span.start).trimEnd().length;
  return dockerfile.lines.lineAt(before) === dockerfile.lines.lineAt(span.start)
    ? { span: { start: before, end: span.end }, text: '' }
    : undefined;
}

function isTypedAsItReads({ text }: Dockerfile, { span, text: word }: ShellWord): boolean {
  return text.slice(span.start, span.end) === word;
}

/**
 * Adds a command to the end of a RUN. Nothing where it would not run, or not mean the same: in the exec form, behind a
 * comment or `exec`, in a script that runs in parts.
 */
export function commandAtEnd(dockerfile: Dockerfile, run: Run, command: string): Edit | undefined {
  const { instruction, shell } = run;
  const { script } = shell;
  const last = run.commands.at(-1);
  if (instruction.form === 'exec' || script === undefined || last === undefined) return undefined;
  if (run.commands.some(({ command: { name } }) => name === 'exec' || name === 'exit')) return undefined;
  const [heredoc] = instruction.heredocs;
  if (heredoc !== undefined) {
    const isWhole = heredoc.bodySpan.start === script.span.start && instruction.heredocs.length === 1;
    if (!isWhole || heredoc.terminatorSpan === undefined) return undefined;
    return { span: { start: heredoc.bodySpan.end, end: heredoc.bodySpan.end }, text: `${command}\n` };
  }
  const { end } = script.span;
  const isOpen = /[;&|\\`]\s*$/.test(script.text) || /(?:^|\s)#/.test(script.text);
  if (isOpen || dockerfile.text.slice(end, instruction.span.end).trim() !== '') return undefined;
  const { lines, escape } = dockerfile;
  const lastLine = lines.lineAt(end);
  const isLong = lastLine > instruction.firstLine;
  const indent = /^[ \t]*/.exec(dockerfile.text.slice(lines.startOf(lastLine)))?.[0] ?? '';
  return {
    span: { start: end, end },
    text: isLong ? ` ${escape}\n${indent}&& ${command}` : ` && ${command}`,
  };
}

/** From the first word to the last one. */
export function spanFrom(
  first: { readonly span: Span } | Span,
  last: { readonly span: Span } | undefined,
): Span {
  const start = 'span' in first ? first.span : first;
  return { start: start.start, end: Math.max(last?.span.end ?? start.end, start.end) };
}
