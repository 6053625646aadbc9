import { TransportError } from './transport';

/** Runs a task as soon as its key and all keys together have room; throws when cancelled while it waits. */
export type Limiter = <T>(key: string, task: () => Promise<T>, signal?: AbortSignal) => Promise<T>;

/** At most `perKey` tasks of one key and `total` of all run at once; the others wait in order. */
export function limiter({ perKey, total }: { perKey: number; total: number }): Limiter {
  const running = new Map<string, number>();
  let all = 0;
  const waiting: { key: string; start: () => void }[] = [];

  function admit(): void {
    for (let index = 0; index < waiting.length && all < total;) {
      const next = waiting[index];
      if (next && (running.get(next.key) ?? 0) < perKey) {
        waiting.splice(index, 1);
        running.set(next.key, (running.get(next.key) ?? 0) + 1);
        all++;
        next.start();
      } else {
        index++;
      }
    }
  }

  return async (key, task, signal) => {
    await new Promise<void>((resolve, reject) => {
      const entry = {
        key,
        start: () => {
          signal?.removeEventListener('abort', cancel);
          resolve();
        },
      };
      const cancel = () => {
        waiting.splice(waiting.indexOf(entry), 1);
        reject(new TransportError('cancelled', 'cancelled'));
      };
      if (signal?.aborted) {
        reject(new TransportError('cancelled', 'cancelled'));
        return;
      }
      signal?.addEventListener('abort', cancel, { once: true });
      waiting.push(entry);
      admit();
    });
    try {
      return await task();
    } finally {
      const left = (running.get(key) ?? 1) - 1;
      if (left === 0) {
        running.delete(key);
      } else {
        running.set(key, left);
      }
      all--;
      admit();
    }
  };
}
