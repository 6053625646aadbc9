import { inWorker } from '../layers/in-worker';
import type { LayersParams, LayersView } from '../protocol';
import { buildContext } from './build-context';
import type { OpenDockerfile, Session } from './session';

/**
 * Answers `strata/layers`: what the request leaves out is what the user last chose for this file. What the engine
 * tells may arrive later; `strata/layersChanged` announces it.
 */
export function layersOf(session: Session, file: OpenDockerfile, params: LayersParams): Promise<LayersView> {
  const { uri, dockerfile, choices, configuration } = file;
  const context = params.context
    ? buildContext(uri, params.context, configuration, session.workspaceFolders)
    : file.context;
  const target = params.target ?? choices.target;
  const buildArgs = { ...choices.buildArgs, ...params.buildArgs };
  return inWorker('computeLayers', {
    text: dockerfile.text,
    dockerfile: context?.dockerfile ?? uri,
    context: context?.folder,
    target,
    platform: params.platform ?? choices.platform,
    buildArgs,
    noCache: params.noCache ?? false,
    engine: session.engine.layers(uri, dockerfile, buildArgs, params.image),
    image: session.engine.builtImage(uri, dockerfile, target, params.image),
    now: Date.now(),
  });
}
