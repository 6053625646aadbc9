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
  | {
      readonly kind: 'one';
      readonly accepts: (unit: string) => boolean;
      /** The only character that it accepts, where there is just one. */
      readonly literal?: string;
    }
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
  return { matches: matcher(tokens) };
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
      const literal = isClass || wanted === undefined ? {} : { literal: wanted };
      tokens.push({ kind: 'one', accepts: (other) => other === wanted && !isClass, ...literal });
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

/** Which states of the pattern are alive: 1 at the index of each token that may come next; behind the last, the end. */
type States = Uint8Array;

/** The two sets of states are made once, since a pattern meets every path of a build context. */
function matcher(tokens: readonly Token[]): (path: string) => boolean {
  let states: States = new Uint8Array(tokens.length + 1);
  let next: States = new Uint8Array(tokens.length + 1);
  const lastOpen = tokens.findLastIndex((token) => token.kind !== 'one' || token.literal === undefined);
  const [prefix, suffix] = [literals(tokens), literals(tokens.slice(lastOpen + 1))];
  return (path) => {
    // Most paths of a context differ from most patterns in their first or last characters.
    if (!path.startsWith(prefix) || !path.endsWith(suffix)) return false;
    states.fill(0);
    enter(states, tokens, 0);
    for (const unit of path) {
      next.fill(0);
      if (!step(tokens, states, next, unit)) return false;
      [states, next] = [next, states];
    }
    return states[tokens.length] === 1;
  };
}

/** What a text must begin with to match the tokens. */
function literals(tokens: readonly Token[]): string {
  let text = '';
  for (const token of tokens) {
    if (token.kind !== 'one' || token.literal === undefined) break;
    text += token.literal;
  }
  return text;
}

/** Moves all states over one character; false when none survives. */
function step(tokens: readonly Token[], states: States, next: States, unit: string): boolean {
  let isAlive = false;
  for (let state = 0; state < tokens.length; state++) {
    const token = tokens[state];
    if (states[state] === 0 || token === undefined) continue;
    switch (token.kind) {
      case 'one':
        if (!token.accepts(unit)) continue;
        enter(next, tokens, state + 1);
        break;
      case 'star':
        if (unit === '/') continue;
        enter(next, tokens, state);
        break;
      case 'all':
        enter(next, tokens, state);
        break;
      case 'folders':
        // Inside `**`, what follows may begin only behind a slash.
        next[state] = 1;
        if (unit === '/') enter(next, tokens, state + 1);
    }
    isAlive = true;
  }
  return isAlive;
}

/** Adds a state and those that need no character to reach. */
function enter(states: States, tokens: readonly Token[], state: number): void {
  for (let at = state; states[at] === 0; at++) {
    states[at] = 1;
    if (at >= tokens.length || tokens[at]?.kind === 'one') return;
  }
}
