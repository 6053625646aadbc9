import { stripVTControlCharacters } from 'node:util';
import type { BuildOutcome, BuildTask } from './build-task';
import { imageId, sendBuild } from './build-api';
import { lineReader } from './line-reader';
import type { Step } from './steps';

/**
 * Builds with the builder of before BuildKit, or Podman's, which prints the same kind of text: `Step 2/5 : RUN make`,
 * ` ---> Using cache`, the output, ` ---> 0123456789ab`. Podman counts within a stage, `[2/3] STEP 1/4: FROM node`.
 */
export async function buildClassic(task: BuildTask): Promise<BuildOutcome> {
  const { engine, tracker, on } = task;
  const podman = (await engine.info()).kind === 'podman';
  const result: { imageId?: string | undefined; failure?: string } = {};
  let current: { step: Step; cached: boolean; started: number } | undefined;
  const finish = (failed: boolean) => {
    if (!current) return;
    const { step, cached, started } = current;
    const seconds = Math.round(performance.now() - started) / 1000;
    tracker.set(step, failed ? 'failed' : cached ? 'cached' : 'done', cached ? undefined : seconds);
    current = undefined;
  };
  const output = lineReader((line) => {
    const plain = stripVTControlCharacters(line);
    const named = /^(?:\[(\d+)\/\d+\] )?step (\d+)\/\d+ ?: /i.exec(plain);
    if (named) {
      finish(false);
      const [, stage, number] = named;
      const steps = podman
        ? tracker.steps.filter((step) => step.stage === Number(stage ?? 1) - 1)
        : tracker.steps;
      const step = steps[Number(number) - 1];
      if (step) {
        current = { step, cached: false, started: performance.now() };
        tracker.set(step, 'running');
      }
      return;
    }
    if (/^ ?--+> using cache/i.test(plain)) {
      if (current) current.cached = true;
    } else if (/^Successfully (?:built|tagged) |^(?:\[\d+\/\d+\] )?COMMIT /.test(plain)) {
      finish(false);
    } else if (!/^ ---> |^Removing intermediate container |^--> |^[0-9a-f]{64}$/.test(plain)) {
      tracker.log(current?.step, line);
    }
  });
  const answer = sendBuild(task, '1', (message) => {
    const { stream, aux, error, status, id, progressDetail } = message;
    if (typeof stream === 'string') {
      // A command may end without a line break; the builder's own words begin a message.
      if (/^(?:(?:\[\d+\/\d+\] )?step \d| ?--+> |removing intermediate )/i.test(stream)) output.end();
      output.write(Buffer.from(stream));
    }
    const built = imageId(aux);
    if (built !== undefined) result.imageId = built;
    if (typeof error === 'string') result.failure = error;
    if (typeof status === 'string' && typeof id === 'string') {
      const { current: bytes, total } = Object(progressDetail) as Record<string, unknown>;
      if (typeof bytes === 'number' && typeof total === 'number') {
        on({ kind: 'pull', id, status, current: bytes, total });
      }
    }
  });
  await answer.catch((error: unknown) => {
    // A Dockerfile that cannot be read at all is refused before anything streams.
    const { statusCode, json, message } = error as Error & { statusCode?: number; json?: unknown };
    if (statusCode !== 400) throw error;
    const said = (Object(json) as Record<string, unknown>)['message'];
    result.failure = typeof said === 'string' ? said : message.replace(/^\(HTTP.*?\) .*? - /, '').trim();
  });
  output.end();
  finish(result.failure !== undefined);
  return result;
}
