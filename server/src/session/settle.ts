/** An edit is followed by another one within this time (milliseconds) when many arrive at once. */
const quiet = 2;
/** A stream of edits without a pause delays an answer by no more than this (milliseconds). */
const patience = 100;

interface Waiting {
  readonly since: number;
  edits: number;
  timer: NodeJS.Timeout | undefined;
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
  const start = (key: string) => setTimeout(expire, quiet, key);
  const finish = (key: string) => {
    const entry = waiting.get(key);
    waiting.delete(key);
    if (entry) clearTimeout(entry.timer);
    for (const done of entry?.done ?? []) done();
  };
  // A busy machine may let the time pass while edits lie unread: they are read before an immediate runs.
  const expire = (key: string) => {
    const edits = waiting.get(key)?.edits;
    setImmediate(() => {
      const entry = waiting.get(key);
      if (!entry) return;
      if (entry.edits === edits || performance.now() - entry.since > patience) finish(key);
      else entry.timer = start(key);
    });
  };
  return {
    touch: (key) => {
      const entry = waiting.get(key) ?? { since: performance.now(), edits: 0, timer: undefined, done: [] };
      waiting.set(key, entry);
      entry.edits += 1;
      if (performance.now() - entry.since > patience) return;
      clearTimeout(entry.timer);
      entry.timer = start(key);
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
