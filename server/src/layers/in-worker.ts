import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { LayersTask } from './compute-layers';
import { jobs, type Answer, type Job } from './jobs';

/** A worker that had nothing to do for this time (milliseconds) ends, and what it remembers of files with it. */
const idle = 60_000;

interface Running {
  readonly worker: Worker;
  readonly waiting: Map<
    number,
    { readonly resolve: (result: never) => void; readonly reject: (error: Error) => void }
  >;
  timer: NodeJS.Timeout | undefined;
}

let running: Running | undefined;
let count = 0;

/** Does a job in the worker beside the bundle; in this thread where there is no bundle, as in unit tests. */
export function inWorker<J extends Job['job']>(
  job: J,
  task: LayersTask,
): Promise<ReturnType<(typeof jobs)[J]>> {
  type Result = ReturnType<(typeof jobs)[J]>;
  const path = join(__dirname, 'context-worker.js');
  if (!existsSync(path)) return Promise.resolve(jobs[job](task) as Result);
  const { worker, waiting } = (running ??= start(path));
  const id = ++count;
  return new Promise<Result>((resolve, reject) => {
    waiting.set(id, { resolve, reject });
    // While somebody waits the process lives; an idle worker does not hold it.
    worker.ref();
    worker.postMessage({ id, job, task } satisfies Job);
  });
}

function start(path: string): Running {
  const started: Running = { worker: new Worker(path), waiting: new Map(), timer: undefined };
  const { worker, waiting } = started;
  const end = (error: Error) => {
    if (running === started) running = undefined;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  worker.on('message', ({ id, result, error }: Answer) => {
    const asked = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) asked?.resolve(result as never);
    else asked?.reject(new Error(error));
    if (waiting.size > 0) return;
    worker.unref();
    clearTimeout(started.timer);
    started.timer = setTimeout(() => {
      if (waiting.size === 0) void worker.terminate();
    }, idle).unref();
  });
  worker.once('error', end);
  worker.once('exit', () => end(new Error('The worker that reads build contexts has ended.')));
  return started;
}
