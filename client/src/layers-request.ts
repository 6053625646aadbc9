import type { LayersView } from '../../server/src/protocol';
import { buildKey } from './build-image';
import type { BuildTarget } from './build-target';
import type { Strata } from './strata';

/** Asks the server for the layers of a stage, as it would be built with what was chosen last. */
export function layersOf({ server, memory }: Strata, target: BuildTarget): Promise<LayersView> {
  const { tag, context, platform, buildArgs } = memory.build(buildKey(target));
  return server.layers(target.uri, {
    ...(tag === undefined ? {} : { image: tag }),
    ...(context === undefined ? {} : { context }),
    ...(platform === undefined ? {} : { platform }),
    ...(buildArgs ? { buildArgs } : {}),
    ...(target.target === undefined ? {} : { target: target.target }),
  });
}
