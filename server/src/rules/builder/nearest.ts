/** Edits (insert, delete, replace) that turn `a` into `b`, or `limit` when there are as many or more. */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const current = [i];
    let least = i;
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const cost = Math.min(replaced, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1);
      current.push(cost);
      least = Math.min(least, cost);
    }
    if (least >= limit) return limit;
    previous = current;
  }
  return Math.min(previous[b.length] ?? limit, limit);
}

/**
 * The option that was probably meant: at most two edits away, as BuildKit's "did you mean" has it (util/suggest).
 * Undefined when nothing is that near, or when the word is itself an option.
 */
export function nearest(word: string, options: Iterable<string>): string | undefined {
  let best: string | undefined;
  let limit = 3;
  for (const option of options) {
    if (option === word) return undefined;
    const edits = distance(word, option, limit);
    if (edits < limit) {
      best = option;
      limit = edits;
    }
  }
  return best;
}

/** BuildKit's ending of an error message, empty where nothing is near. */
export function didYouMean(word: string, options: Iterable<string>): string {
  const match = nearest(word, options);
  return match === undefined ? '' : ` (did you mean ${match}?)`;
}
