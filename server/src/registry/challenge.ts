/** One way to log in that a `WWW-Authenticate` header offers (RFC 7235, section 2.1). */
export interface Challenge {
  /** In lower case: `bearer`, `basic`. */
  readonly scheme: string;
  /** Names in lower case, values unquoted. */
  readonly parameters: ReadonlyMap<string, string>;
}

/** Longer headers are nonsense. */
const longestHeader = 8192;
const token = /[!#$%&'*+\-.^_`|~0-9A-Za-z]+/y;

/**
 * Reads all challenges of a header. Several may stand in one header, separated by the same commas that separate the
 * parameters of each: a word before `=` is a parameter, any other one begins the next challenge.
 */
export function parseChallenges(header: string): readonly Challenge[] {
  const text = header.slice(0, longestHeader);
  const challenges: { scheme: string; parameters: Map<string, string> }[] = [];
  let at = 0;

  const blanks = () => {
    while (text[at] === ' ' || text[at] === '\t') {
      at++;
    }
  };
  const take = (pattern: RegExp) => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0] ?? '';
    at += found.length;
    return found;
  };

  while (at < text.length) {
    blanks();
    // A stray equals sign pads the token68 form, which none of our schemes has.
    if (text[at] === ',' || text[at] === '=') {
      at++;
      continue;
    }
    const name = take(token);
    if (name === '') {
      break;
    }
    const afterName = at;
    blanks();
    const current = challenges.at(-1);
    if (text[at] === '=' && current) {
      at++;
      blanks();
      const value = text[at] === '"' ? quoted() : take(token);
      const key = name.toLowerCase();
      if (!current.parameters.has(key)) {
        current.parameters.set(key, value);
      }
    } else {
      at = afterName;
      challenges.push({ scheme: name.toLowerCase(), parameters: new Map() });
    }
  }
  return challenges;

  function quoted(): string {
    let value = '';
    for (at++; at < text.length && text[at] !== '"'; at++) {
      if (text[at] === '\\') {
        at++;
      }
      value += text[at] ?? '';
    }
    at++;
    return value;
  }
}
