import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { LayersTask } from './compute-layers';
import { jobs, type Job } from './jobs';

/** Does a job in the worker beside the bundle; in this thread where there is no bundle, as in unit tests. */
export function inWorker<J extends Job['job']>(
  job: J,
  task: LayersTask,
): Promise<ReturnType<(typeof jobs)[J]>> {
  type Result = ReturnType<(typeof jobs)[J]>;
  const path = join(__dirname, 'context-worker.js');
  if (!existsSync(path)) return Promise.resolve(jobs[job](task) as Result);
  return new Promise((resolve, reject) => {
    const worker = new Worker(path, { workerData: { job, task } satisfies Job });
    worker.once('message', (result: Result) => resolve(result));
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('The worker ended without an answer.')));
  });
}
