import { createHmac } from 'node:crypto';
import type { Step } from './plan';

/**
 * A mark stands for a record of the engine's build cache by what the record is the result of, not by its id: a build
 * that exports a result replaces the record by an equal one. BuildKit describes RUN by its arguments and the rest by
 * the name of the step, which begins with stage and number; before 0.9 it described every copy alike.
 */
export function cacheMark(description: string, secret: Uint8Array): string {
  const text = description
    .replace(/^\[[^\]]*\]\s*/, '')
    .replace(/\s+/g, ' ')
    .trim();
  return createHmac('sha256', secret).update(text).digest('hex').slice(0, 32);
}

/** The marks that a record of this step could bear. */
export function marksOf({ kind, instruction, description }: Step, secret: Uint8Array): string[] {
  if (kind === 'from') return [];
  const written = `${instruction.name} ${instruction.rest.text}`;
  return [description, written, ...(kind === 'run' ? [] : ['fileop target'])].map((text) =>
    cacheMark(text, secret),
  );
}

/** Is all that the cache held before still in it? Equal marks may be there several times. */
export function isComplete(before: readonly string[], now: readonly string[]): boolean {
  return difference(before, now).length === 0;
}

/** The marks of `some` that `others` does not have, or has less often. */
export function difference(some: readonly string[], others: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const mark of others) left.set(mark, (left.get(mark) ?? 0) + 1);
  return some.filter((mark) => {
    const count = left.get(mark) ?? 0;
    left.set(mark, count - 1);
    return count <= 0;
  });
}
