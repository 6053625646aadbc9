/** An answer waits so long (milliseconds) for what it would rather know; then it is given without. */
const patience = 120;

/**
 * What features, which do not wait, would like to know from outside. Only within `answer` is a wish heard: whatever
 * else reads the same facts, a diagnostic or a hint on a file that was just opened, asks nobody.
 */
export interface Wishes {
  /** Something is asked for that is not known, or may be old; `key` names it within one answer. */
  add(key: string, fulfil: () => Promise<unknown>): void;
  /** What `compute` makes of the facts; once more when its wishes came true in time. */
  answer<T>(compute: () => T): Promise<T>;
}

export function wishes(): Wishes {
  let heard: Map<string, () => Promise<unknown>> | undefined;
  return {
    add: (key, fulfil) => {
      if (heard && !heard.has(key)) heard.set(key, fulfil);
    },
    answer: async (compute) => {
      const wanted = new Map<string, () => Promise<unknown>>();
      heard = wanted;
      let result;
      try {
        result = compute();
      } finally {
        // Features are synchronous: nothing else has run meanwhile.
        heard = undefined;
      }
      if (wanted.size === 0) return result;
      const fulfilled = Promise.all([...wanted.values()].map((fulfil) => fulfil().catch(() => undefined)));
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise((resolve) => (timer = setTimeout(resolve, patience)));
      await Promise.race([fulfilled, late]);
      clearTimeout(timer);
      return compute();
    },
  };
}
