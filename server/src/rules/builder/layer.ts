/**
 * Names and values on top of what a stage inherits, so that a stage costs no more than what it sets itself. A stage is
 * finished before another builds on it: what lies below does not change any more.
 */
export interface Layer<Value> {
  readonly below: Layer<Value> | undefined;
  readonly own: Map<string, Value>;
  /** What was found below, so that a long chain of stages is walked once for a name. */
  readonly found: Map<string, Value | undefined>;
}

export function layer<Value>(below?: Layer<Value>): Layer<Value> {
  return { below, own: new Map(), found: new Map() };
}

export function lookUp<Value>(top: Layer<Value>, name: string): Value | undefined {
  if (top.own.has(name)) return top.own.get(name);
  if (top.found.has(name)) return top.found.get(name);
  let value: Value | undefined;
  for (let each = top.below; each !== undefined; each = each.below) {
    const known = each.own.has(name) ? each.own : each.found;
    if (!known.has(name)) continue;
    value = known.get(name);
    break;
  }
  top.found.set(name, value);
  return value;
}

/** Every name once, the nearest first. */
export function namesIn(top: Layer<unknown>): ReadonlySet<string> {
  const names = new Set<string>();
  for (let each: Layer<unknown> | undefined = top; each !== undefined; each = each.below) {
    for (const name of each.own.keys()) names.add(name);
  }
  return names;
}
