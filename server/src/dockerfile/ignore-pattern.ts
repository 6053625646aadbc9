/**
 * One pattern of a .dockerignore file, as moby's patternmatcher understands it: Go's filepath.Match with `**`. The
 * matcher advances all states of the pattern together, so that it takes time in proportion to path and pattern.
 */
export interface IgnorePattern {
  /** Whether the pattern matches this path itself, not a folder above it. */
  matches(path: string): boolean;
}

type Token =
  /** One character, `/` only where the pattern says so. */
  | { readonly kind: 'one'; readonly accepts: (unit: string) => boolean }
  /** `*`: any characters but `/`. */
  | { readonly kind: 'star' }
  /** `**` at the end: any characters. */
  | { readonly kind: 'all' }
  /** `**` before something: nothing, or any characters and a `/`. */
  | { readonly kind: 'folders' };

/** The pattern, cleaned and without `!`; a string says what Go finds wrong with it. */
export function ignorePattern(pattern: string): IgnorePattern | string {
  const parsed = parse(pattern);
  if (typeof parsed === 'string') return parsed;
  const { tokens, special } = parsed;
  // moby takes these shortcuts, and they decide: `**foo` matches `barfoo`, which its general rule would not.
  if (special === 'none') return { matches: (path) => path === pattern };
  if (special === 'end') {
    const prefix = pattern.slice(0, -2);
    return { matches: (path) => path.startsWith(prefix) };
  }
  if (special === 'start') {
    const suffix = pattern.slice(2);
    return {
      matches: (path) => path.endsWith(suffix) || (suffix.startsWith('/') && path === suffix.slice(1)),
    };
  }
  return { matches: (path) => isMatch(tokens, path) };
}

/** `special`: the pattern holds nothing special, only `**` at its end, only `**` at its start, or anything else. */
function parse(text: string): { tokens: Token[]; special: 'none' | 'end' | 'start' | 'any' } | string {
  const pattern = Array.from(text);
  const tokens: Token[] = [];
  let special: 'none' | 'end' | 'start' | 'any' = 'none';
  for (let at = 0; at < pattern.length;) {
    const unit = pattern[at];
    if (unit === '*' && pattern[at + 1] === '*') {
      const isStart = at === 0;
      at += 2;
      if (pattern[at] === '/') at++;
      if (at < pattern.length) {
        tokens.push({ kind: 'folders' });
        special = 'any';
      } else {
        tokens.push({ kind: 'all' });
        special = special === 'none' ? 'end' : 'any';
      }
      if (isStart) special = 'start';
      continue;
    }
    if (unit === '[') {
      const parsed = parseClass(pattern, at + 1);
      if (!parsed) return 'syntax error in pattern';
      tokens.push({ kind: 'one', accepts: parsed.accepts });
      at = parsed.end;
      special = 'any';
      continue;
    }
    if (unit === '\\' && at + 1 === pattern.length) return 'syntax error in pattern';
    if (unit === '*') {
      tokens.push({ kind: 'star' });
      special = 'any';
    } else if (unit === '?') {
      tokens.push({ kind: 'one', accepts: (other) => other !== '/' });
      special = 'any';
    } else {
      const isEscaped = unit === '\\';
      if (isEscaped) special = 'any';
      const wanted = isEscaped ? pattern[++at] : unit;
      // Behind `\`, a letter or digit gets another meaning from moby's regular expressions: `bin\Debug` matches no path.
      const isClass = isEscaped && /[A-Za-z0-9]/.test(wanted ?? '');
      tokens.push({ kind: 'one', accepts: (other) => other === wanted && !isClass });
    }
    at++;
  }
  return { tokens, special };
}

/** `[a-z]`, `[^a]`, `[\]]` behind the bracket; undefined where Go finds a syntax error. */
function parseClass(
  pattern: readonly string[],
  start: number,
): { accepts: (unit: string) => boolean; end: number } | undefined {
  const ranges: [string, string][] = [];
  const isNegated = pattern[start] === '^';
  let at = isNegated ? start + 1 : start;
  const bound = (): string | undefined => {
    if (at >= pattern.length || pattern[at] === '-' || pattern[at] === ']') return undefined;
    if (pattern[at] === '\\') at++;
    const unit = pattern[at++];
    return at >= pattern.length ? undefined : unit;
  };
  while (pattern[at] !== ']' || ranges.length === 0) {
    const low = bound();
    if (low === undefined) return undefined;
    let high: string | undefined = low;
    if (pattern[at] === '-') {
      at++;
      high = bound();
    }
    if (high === undefined) return undefined;
    ranges.push([low, high]);
  }
  return {
    accepts: (unit) => ranges.some(([low, high]) => low <= unit && unit <= high) !== isNegated,
    end: at + 1,
  };
}

function isMatch(tokens: readonly Token[], path: string): boolean {
  let states = new Set<number>();
  enter(states, tokens, 0);
  for (const unit of path) {
    const next = new Set<number>();
    for (const state of states) {
      const token = tokens[state];
      if (token?.kind === 'one') {
        if (token.accepts(unit)) enter(next, tokens, state + 1);
      } else if (token?.kind === 'star') {
        if (unit !== '/') enter(next, tokens, state);
      } else if (token?.kind === 'all') {
        enter(next, tokens, state);
      } else if (token?.kind === 'folders') {
        // Inside `**`, what follows may begin only behind a slash.
        next.add(state);
        if (unit === '/') enter(next, tokens, state + 1);
      }
    }
    if (next.size === 0) return false;
    states = next;
  }
  return states.has(tokens.length);
}

/** Adds a state and those that need no character to reach. */
function enter(states: Set<number>, tokens: readonly Token[], state: number): void {
  for (let at = state; !states.has(at); at++) {
    states.add(at);
    if (at >= tokens.length || tokens[at]?.kind === 'one') return;
  }
}
