import { DockerfileParser, JSONInstruction, type Argument } from 'dockerfile-ast';
import type { Dockerfile, Instruction, Span } from './tree';

/** A JSON array as it stands in the text, finished or not. */
export interface JsonArray {
  /** From `[` to `]`, or to the end of the arguments while it is being typed. */
  readonly span: Span;
  readonly isClosed: boolean;
  /** The strings with their quotes, the last one perhaps without its second; in the order of the text. */
  readonly strings: readonly Span[];
}

/**
 * The array of an instruction that is, or looks like, a JSON form. While one is being typed it is no JSON yet, and
 * BuildKit takes it for words; dockerfile-ast reads on, so that editors can help inside. Undefined without a `[`.
 */
export function jsonArray({ text, escape }: Dockerfile, instruction: Instruction): JsonArray | undefined {
  const { start, end } = instruction.span;
  if (!instruction.body.text.includes('[')) return undefined;
  const directive = escape === '`' ? '# escape=`\n' : '';
  const parsed = DockerfileParser.parse(directive + text.slice(start, end)).getInstructions()[0];
  if (!(parsed instanceof JSONInstruction)) return undefined;
  const [open, close] = [parsed.getOpeningBracket(), parsed.getClosingBracket()];
  if (!open) return undefined;
  const starts = lineStarts(text, start, end);
  const firstLine = directive === '' ? 0 : 1;
  const offsetAt = ({ line, character }: { line: number; character: number }) =>
    (starts[line - firstLine] ?? end) + character;
  const spanOf = (argument: Argument): Span => {
    const range = argument.getRange();
    return { start: offsetAt(range.start), end: offsetAt(range.end) };
  };
  return {
    span: { start: spanOf(open).start, end: close ? spanOf(close).end : instruction.body.span.end },
    isClosed: close !== null,
    strings: parsed.getJSONStrings().map(spanOf),
  };
}

/** Offsets at which the lines of a piece of the text begin. */
function lineStarts(text: string, start: number, end: number): number[] {
  const starts = [start];
  for (let at = text.indexOf('\n', start); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) {
    starts.push(at + 1);
  }
  return starts;
}
