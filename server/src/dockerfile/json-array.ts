import { DockerfileParser, JSONInstruction, type Argument } from 'dockerfile-ast';
import type { Instruction, Span } from './tree';

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
 * BuildKit takes it for words; dockerfile-ast reads on, so that editors can help inside. It gets the logical line,
 * because it takes a continuation within an array for the array's end. Undefined without a `[`.
 */
export function jsonArray({ name, rest }: Instruction): JsonArray | undefined {
  if (!rest.text.includes('[')) return undefined;
  const [parsed] = DockerfileParser.parse(`${name} ${rest.text}`).getInstructions();
  if (!(parsed instanceof JSONInstruction)) return undefined;
  const indexOf = (character: number) => character - name.length - 1;
  const spanOf = (argument: Argument): Span => {
    const { start, end } = argument.getRange();
    return { start: rest.at(indexOf(start.character)), end: rest.at(indexOf(end.character)) };
  };
  const [open, close] = [parsed.getOpeningBracket(), parsed.getClosingBracket()];
  if (!open) return undefined;
  const found = parsed.getJSONStrings();
  const strings = found.map(spanOf);
  if (!close) {
    // The string that is being typed: dockerfile-ast lists a string when it ends.
    const behind = indexOf((found.at(-1) ?? open).getRange().end.character);
    const quote = rest.text.indexOf('"', behind);
    if (quote >= 0) strings.push({ start: rest.at(quote), end: rest.span.end });
  }
  const end = close ? spanOf(close).end : rest.span.end;
  return { span: { start: spanOf(open).start, end }, isClosed: close !== null, strings };
}
