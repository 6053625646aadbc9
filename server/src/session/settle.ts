/** An edit is followed by another one within this time (milliseconds) when many arrive at once. */
const quiet = 2;
/** A stream of edits without a pause delays an answer by no more than this (milliseconds). */
const patience = 100;

interface Waiting {
  readonly since: number;
  timer: NodeJS.Timeout;
  readonly done: (() => void)[];
}

export interface Settle {
  /** An edit has come. */
  touch(key: string): void;
  /** Resolves when no edit has come for a moment; at once when none is pending. */
  settled(key: string): Promise<void>;
  forget(key: string): void;
}

/** Lets many edits that arrive together be answered once: a hundred edits cost one run of the rules. */
export function settling(): Settle {
  const waiting = new Map<string, Waiting>();
  const finish = (key: string) => {
    const entry = waiting.get(key);
    waiting.delete(key);
    if (entry) clearTimeout(entry.timer);
    for (const done of entry?.done ?? []) done();
  };
  return {
    touch: (key) => {
      const entry = waiting.get(key);
      if (!entry) {
        waiting.set(key, { since: performance.now(), timer: setTimeout(finish, quiet, key), done: [] });
      } else if (performance.now() - entry.since < patience) {
        clearTimeout(entry.timer);
        entry.timer = setTimeout(finish, quiet, key);
      }
    },
    settled: (key) =>
      new Promise((resolve) => {
        const entry = waiting.get(key);
        if (entry) entry.done.push(resolve);
        else resolve();
      }),
    forget: finish,
  };
}
