import { contentEnd, lineFeedFrom } from './logical-line';
import type { Span } from './tree';

/** The longest line that BuildKit reads, in bytes of UTF-8. */
const longest = 65_535;

/** The lines that are too long for BuildKit. */
export function longLines(text: string): readonly Span[] {
  const found: Span[] = [];
  for (let start = 0; start < text.length;) {
    const lineFeed = lineFeedFrom(text, start);
    // One UTF-16 unit makes at most three bytes.
    if ((lineFeed - start) * 3 > longest && byteLength(text, start, lineFeed) > longest) {
      found.push({ start, end: contentEnd(text, start, lineFeed) });
    }
    start = lineFeed + 1;
  }
  return found;
}

function byteLength(text: string, start: number, end: number): number {
  let bytes = 0;
  for (let at = start; at < end; at++) {
    const unit = text.charCodeAt(at);
    const isSurrogate = unit >= 0xd800 && unit <= 0xdfff;
    bytes += unit < 0x80 ? 1 : unit < 0x800 || isSurrogate ? 2 : 3;
  }
  return bytes;
}
