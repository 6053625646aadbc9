/**
 * The patterns of `${x#pattern}`, `${x%pattern}` and `${x/pattern/text}`: `*`, `?`, `\*`, `\?` and `\\`, no brackets, as
 * BuildKit has them. A matcher of our own, because regular expressions with several `*` can take for ever.
 */
type Token = { readonly kind: 'star' | 'any' } | { readonly kind: 'unit'; readonly unit: string };

/** Beyond this many steps a pattern counts as not matching. */
const mostSteps = 4_000_000;

/** The first escape sequence that BuildKit rejects, e.g. `\a`. */
export function invalidEscape(pattern: string): string | undefined {
  for (let at = 0; at < pattern.length; at++) {
    if (pattern[at] !== '\\') continue;
    at++;
    const next = pattern.codePointAt(at);
    const character = next === undefined ? '\uFFFD' : String.fromCodePoint(next);
    if (!'*?\\}/'.includes(character)) return `\\${character}`;
  }
  return undefined;
}

/** `value` without the shortest or longest start that the pattern matches. */
export function trimPrefix(value: string, pattern: string, isLongest: boolean): string {
  const end = matchEnd(value, 0, tokens(pattern), isLongest, { left: mostSteps });
  return end < 0 ? value : value.slice(end);
}

/** `value` without the shortest or longest end that the pattern matches; both are read from their ends. */
export function trimSuffix(value: string, pattern: string, isLongest: boolean): string {
  const reversed = value.split('').reverse().join('');
  const end = matchEnd(reversed, 0, tokens(reversePattern(pattern)), isLongest, { left: mostSteps });
  return end < 0 ? value : value.slice(0, value.length - end);
}

/** The pattern from its end, with escape sequences whole: `\\*a` is `a\\*`. */
export function reversePattern(pattern: string): string {
  return (pattern.match(/\\[^]|[^]/g) ?? []).reverse().join('');
}

/** The first match, or all of them, replaced; a match is as early and then as long as can be. */
export function replace(value: string, pattern: string, replacement: string, all: boolean): string {
  const wanted = tokens(pattern);
  const budget = { left: mostSteps };
  let result = '';
  let copied = 0;
  let lastEnd = -1;
  for (let start = 0; start <= value.length && budget.left > 0;) {
    const end = matchEnd(value, start, wanted, true, budget);
    // An empty match directly behind another one does not count.
    if (end < 0 || (end === start && start === lastEnd)) {
      start++;
      continue;
    }
    result += value.slice(copied, start) + replacement;
    copied = end;
    lastEnd = end;
    if (!all) break;
    start = end > start ? end : start + 1;
  }
  return result + value.slice(copied);
}

function tokens(pattern: string): Token[] {
  const found: Token[] = [];
  for (let at = 0; at < pattern.length; at++) {
    const unit = pattern.charAt(at);
    if (unit === '*') found.push({ kind: 'star' });
    else if (unit === '?') found.push({ kind: 'any' });
    else if (unit !== '\\') found.push({ kind: 'unit', unit });
    else found.push({ kind: 'unit', unit: pattern.charAt(++at) });
  }
  return found;
}

/** Where the match that starts at `start` ends, or -1: all states of the pattern advance together, unit by unit. */
function matchEnd(
  value: string,
  start: number,
  pattern: readonly Token[],
  isLongest: boolean,
  budget: { left: number },
): number {
  let states = skipStars([0], pattern);
  let end = -1;
  for (let at = start; states.length > 0; at++) {
    if (states.at(-1) === pattern.length) {
      end = at;
      if (!isLongest) return end;
    }
    budget.left -= states.length;
    if (at >= value.length || budget.left <= 0) break;
    states = skipStars(advance(states, pattern, value.charAt(at)), pattern);
  }
  return end;
}

function advance(states: readonly number[], pattern: readonly Token[], unit: string): number[] {
  const next: number[] = [];
  const add = (state: number): void => {
    if (next.at(-1) !== state) next.push(state);
  };
  for (const state of states) {
    const token = pattern[state];
    if (token?.kind === 'star') add(state);
    else if (token?.kind === 'any' || (token?.kind === 'unit' && token.unit === unit)) add(state + 1);
  }
  return next;
}

/** With each state at a star, the state behind it. States are in ascending order, each once. */
function skipStars(states: readonly number[], pattern: readonly Token[]): number[] {
  const all: number[] = [];
  for (const state of states) {
    let at = state;
    while ((all.at(-1) ?? -1) < at) {
      all.push(at);
      if (pattern[at]?.kind === 'star') at++;
    }
  }
  return all;
}
