import { randomUUID } from 'node:crypto';
import type { BuildOutcome, BuildTask } from './build-task';
import { request as ask } from './connect';
import { contextTar } from './context-tar';
import { followLines, pull } from './images';
import { imageConfig } from './inspect';
import { traceStatus } from './progress';
import { loginsFor } from './registry-login';

/**
 * Builds with the BuildKit inside the engine, over the connection that all else uses: no session, so no secrets and
 * no ssh. The context is sent as an archive, for which BuildKit keeps another cache than for buildx.
 */
export async function buildThroughEngine(task: BuildTask): Promise<BuildOutcome> {
  const { request, tracker } = task;
  const fetched = await fetchPrivateBases(task);
  const result: { imageId?: string | undefined; failure?: string } = {};
  await sendBuild(fetched ? { ...task, request: { ...request, pull: false } } : task, '2', (message) => {
    const { id, aux, error } = message;
    if (typeof error === 'string') result.failure = error;
    if (id === 'moby.buildkit.trace' && typeof aux === 'string') tracker.status(traceStatus(aux));
    if (id === 'moby.image.id') result.imageId = imageId(aux);
  });
  return result;
}

/**
 * BuildKit asks a session for logins. Where the user has one for a base image, the images are fetched before the
 * build, which then takes them as they lie in the engine. What cannot be fetched is left for the build to report.
 */
async function fetchPrivateBases({ engine, request, tracker, on, signal }: BuildTask): Promise<boolean> {
  const images = [...new Set(tracker.steps.flatMap(({ image }) => image ?? []))];
  const logins = await loginsFor(engine, images);
  if (Object.keys(logins).length === 0) return false;
  const platform = request.platform ? { platform: request.platform } : {};
  for (const image of images) {
    const there = !request.pull && (await imageConfig(engine, image)) !== undefined;
    if (!there) await pull(engine, image, { on, signal, ...platform }).catch(() => undefined);
  }
  return true;
}

export function imageId(aux: unknown): string | undefined {
  const { ID } = Object(aux) as Record<string, unknown>;
  return typeof ID === 'string' ? ID : undefined;
}

/** The size of a context from which on its size is told before it is sent. */
const largeContext = 100_000_000;

/** Sends the context and reads the engine's answer, message by message. */
export async function sendBuild(
  { engine, request, tracker, on, signal }: BuildTask,
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
      registries: await loginsFor(
        engine,
        tracker.steps.flatMap(({ image }) => image ?? []),
      ),
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
