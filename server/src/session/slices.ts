/** How long work may hold the event loop at a time, in milliseconds. */
const slice = 5;

/**
 * Runs the steps to their end and lets requests and edits in between, whenever a slice of time has been used up.
 * Undefined where `isWanted` says, after such a pause, that nobody waits for the result any more.
 */
export async function inSlices<Result>(
  steps: Generator<undefined, Result>,
  isWanted: () => boolean,
): Promise<Result | undefined> {
  for (let began = performance.now(); ;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (performance.now() - began < slice) continue;
    await new Promise((resolve) => setImmediate(resolve));
    if (!isWanted()) return undefined;
    began = performance.now();
  }
}
