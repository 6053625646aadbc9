/**
 * A function that computes each answer once and forgets it together with the object that it was asked about. For two
 * objects: `remembered((a) => remembered((b) => …))`.
 */
export function remembered<K extends object, T>(compute: (key: K) => T): (key: K) => T {
  const answers = new WeakMap<K, { readonly answer: T }>();
  return (key) => {
    let known = answers.get(key);
    if (!known) {
      known = { answer: compute(key) };
      answers.set(key, known);
    }
    return known.answer;
  };
}
