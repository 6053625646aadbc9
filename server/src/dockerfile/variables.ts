import { isSpace } from './is-space';
import { lexShellWord, type Operand, type Part, type VariablePart } from './shell-word';
import { invalidEscape, replace, reversePattern, trimPrefix, trimSuffix } from './shell-pattern';
import type { Dockerfile, Mapped, Span } from './tree';

/** `$x` or `${x…}` in a word. */
export interface VariableReference {
  /** Empty in `${-x}`; `1`, `@` and other special parameters of the shell are names too. */
  readonly name: string;
  /** From `$` to the end of the name or the closing brace. */
  readonly span: Span;
  readonly nameSpan: Span;
  readonly hasBraces: boolean;
  /** What follows the name in braces: `:-`, `+`, `##`, `/` …; one that BuildKit does not know may stand here. */
  readonly modifier: string | undefined;
  /** The text behind the modifier as it is typed: the default, the alternative, the message, the pattern. */
  readonly fallback: string | undefined;
  readonly fallbackSpan: Span | undefined;
}

/** Variables and their values; an empty string is a value. A Map will do. */
export interface Env {
  get(name: string): string | undefined;
}

export interface Expansion {
  /** Empty when there is an error. */
  readonly value: string;
  /** The value split at blanks outside quotes, as BuildKit splits EXPOSE. */
  readonly words: readonly string[];
  /** Names that were looked up and have a value, in order, each once. */
  readonly matched: readonly string[];
  /** Names that were looked up and have none. A default does not matter: `$x` and `${x:-d}` are both here. */
  readonly unmatched: readonly string[];
  readonly error: ExpansionError | undefined;
}

export interface ExpansionError {
  /** BuildKit's sentence: `failed to process "…": …`. */
  readonly message: string;
  /** The sentence without that head. */
  readonly reason: string;
  readonly span: Span;
}

export interface ExpansionOptions {
  /** False for the body of a heredoc of COPY or ADD, where quotes are plain text. */
  readonly quotes?: boolean;
}

type Escape = Dockerfile['escape'];

/**
 * The variables that BuildKit looks up in a word, outer before inner: not those behind the escape character or inside
 * single quotes. A word that does not lex has those in front of the error.
 */
export function references(
  word: Mapped,
  from: Dockerfile | Escape,
  options: ExpansionOptions = {},
): VariableReference[] {
  if (!word.text.includes('$')) return [];
  const escape = typeof from === 'string' ? from : from.escape;
  const found: VariableReference[] = [];
  collect(lexShellWord(word.text, escape, { quotes: options.quotes ?? true }));
  return found;

  function collect(parts: readonly Part[]): void {
    for (const part of parts) {
      if (part.kind === 'double') collect(part.parts);
      if (part.kind !== 'variable') continue;
      const { operand } = part;
      found.push({
        name: part.name,
        span: spanIn(word, part.start, part.end),
        nameSpan: spanIn(word, part.nameStart, part.nameEnd),
        hasBraces: part.hasBraces,
        modifier: part.modifier,
        fallback: operand && word.text.slice(operand.start, operand.end),
        fallbackSpan: operand && spanIn(word, operand.start, operand.end),
      });
      collect(operand?.parts ?? []);
      collect(part.replacement?.parts ?? []);
    }
  }
}

/** The span in the file of `word.text[start, end)`. */
export function spanIn(word: Mapped, start: number, end: number): Span {
  if (end <= start) return { start: word.at(start), end: word.at(start) };
  return { start: word.at(start), end: word.endAt?.(end) ?? word.at(end - 1) + 1 };
}

/** What BuildKit makes of a word: quotes removed, escapes resolved, variables replaced. */
export function expand(word: Mapped, escape: Escape, env: Env, options: ExpansionOptions = {}): Expansion {
  const { text } = word;
  const matched = new Set<string>();
  const unmatched = new Set<string>();
  const words = wordCollector();
  let failure: { reason: string; start: number; end: number } | undefined;

  let value = '';
  for (const part of lexShellWord(text, escape, { quotes: options.quotes ?? true })) {
    const piece = valueOf(part, false);
    if (failure) break;
    value += piece;
    if (part.kind === 'text' || part.kind === 'variable') words.add(piece);
    else words.addQuoted(piece);
  }
  const names = { matched: [...matched], unmatched: [...unmatched] };
  if (!failure) return { value, words: words.end(), ...names, error: undefined };
  const { reason, start, end } = failure;
  const message = `failed to process ${JSON.stringify(text)}: ${reason}`;
  return { value: '', words: [], ...names, error: { message, reason, span: spanIn(word, start, end) } };

  function valueOf(part: Part, keepsEscapes: boolean): string {
    switch (part.kind) {
      case 'text':
        return text.slice(part.start, part.end);
      case 'escape':
        return text.slice(keepsEscapes ? part.start : part.start + 1, part.end);
      case 'single':
        return text.slice(part.start + 1, part.end - 1);
      case 'double':
        return join(part.parts, keepsEscapes);
      case 'variable':
        return variable(part);
      case 'error':
        return fail(part, part.message);
    }
  }

  function join(parts: readonly Part[], keepsEscapes: boolean): string {
    let joined = '';
    for (const part of parts) {
      joined += valueOf(part, keepsEscapes);
      if (failure) return '';
    }
    return joined;
  }

  function fail(at: { start: number; end: number }, reason: string): string {
    failure ??= { reason, start: at.start, end: at.end };
    return '';
  }

  function lookUp(name: string): string | undefined {
    const found = env.get(name);
    (found === undefined ? unmatched : matched).add(name);
    return found;
  }

  function variable(part: VariablePart): string {
    const { name, modifier, operand } = part;
    if (modifier === undefined || !operand) return lookUp(name) ?? '';
    if (modifier === '/' || modifier === '//') return replaced(part, operand, modifier === '//');

    const isPattern = modifier.startsWith('#') || modifier.startsWith('%');
    const argument = join(operand.parts, isPattern);
    if (failure) return '';
    const found = lookUp(name);
    const isMissing = found === undefined || (found === '' && modifier.startsWith(':'));
    switch (modifier) {
      case '-':
      case ':-':
        return isMissing ? argument : found;
      case '+':
      case ':+':
        return isMissing ? '' : argument;
      case '?':
      case ':?': {
        if (!isMissing) return found;
        const problem = found === undefined ? 'is not allowed to be unset' : 'is not allowed to be empty';
        return fail(part, `${name}: ${argument === '' ? problem : argument}`);
      }
      case '#':
      case '##':
      case '%':
      case '%%':
        return trimmed(part, modifier, argument, found ?? '');
      default:
        return fail(part, `unsupported modifier (${modifier}) in substitution`);
    }
  }

  function trimmed(
    part: VariablePart,
    modifier: '#' | '##' | '%' | '%%',
    argument: string,
    found: string,
  ): string {
    // BuildKit looks for the second sign in the expanded pattern, so that a variable can bring it in.
    const sign = modifier.charAt(0);
    const isLongest = modifier.length === 2 || argument.startsWith(sign);
    const pattern = modifier.length === 1 && isLongest ? argument.slice(1) : argument;
    if (hasInvalidEscape(part, sign === '%' ? reversePattern(pattern) : pattern)) return '';
    return sign === '#' ? trimPrefix(found, pattern, isLongest) : trimSuffix(found, pattern, isLongest);
  }

  function replaced(part: VariablePart, operand: Operand, all: boolean): string {
    const pattern = join(operand.parts, true);
    const replacement = failure ? '' : join(part.replacement?.parts ?? [], true);
    if (failure) return '';
    const found = lookUp(part.name) ?? '';
    return hasInvalidEscape(part, pattern) ? '' : replace(found, pattern, replacement, all);
  }

  function hasInvalidEscape(part: VariablePart, pattern: string): boolean {
    const invalid = invalidEscape(pattern);
    if (invalid !== undefined) {
      fail(part, `invalid pattern (${pattern}) in substitution: invalid escape '${invalid}'`);
    }
    return invalid !== undefined;
  }
}

/** The words that BuildKit makes of one word, split after variables are replaced: an unset `$PORT` makes none. */
export function expandWords(word: Mapped, escape: Escape, env: Env): readonly string[] {
  return expand(word, escape, env).words;
}

function wordCollector(): {
  add(text: string): void;
  addQuoted(text: string): void;
  end(): readonly string[];
} {
  const words: string[] = [];
  let current = '';
  return {
    add(text) {
      let start = 0;
      for (let at = 0; at < text.length; at++) {
        if (!isSpace(text.charCodeAt(at))) continue;
        current += text.slice(start, at);
        start = at + 1;
        if (current !== '') words.push(current);
        current = '';
      }
      current += text.slice(start);
    },
    addQuoted(text) {
      current += text;
    },
    end() {
      if (current !== '') words.push(current);
      return words;
    },
  };
}
