import type { Span } from './tree';
import { isSpace } from './is-space';

/**
 * One instruction's lines, joined as BuildKit joins them, without the bodies of its heredocs. Offsets and line numbers
 * are relative to where the first of them starts, so that the same text means the same wherever it stands in a file.
 */
export interface LogicalLine {
  /** The source: from the first non-blank character to the end of the last line, with its line break. */
  readonly raw: string;
  /** Length of `raw` without the last line break. */
  readonly end: number;
  /** What BuildKit reads: continuations, comments and blank lines inside are gone. */
  readonly text: string;
  /** The joined pieces: where each starts in `text`, in ascending order. */
  readonly indexes: readonly number[];
  /** Where each piece starts in `raw`. */
  readonly offsets: readonly number[];
  /** Comments inside, from `#`, as offsets in `raw`. */
  readonly comments: readonly Span[];
  /** Where the blank lines inside start in `raw`. */
  readonly blankLines: readonly number[];
}

/** Offset in `line.raw` of `line.text[index]`. */
export function offsetOf(line: LogicalLine, index: number): number {
  const { indexes, offsets } = line;
  let low = 0;
  let high = indexes.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((indexes[middle] ?? 0) <= index) low = middle;
    else high = middle - 1;
  }
  return (offsets[low] ?? 0) + index - (indexes[low] ?? 0);
}

/** Offset in `line.raw` behind `line.text[to - 1]`; for an empty piece, where it would start. */
export function endOffsetOf(line: LogicalLine, from: number, to: number): number {
  return to > from ? offsetOf(line, to - 1) + 1 : offsetOf(line, from);
}

/** Where the physical line at `start` ends for BuildKit: before its line feed and the carriage returns before that. */
export function contentEnd(text: string, start: number, lineFeed: number): number {
  let end = lineFeed;
  while (end > start && text.charCodeAt(end - 1) === 13) end--;
  return end;
}

/** Offset of the line feed that ends the line, or the end of the text. */
export function lineFeedFrom(text: string, start: number): number {
  const found = text.indexOf('\n', start);
  return found < 0 ? text.length : found;
}

/** First offset from `start` on that holds no white space; `end` when there is none. */
export function skipSpace(text: string, start: number, end: number): number {
  let offset = start;
  while (offset < end && isSpace(text.charCodeAt(offset))) offset++;
  return offset;
}

/**
 * Where the line goes on below: the offset of its escape character, or -1. Blanks may follow it; an escape character
 * directly before it takes its meaning away (BuildKit's parser.go, lineContinuationRegex).
 */
function continuation(text: string, start: number, end: number, escape: string): number {
  let at = end - 1;
  while (at >= start && (text[at] === ' ' || text[at] === '\t')) at--;
  if (at < start || text[at] !== escape) return -1;
  return at > start && text[at - 1] === escape ? -1 : at;
}

/** Reads the logical line whose first non-blank character is at `start`; `next` is where the line after it starts. */
export function readLogicalLine(
  text: string,
  start: number,
  escape: string,
): { line: LogicalLine; next: number } {
  const indexes: number[] = [];
  const offsets: number[] = [];
  const comments: Span[] = [];
  const blankLines: number[] = [];
  let joined = '';
  let isFirst = true;
  let position = start;
  let end = start;
  let isContinued = true;

  while (isContinued && (isFirst || position < text.length)) {
    const lineFeed = lineFeedFrom(text, position);
    end = contentEnd(text, position, lineFeed);
    const content = skipSpace(text, position, end);
    if (!isFirst && content === end) {
      blankLines.push(position - start);
    } else if (!isFirst && text[content] === '#') {
      comments.push({ start: content - start, end: end - start });
    } else {
      const escapeAt = continuation(text, position, end, escape);
      isContinued = escapeAt >= 0;
      const pieceEnd = isContinued ? escapeAt : end;
      if (pieceEnd > position) {
        indexes.push(joined.length);
        offsets.push(position - start);
        joined += text.slice(position, pieceEnd);
      }
    }
    isFirst = false;
    position = lineFeed + 1;
  }

  if (indexes.length === 0) {
    indexes.push(0);
    offsets.push(0);
  }
  const next = Math.min(position, text.length);
  const raw = text.slice(start, next);
  return { line: { raw, end: end - start, text: joined, indexes, offsets, comments, blankLines }, next };
}
