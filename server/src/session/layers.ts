import { layersView } from '../layers/layers-view';
import type { LayersParams, LayersView } from '../protocol';
import { buildContext } from './build-context';
import type { OpenDockerfile, Session } from './session';

/** Answers `strata/layers`: what the request leaves out is what the user last chose for this file. */
export function layersOf(session: Session, file: OpenDockerfile, params: LayersParams): LayersView {
  const { choices } = file;
  const context = params.context
    ? buildContext(file.uri, params.context, file.configuration, session.workspaceFolders)
    : file.context;
  const target = params.target ?? choices.target;
  const platform = params.platform ?? choices.platform;
  const { imageConfig } = file.facts;
  const image = session.engine.builtImage(file.uri, file.dockerfile, target, params.image);
  return layersView(file.dockerfile, {
    dockerfile: context?.dockerfile ?? file.uri,
    ...(context ? { context: context.folder } : {}),
    buildArgs: new Map(Object.entries({ ...choices.buildArgs, ...params.buildArgs })),
    ...(target === undefined ? {} : { target }),
    ...(platform === undefined ? {} : { platform }),
    ...(imageConfig ? { imageConfig } : {}),
    ...(image ? { image } : {}),
    computedAt: new Date(),
  });
}
