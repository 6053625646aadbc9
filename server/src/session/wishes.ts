/** An answer waits so long (milliseconds) for what it would rather know; then it is given without. */
const patience = 80;

/**
 * What features, which do not wait, would like to know from outside. Only within `answer` is a wish heard: whatever
 * else reads the same facts, a diagnostic or a hint on a file that was just opened, asks nobody.
 */
export interface Wishes {
  /**
   * Something is asked for that is not known, or may be old; `key` names it within one answer. `fulfil` tells whether
   * it knows more now than the feature was told.
   */
  add(key: string, fulfil: () => Promise<boolean>): void;
  /** What `compute` makes of the facts; once more when something else is known by then. */
  answer<T>(compute: () => T): Promise<T>;
}

export function wishes(): Wishes {
  let heard: Map<string, () => Promise<boolean>> | undefined;
  return {
    add: (key, fulfil) => {
      if (heard && !heard.has(key)) heard.set(key, fulfil);
    },
    answer: async (compute) => {
      const wanted = new Map<string, () => Promise<boolean>>();
      heard = wanted;
      let result;
      try {
        result = compute();
      } finally {
        // Features are synchronous: nothing else has run meanwhile.
        heard = undefined;
      }
      if (wanted.size === 0) return result;
      const fulfilled = Promise.all([...wanted.values()].map((fulfil) => fulfil().catch(() => false)));
      let timer: NodeJS.Timeout | undefined;
      // That there is no answer yet is news too.
      const late = new Promise<readonly boolean[]>(
        (resolve) => (timer = setTimeout(resolve, patience, [true])),
      );
      const news = await Promise.race([fulfilled, late]);
      clearTimeout(timer);
      return news.includes(true) ? compute() : result;
    },
  };
}
