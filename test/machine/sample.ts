/** The number that all random choices of this test run follow from; STRATA_SEED repeats a run. */
export const seed = Number(process.env['STRATA_SEED'] ?? 1);

/** A source of numbers from 0 up to, not including, 1 that is the same for the same seed and name (mulberry32). */
export function randomOf(name: string): () => number {
  let state = seed;
  for (const character of name) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 0x9e3779b1);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * The cases of a long suite that this run takes: all of them where the suite was asked for by name
 * (`npm run test:engine`), otherwise `count` of them, chosen by the seed, in their own order.
 */
export function sampleOf<T>(name: string, cases: readonly T[], count: number): T[] {
  if (process.env['STRATA_TESTS'] !== 'sample') return [...cases];
  const random = randomOf(name);
  const keys = cases.map((_, index) => ({ index, key: random() })).sort((one, other) => one.key - other.key);
  const chosen = new Set(keys.slice(0, count).map(({ index }) => index));
  return cases.filter((_, index) => chosen.has(index));
}
