/** Named things that are defined one after another, on top of those of another scope. */
export interface Scope<T> {
  readonly base: Scope<T> | undefined;
  readonly own: Map<string, { readonly index: number; readonly value: T }[]>;
  /** What is there before the first definition, from the base or elsewhere; undefined where the name is nowhere. */
  readonly inherited: Map<string, T | undefined>;
}

export function newScope<T>(base?: Scope<T>, inherited: Iterable<readonly [string, T]> = []): Scope<T> {
  return { base, own: new Map(), inherited: new Map(inherited) };
}

/** Defines a name from behind `index` on. Definitions come in the order of their indexes. */
export function define<T>(scope: Scope<T>, name: string, index: number, value: T): void {
  const before = scope.own.get(name);
  if (before) before.push({ index, value });
  else scope.own.set(name, [{ index, value }]);
}

/** What the name means before `index`. */
export function find<T>(scope: Scope<T>, name: string, index: number): T | undefined {
  const own = lastBefore(scope.own.get(name) ?? [], index);
  if (own) return own.value;
  // Scopes may be thousands deep; each remembers what it finds below, so that nobody walks the same way twice.
  const passed: Scope<T>[] = [];
  let at: Scope<T> | undefined = scope;
  let found: T | undefined;
  while (at) {
    if (at.inherited.has(name)) {
      found = at.inherited.get(name);
      break;
    }
    passed.push(at);
    at = at.base;
    const last = at?.own.get(name)?.at(-1);
    if (!last) continue;
    found = last.value;
    break;
  }
  for (const { inherited } of passed) inherited.set(name, found);
  return found;
}

/** Everything that is defined before `index`, by name. */
export function list<T>(scope: Scope<T>, index: number): ReadonlyMap<string, T> {
  const chain: Scope<T>[] = [];
  for (let at: Scope<T> | undefined = scope; at; at = at.base) chain.push(at);
  const all = new Map<string, T>();
  for (const { inherited, own } of chain.reverse()) {
    for (const name of [...inherited.keys(), ...own.keys()]) {
      const value = all.has(name) ? undefined : find(scope, name, index);
      if (value !== undefined) all.set(name, value);
    }
  }
  return all;
}

function lastBefore<T extends { readonly index: number }>(
  definitions: readonly T[],
  index: number,
): T | undefined {
  let low = 0;
  let high = definitions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((definitions[middle]?.index ?? index) < index) low = middle + 1;
    else high = middle;
  }
  return definitions[low - 1];
}
