import { parentPort } from 'node:worker_threads';
import { jobs, type Answer, type Job } from './jobs';

/** Reads build contexts beside the process's own thread, which answers the user meanwhile. */
parentPort?.on('message', ({ id, job, task }: Job) => {
  let answer: Answer;
  try {
    answer = { id, result: jobs[job](task) };
  } catch (error) {
    answer = { id, error: error instanceof Error ? error.message : String(error) };
  }
  parentPort?.postMessage(answer);
});
