/** A Dockerfile with marks taken out: the text that is tested and where the marks stood, as offsets. */
export interface Fixture {
  readonly text: string;
  /** Where `<|>` stood; -1 without one. */
  readonly offset: number;
  /** Where every `<|>` stood. */
  readonly offsets: readonly number[];
  /** What carets mark, in the order of the text. */
  readonly ranges: readonly { readonly label: string; readonly start: number; readonly end: number }[];
}

const cursor = '<|>';
const caretLine = /^[ \t]*\^/;

/**
 * Reads a fixture. `<|>` is the cursor. A line that begins with carets labels the range above it, counted without
 * cursors, and is no part of the text; one line may hold several. A line break at the very start is dropped.
 *
 *     FROM alpine AS build
 *          ^^^^^^ image
 *                    ^^^^^ name
 */
export function fixture(marked: string): Fixture {
  const offsets: number[] = [];
  const ranges: { label: string; start: number; end: number }[] = [];
  const lines: string[] = [];
  let start = 0;
  let lastStart = 0;
  for (const line of marked.replace(/^\n/, '').split('\n')) {
    if (caretLine.test(line)) {
      for (const { index, 1: carets = '', 2: label = '' } of line.matchAll(/(\^+)([^^]*)/g)) {
        ranges.push({
          label: label.trim(),
          start: lastStart + index,
          end: lastStart + index + carets.length,
        });
      }
      continue;
    }
    const [first = '', ...rest] = line.split(cursor);
    let text = first;
    for (const part of rest) {
      offsets.push(start + text.length);
      text += part;
    }
    lines.push(text);
    lastStart = start;
    start += text.length + 1;
  }
  return { text: lines.join('\n'), offset: offsets[0] ?? -1, offsets, ranges };
}
