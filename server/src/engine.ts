import { createRequire } from 'node:module';
import type * as Engine from '../../engine/src';

const load = createRequire(__filename);
let loaded: typeof Engine | undefined;

/** All that talks to Docker, loaded on first use from the bundle beside this one: it is larger than the server. */
export function engine(): typeof Engine {
  return (loaded ??= load('./engine.js') as typeof Engine);
}
