import type { Dockerfile, Span } from '../../dockerfile/tree';

/** A word with the blanks behind it on its line: what to delete so that the words around it stay apart. */
export function wordWithBlank({ text }: Dockerfile, span: Span): Span {
  let { end } = span;
  while (text[end] === ' ' || text[end] === '\t') end += 1;
  return { start: span.start, end };
}

/** Whole lines of the file, the line break behind them included: what to delete so that no blank line stays. */
export function wholeLines({ text, lines }: Dockerfile, first: number, last: number): Span {
  const end = last + 1 < lines.count ? lines.startOf(last + 1) : text.length;
  return { start: lines.startOf(first), end };
}
