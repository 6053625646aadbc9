import { parse } from '../../server/src/dockerfile/parse';
import { contextIgnore, recordTarget } from '../../server/src/layers/compute-layers';
import { fingerprints, type Fingerprint } from '../../server/src/layers/fingerprint';
import { planOf } from '../../server/src/layers/plan';
import {
  installationSecret,
  mostKeys,
  writeRecord,
  type BuildRecord,
  type RecordedStep,
} from '../../server/src/layers/record';
import type { BuildResult } from './build';
import type { BuildRequest } from './build-request';
import type { Engine } from './connect';
import { cacheIds, imageFacts } from './layer-facts';

/**
 * Looks at everything that decides about the cache before a build begins, and gives a function that records the
 * build when it has ended. The classic builder and builders of their own keep other caches: nothing is recorded.
 */
export async function buildRecorder(
  engine: Engine,
  request: BuildRequest,
  text: string,
): Promise<(result: BuildResult) => Promise<void>> {
  const dockerfile = parse(text);
  const facts = await imageFacts(engine, text, request.buildArgs);
  const plan = planOf(dockerfile, {
    buildArgs: new Map(Object.entries(request.buildArgs ?? {})),
    ...(request.target ? { target: request.target } : {}),
    platform: request.platform ?? facts.platform,
    imageConfig: (name) => facts.images[name],
  });
  const prints = fingerprints(plan, {
    context: request.context,
    ignore: contextIgnore(request.context, request.dockerfile),
    layersOf: (name) => facts.images[name]?.layers,
    secret: installationSecret(),
  });
  return async (result) => {
    if (result.transport === 'classic' || request.builder !== undefined) return;
    const steps = recordedSteps([...prints.values()], result);
    const cache = await cacheIds(engine);
    writeRecord(
      {
        engine: facts.id,
        builder: '',
        context: request.context,
        dockerfile: request.dockerfile,
        target: recordTarget(dockerfile, request.target),
        platform: request.platform ?? '',
        transport: result.transport,
      },
      (previous) => ({
        version: 1,
        builtAt: new Date().toISOString(),
        image: result.imageId,
        steps,
        keys: [...new Set([...keptKeys(previous, cache), ...finishedKeys(steps)])].slice(-mostKeys),
        cache,
      }),
    );
  };
}

function recordedSteps(prints: readonly Fingerprint[], result: BuildResult): RecordedStep[] {
  const events = new Map(result.steps.map((event) => [event.line, event]));
  return prints.flatMap(({ step, key, ownKey, inputs, environment, rows, image }) => {
    const event = events.get(step.instruction.firstLine + 1);
    // Never reached, after a failure; and a base that the registry gave has no identity here.
    if (!event || (step.kind === 'from' && image === undefined)) return [];
    return {
      line: event.line,
      stage: step.stage,
      kind: step.kind,
      ...{ key, ownKey, inputs, environment, rows },
      status: event.status === 'cached' ? 'cached' : event.status === 'failed' ? 'failed' : 'ran',
      seconds: event.seconds,
    };
  });
}

function finishedKeys(steps: readonly RecordedStep[]): string[] {
  return steps.filter(({ status }) => status !== 'failed').map(({ key }) => key);
}

/** What was known before stays known as long as nothing of the cache of that time is gone. */
function keptKeys(
  previous: BuildRecord | undefined,
  cache: readonly string[] | undefined,
): readonly string[] {
  if (!previous?.cache || !cache) return [];
  const left = new Set(cache);
  return previous.cache.every((id) => left.has(id)) ? previous.keys : [];
}
