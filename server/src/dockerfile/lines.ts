import type { Lines } from './tree';

/**
 * Lines as an editor counts them: `\n`, `\r\n` and a lone `\r` end one (LSP 3.17, "Text Documents"). A lone `\r` ends
 * no line for BuildKit, so one line of the builder may be several of these; the scanner follows the builder.
 */
export function lines(text: string): Lines {
  const starts = [0];
  for (let offset = 0; offset < text.length; offset++) {
    const unit = text.charCodeAt(offset);
    if (unit === 10 || (unit === 13 && text.charCodeAt(offset + 1) !== 10)) starts.push(offset + 1);
  }

  const clampLine = (line: number): number => Math.min(Math.max(line, 0), starts.length - 1);
  const startOf = (line: number): number => starts[clampLine(line)] ?? 0;

  function endOf(line: number): number {
    const last = clampLine(line);
    let end = starts[last + 1] ?? text.length;
    if (last + 1 === starts.length) return end;
    end--;
    return text.charCodeAt(end) === 10 && end > startOf(last) && text.charCodeAt(end - 1) === 13
      ? end - 1
      : end;
  }

  function lineAt(offset: number): number {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  return {
    count: starts.length,
    lineAt,
    startOf,
    endOf,
    positionAt(offset) {
      const inside = Math.min(Math.max(offset, 0), text.length);
      const line = lineAt(inside);
      // An offset between \r and \n belongs to no position of its own.
      return { line, character: Math.min(inside, endOf(line)) - startOf(line) };
    },
    offsetAt({ line, character }) {
      if (line >= starts.length) return text.length;
      if (line < 0) return 0;
      return Math.min(startOf(line) + Math.max(character, 0), endOf(line));
    },
  };
}
