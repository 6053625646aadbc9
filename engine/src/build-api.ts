import { randomUUID } from 'node:crypto';
import type { BuildOutcome, BuildTask } from './build';
import { request as ask } from './connect';
import { contextTar } from './context-tar';
import { followLines } from './images';
import { traceStatus } from './progress';

/**
 * Builds with the BuildKit inside the engine, over the connection that all else uses: no session, so no secrets and
 * no ssh. The context is sent as an archive, for which BuildKit keeps another cache than for buildx.
 */
export async function buildThroughEngine(task: BuildTask): Promise<BuildOutcome> {
  const { tracker } = task;
  const result: { imageId?: string | undefined; failure?: string } = {};
  await sendBuild(task, '2', (message) => {
    const { id, aux, error } = message;
    if (typeof error === 'string') result.failure = error;
    if (id === 'moby.buildkit.trace' && typeof aux === 'string') tracker.status(traceStatus(aux));
    if (id === 'moby.image.id') result.imageId = imageId(aux);
  });
  return result;
}

export function imageId(aux: unknown): string | undefined {
  const { ID } = Object(aux) as Record<string, unknown>;
  return typeof ID === 'string' ? ID : undefined;
}

/** The size of a context from which on its size is told before it is sent. */
const largeContext = 100_000_000;

/** Sends the context and reads the engine's answer, message by message. */
export async function sendBuild(
  { engine, request, on, signal }: BuildTask,
  version: '1' | '2',
  onMessage: (message: Record<string, unknown>) => void,
): Promise<void> {
  const { stream, bytes, dockerfile } = await contextTar(request.context, request.dockerfile);
  if (bytes > largeContext || version === '2') on({ kind: 'context', bytes });
  const buildid = randomUUID();
  const cancel = () => {
    stream.destroy();
    // Ending the request ends the build; saying so as well ends it faster.
    ask(engine, { method: 'POST', path: '/build/cancel', query: { id: buildid } }).then(
      (answer) => answer.resume(),
      () => undefined,
    );
  };
  signal.addEventListener('abort', cancel, { once: true });
  let unreadable: Error | undefined;
  stream.once('error', (error) => (unreadable = error));
  try {
    const answer = await ask(engine, {
      method: 'POST',
      path: '/build',
      query: {
        version,
        buildid,
        dockerfile,
        t: request.tags,
        buildargs: JSON.stringify(request.buildArgs ?? {}),
        labels: JSON.stringify(request.labels ?? {}),
        ...(request.target ? { target: request.target } : {}),
        ...(request.platform ? { platform: request.platform } : {}),
        ...(request.noCache ? { nocache: '1' } : {}),
        ...(request.pull ? { pull: '1' } : {}),
        ...(request.network ? { networkmode: request.network } : {}),
        rm: '1',
        forcerm: '1',
      },
      body: stream,
      signal,
    });
    await followLines(answer, onMessage);
  } catch (error) {
    throw unreadable ?? error;
  } finally {
    signal.removeEventListener('abort', cancel);
    stream.destroy();
  }
  if (unreadable) throw unreadable;
}
