import type { BuildFacts } from '../dockerfile/build-scope';
import type { FeatureFacts } from './facts';

const known = new WeakMap<FeatureFacts, BuildFacts>();

/** The part of the facts that decides about variables; the same object for the same facts, which trees remember. */
export function buildFacts(facts: FeatureFacts): BuildFacts {
  let build = known.get(facts);
  if (!build) {
    const { buildArgs, platform, imageConfig } = facts;
    build = {
      ...(buildArgs ? { buildArgs: Object.fromEntries(buildArgs) } : {}),
      ...(platform === undefined ? {} : { platform }),
      ...(imageConfig ? { imageEnv: (reference: string) => imageConfig(reference)?.env } : {}),
    };
    known.set(facts, build);
  }
  return build;
}
