import { isSeparator, isSpace } from './is-space';
import { skipSpace } from './logical-line';

/**
 * How BuildKit splits what follows a keyword (frontend/dockerfile/parser: split_command.go, line_parsers.go). All
 * indexes are into the joined text of the logical line.
 */
export interface Piece {
  readonly start: number;
  readonly end: number;
  /** What BuildKit makes of the piece where quotes or escapes are resolved; otherwise the text itself. */
  readonly value?: string;
  /** Index in the text of each unit of `value`, where the two differ. */
  readonly valueIndexes?: readonly number[];
  /** The value is that of a JSON string, of which one unit may be several of the text. */
  readonly isJson?: true;
}

export interface FlagPiece extends Piece {
  readonly nameEnd: number;
  readonly flagValue: Piece | undefined;
}

/** Leading `--name=value` words of `text[start, end)`, and where the rest starts. A bare `--` ends them. */
export function splitFlags(
  text: string,
  start: number,
  end: number,
): { readonly flags: readonly FlagPiece[]; readonly rest: number } {
  const flags: FlagPiece[] = [];
  let at = start;
  for (;;) {
    at = skipSpace(text, at, end);
    if (text[at] !== '-' || text[at + 1] !== '-' || at + 1 >= end) return { flags, rest: at };
    const flag = readFlag(text, at, end);
    at = flag.end;
    if (flag.value === '--') return { flags, rest: skipSpace(text, at, end) };
    flags.push(flag);
  }
}

/** One flag: quotes are removed, and `\` escapes, whatever the escape directive says. */
function readFlag(text: string, start: number, end: number): FlagPiece {
  const indexes: number[] = [];
  let value = '';
  let quote = '';
  let at = start;
  for (; at < end; at++) {
    const character = text.charAt(at);
    if (quote === '' && isSpace(text.charCodeAt(at))) break;
    if (quote === '' ? character === '"' || character === "'" : character === quote) {
      quote = quote === '' ? character : '';
      continue;
    }
    if (character === '\\') {
      at++;
      if (at >= end) break;
    }
    value += text.charAt(at);
    indexes.push(at);
  }
  const isPlain = value.length === at - start;
  const equals = value.indexOf('=');
  const nameEnd = equals < 0 ? at : (indexes[equals] ?? at);
  const valueStart = equals < 0 ? at : nameEnd + 1;
  const flagValue: Piece | undefined =
    equals < 0
      ? undefined
      : {
          start: valueStart,
          end: at,
          value: value.slice(equals + 1),
          ...(isPlain ? {} : { valueIndexes: indexes.slice(equals + 1) }),
        };
  return { start, end: at, value, ...(isPlain ? {} : { valueIndexes: indexes }), nameEnd, flagValue };
}

/** Words between blanks; quotes mean nothing: COPY, EXPOSE, FROM, VOLUME. */
export function splitAtBlanks(text: string, start: number, end: number): readonly Piece[] {
  const words: Piece[] = [];
  let at = start;
  while (at < end) {
    while (at < end && isSeparator(text.charCodeAt(at))) at++;
    const from = at;
    while (at < end && !isSeparator(text.charCodeAt(at))) at++;
    if (at > from) words.push({ start: from, end: at });
  }
  return words;
}

/** Words between blanks, except inside quotes and behind the escape character: ENV, LABEL and ARG. */
export function splitQuoted(text: string, start: number, end: number, escape: string): readonly Piece[] {
  const words: Piece[] = [];
  let at = start;
  for (;;) {
    at = skipSpace(text, at, end);
    if (at >= end) return words;
    const from = at;
    let quote = '';
    let isDangling = false;
    while (at < end) {
      const character = text.charAt(at);
      if (quote === '' && isSpace(text.charCodeAt(at))) break;
      if (character === quote) {
        quote = '';
      } else if (quote === '' && (character === '"' || character === "'")) {
        quote = character;
      } else if (character === escape && quote !== "'") {
        isDangling = at + 1 === end;
        at++;
      }
      at++;
    }
    at = Math.min(at, end);
    // An escape character that escapes nothing is dropped.
    const to = isDangling ? at - 1 : at;
    if (to > from) words.push({ start: from, end: to });
  }
}

/** The key and value of `key=value`: the first `=` counts, even inside quotes. Undefined without one. */
export function splitPair(text: string, word: Piece): readonly [Piece, Piece] | undefined {
  const equals = text.indexOf('=', word.start);
  if (equals < 0 || equals >= word.end) return undefined;
  return [
    { start: word.start, end: equals },
    { start: equals + 1, end: word.end },
  ];
}

/**
 * The strings of a JSON array in `text[start, end)`: undefined when it is no valid JSON array, which BuildKit takes for
 * the shell form, and 'not-strings' when it holds anything else, which BuildKit rejects.
 */
export function splitJson(
  text: string,
  start: number,
  end: number,
): readonly Piece[] | 'not-strings' | undefined {
  const open = skipSpace(text, start, end);
  if (text[open] !== '[') return undefined;
  let parsed: unknown;
  try {
    parsed = JSON.parse(text.slice(open, end));
  } catch {
    return undefined;
  }
  if (!Array.isArray(parsed)) return undefined;
  if (!parsed.every((item) => typeof item === 'string')) return 'not-strings';
  let at = open;
  return parsed.map((value) => {
    const quote = text.indexOf('"', at);
    const close = closingQuote(text, quote + 1);
    at = close + 1;
    if (close - quote - 1 === value.length) return { start: quote + 1, end: close, value };
    return {
      start: quote + 1,
      end: close,
      value,
      valueIndexes: jsonIndexes(text, quote + 1, close),
      isJson: true,
    };
  });
}

function closingQuote(text: string, start: number): number {
  let at = start;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
}

/** Where each unit of a JSON string's value stands: an escape sequence makes one unit. */
function jsonIndexes(text: string, start: number, end: number): readonly number[] {
  const indexes: number[] = [];
  for (let at = start; at < end; at++) {
    indexes.push(at);
    if (text[at] === '\\') at += text[at + 1] === 'u' ? 5 : 1;
  }
  return indexes;
}
