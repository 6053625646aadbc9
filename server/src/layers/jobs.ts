import { computeLayers, plannedSteps, type LayersTask } from './compute-layers';

/** What a worker can be asked to do. */
export const jobs = { computeLayers, plannedSteps };

export interface Job {
  readonly id: number;
  readonly job: keyof typeof jobs;
  readonly task: LayersTask;
}

export interface Answer {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: string;
}
