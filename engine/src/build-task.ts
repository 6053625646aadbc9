import type { Dockerfile } from '../../server/src/dockerfile/tree';
import type { BuildRequest } from './build-request';
import type { Engine } from './connect';
import type { BuildEvent, Tracker } from './tracker';

/** Who builds: buildx, the BuildKit inside the engine, or the builder of before BuildKit. */
export type Transport = 'buildx' | 'api' | 'classic';

/** What a way of building is given. */
export interface BuildTask {
  readonly engine: Engine;
  readonly request: BuildRequest;
  readonly dockerfile: Dockerfile;
  readonly tracker: Tracker;
  readonly on: (event: BuildEvent) => void;
  readonly signal: AbortSignal;
}

/** How it went: an image, or the builder's own words for why there is none. */
export interface BuildOutcome {
  readonly imageId?: string | undefined;
  readonly ref?: string | undefined;
  readonly failure?: string | undefined;
}
