import { isSpace } from './is-space';

/**
 * BuildKit's shell lexer (frontend/dockerfile/shell/lex.go), split in two: this file finds the parts of a word,
 * variables.ts gives them values. Indexes are into the text that was lexed.
 */
export type Part =
  | { readonly kind: 'text'; readonly start: number; readonly end: number }
  /** The escape character and the one behind it; the escape character alone at the end. */
  | { readonly kind: 'escape'; readonly start: number; readonly end: number }
  /** Quotes included. */
  | { readonly kind: 'single'; readonly start: number; readonly end: number }
  | { readonly kind: 'double'; readonly start: number; readonly end: number; readonly parts: readonly Part[] }
  | VariablePart
  /** What stops the lexer: nothing follows, at any depth. In front of an operand, it says that its end is missing. */
  | { readonly kind: 'error'; readonly start: number; readonly end: number; readonly message: string };

export interface VariablePart {
  readonly kind: 'variable';
  readonly start: number;
  readonly end: number;
  readonly name: string;
  readonly nameStart: number;
  readonly nameEnd: number;
  readonly hasBraces: boolean;
  /** `:-`, `-`, `#`, `##`, `/`, `//`, …; undefined for `$x` and `${x}`. One that BuildKit does not know may stand here. */
  readonly modifier: string | undefined;
  /** What follows the modifier: the default, the message, the pattern. */
  readonly operand: Operand | undefined;
  /** What `${x/pattern/replacement}` puts in. */
  readonly replacement: Operand | undefined;
}

export interface Operand {
  readonly start: number;
  readonly end: number;
  readonly parts: readonly Part[];
}

/** Deeper nesting of `${x:-${y:-…}}` is an error, so that no text overflows the stack. */
const deepest = 200;

const letterOrDigit = /[\p{L}\p{Nd}_]/u;
const digit = /\p{Nd}/u;

/**
 * The parts of `text` in order, covering it up to the first error. `quotes: false` takes `'` and `"` for plain text, as
 * in the body of a heredoc.
 */
export function lexShellWord(
  text: string,
  escape: string,
  options: { readonly quotes: boolean } = { quotes: true },
): readonly Part[] {
  let at = 0;
  let depth = 0;
  let hasFailed = false;

  return partsUntil(undefined);

  function partsUntil(stop: string | undefined): Part[] {
    const parts: Part[] = [];
    let textStart = at;
    const flush = (): void => {
      if (at > textStart) parts.push({ kind: 'text', start: textStart, end: at });
    };
    while (at < text.length && !hasFailed) {
      const character = text[at];
      if (character === stop) break;
      const special = character === '$' || character === escape || (options.quotes && isQuote(character));
      if (!special) {
        at++;
        continue;
      }
      flush();
      parts.push(character === '$' ? dollar() : isQuote(character) ? quoted(character) : escaped());
      textStart = at;
    }
    flush();
    return parts;
  }

  function fail(start: number, message: string): Part {
    hasFailed = true;
    return { kind: 'error', start, end: Math.max(at, start), message };
  }

  function escaped(): Part {
    const start = at;
    at++;
    at += characterLength(at);
    return { kind: 'escape', start, end: at };
  }

  function quoted(quote: "'" | '"'): Part {
    const start = at;
    at++;
    if (quote === "'") {
      const close = text.indexOf("'", at);
      at = close < 0 ? text.length : close + 1;
      if (close >= 0) return { kind: 'single', start, end: at };
      return fail(start, 'unexpected end of statement while looking for matching single-quote');
    }
    const parts: Part[] = [];
    let textStart = at;
    const flush = (): void => {
      if (at > textStart) parts.push({ kind: 'text', start: textStart, end: at });
    };
    while (at < text.length && !hasFailed) {
      const character = text[at];
      if (character === '"') {
        flush();
        at++;
        return { kind: 'double', start, end: at, parts };
      }
      if (character === '$') {
        flush();
        parts.push(dollar());
        textStart = at;
      } else if (character === escape && isEscapable(text[at + 1])) {
        flush();
        parts.push({ kind: 'escape', start: at, end: Math.min(at + 2, text.length) });
        at = Math.min(at + 2, text.length);
        textStart = at;
      } else {
        at++;
      }
    }
    flush();
    if (!hasFailed) {
      parts.push(fail(start, 'unexpected end of statement while looking for matching double-quote'));
    }
    return { kind: 'double', start, end: at, parts };
  }

  /** Inside double quotes the escape character escapes only these, and is dropped before the end of the word. */
  function isEscapable(next: string | undefined): boolean {
    return next === undefined || next === '"' || next === '$' || next === escape;
  }

  function dollar(): Part {
    const start = at;
    at++;
    if (text[at] !== '{') {
      const nameStart = at;
      const name = readName();
      if (name === '') return { kind: 'text', start, end: at };
      return variable(start, { name, nameStart, nameEnd: at, hasBraces: false });
    }
    at++;
    const first = text[at];
    if (first === undefined) return fail(start, "syntax error: missing '}'");
    if (first === '{' || first === '}' || first === ':') return fail(start, 'syntax error: bad substitution');
    if (depth === deepest) return fail(start, 'syntax error: bad substitution');
    depth++;
    const part = braced(start);
    depth--;
    return part;
  }

  function braced(start: number): Part {
    const nameStart = at;
    const name = readName();
    const nameEnd = at;
    const head = { name, nameStart, nameEnd, hasBraces: true };
    const first = text[at];
    if (first === '}') {
      at++;
      return variable(start, head);
    }
    if (first === '/') {
      at += text[at + 1] === '/' ? 2 : 1;
      const modifier = text.slice(nameEnd, at);
      const operand = operandUntil('/', start, "syntax error: missing '/' in ${}");
      if (hasFailed) return variable(start, head, modifier, operand);
      const replacement = operandUntil('}', start, "syntax error: missing '}'");
      return variable(start, head, modifier, operand, replacement);
    }
    if (first === ':') {
      at++;
      at += characterLength(at);
      const modifier = text.slice(nameEnd, at);
      if (modifier === ':#' || modifier === ':%') {
        return fail(start, `unsupported modifier (${modifier}) in substitution`);
      }
    } else if (first !== undefined && '+-?#%'.includes(first)) {
      at++;
      // The doubled sign takes the longest match instead of the shortest.
      if ((first === '#' || first === '%') && text[at] === first) at++;
    } else {
      at += characterLength(at);
      const shown = first === undefined ? '\uFFFD' : text.slice(nameEnd, at);
      return fail(start, `unsupported modifier (${shown}) in substitution`);
    }
    const modifier = text.slice(nameEnd, at);
    const operand = operandUntil('}', start, "syntax error: missing '}'");
    return variable(start, head, modifier, operand);
  }

  function operandUntil(stop: string, start: number, missing: string): Operand {
    const operandStart = at;
    const parts = partsUntil(stop);
    // BuildKit reports whatever goes wrong at the end of the text as the missing end.
    if (at >= text.length) {
      hasFailed = true;
      const error: Part = { kind: 'error', start, end: at, message: missing };
      return { start: operandStart, end: at, parts: [error, ...parts] };
    }
    const end = at;
    if (!hasFailed) at++;
    return { start: operandStart, end, parts };
  }

  function variable(
    start: number,
    head: Pick<VariablePart, 'name' | 'nameStart' | 'nameEnd' | 'hasBraces'>,
    modifier?: string,
    operand?: Operand,
    replacement?: Operand,
  ): Part {
    return { kind: 'variable', start, end: at, ...head, modifier, operand, replacement };
  }

  /** Letters, digits and `_`; or digits alone; or one of the shell's special parameters; or nothing. */
  function readName(): string {
    const start = at;
    const first = character(at);
    if (first !== '' && '@*#?-$!'.includes(first)) {
      at++;
      return first;
    }
    const allowed = digit.test(first) ? digit : letterOrDigit;
    for (let next = first; next !== '' && allowed.test(next); next = character(at)) at += next.length;
    return text.slice(start, at);
  }

  function character(index: number): string {
    const code = text.codePointAt(index);
    return code === undefined ? '' : String.fromCodePoint(code);
  }

  function characterLength(index: number): number {
    return character(index).length;
  }
}

function isQuote(character: string | undefined): character is "'" | '"' {
  return character === "'" || character === '"';
}

/** The first error in the parts, at any depth. */
export function lexicalError(parts: readonly Part[]): (Part & { kind: 'error' }) | undefined {
  const [first] = parts;
  if (first?.kind === 'error') return first;
  // Nothing follows an error, so only the last part can hold one.
  const last = parts.at(-1);
  if (last === undefined) return undefined;
  if (last.kind === 'error') return last;
  if (last.kind === 'double') return lexicalError(last.parts);
  if (last.kind === 'variable') return lexicalError((last.replacement ?? last.operand)?.parts ?? []);
  return undefined;
}

/** `<<` with the blanks behind it belongs to the word that follows: `cat << EOF`. */
export function splitShellWords(
  text: string,
  parts: readonly Part[],
): readonly { readonly start: number; readonly end: number }[] {
  const words: { start: number; end: number }[] = [];
  let start = -1;
  const close = (end: number): void => {
    if (start >= 0) words.push({ start, end });
    start = -1;
  };
  for (const part of parts) {
    if (part.kind !== 'text' && part.kind !== 'variable') {
      if (start < 0) start = part.start;
      continue;
    }
    for (let at = part.start; at < part.end; at++) {
      if (isSpace(text.charCodeAt(at))) {
        close(at);
        continue;
      }
      if (start < 0) start = at;
      if (part.kind === 'text' && text[at] === '<' && text[at + 1] === '<') {
        at++;
        while (at + 1 < part.end && isSpace(text.charCodeAt(at + 1))) at++;
      }
    }
  }
  close(parts.at(-1)?.end ?? 0);
  return words;
}
