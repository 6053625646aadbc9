import { computeLayers, plannedSteps, type LayersTask } from './compute-layers';

/** What a worker can be asked to do. */
export const jobs = { computeLayers, plannedSteps };

export interface Job {
  readonly job: keyof typeof jobs;
  readonly task: LayersTask;
}
