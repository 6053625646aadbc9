/**
 * Names and values on top of what a stage inherits, so that a stage costs no more than what it sets itself. A stage is
 * finished before another builds on it: what lies below does not change any more.
 */
export class Layer<Value> {
  readonly #below: Layer<Value> | undefined;
  readonly #own = new Map<string, Value>();
  /** What was found below, so that a long chain of stages is walked once for a name. */
  readonly #found = new Map<string, Value | undefined>();

  constructor(below?: Layer<Value>) {
    this.#below = below;
  }

  get(name: string): Value | undefined {
    if (this.#own.has(name)) return this.#own.get(name);
    if (this.#found.has(name)) return this.#found.get(name);
    let value: Value | undefined;
    for (let layer = this.#below; layer !== undefined; layer = layer.#below) {
      const known = layer.#own.has(name) ? layer.#own : layer.#found;
      if (!known.has(name)) continue;
      value = known.get(name);
      break;
    }
    this.#found.set(name, value);
    return value;
  }

  has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  set(name: string, value: Value): void {
    this.#own.set(name, value);
  }

  /** Every name once, the nearest first. */
  keys(): ReadonlySet<string> {
    const names = new Set(this.#own.keys());
    for (let layer = this.#below; layer !== undefined; layer = layer.#below) {
      for (const name of layer.#own.keys()) names.add(name);
    }
    return names;
  }
}
