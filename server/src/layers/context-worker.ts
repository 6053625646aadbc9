import { parentPort, workerData } from 'node:worker_threads';
import { jobs, type Job } from './jobs';

/** Reads a build context beside the process's own thread, which answers the user meanwhile: one job, one worker. */
const { job, task } = workerData as Job;
parentPort?.postMessage(jobs[job](task));
