import { parse } from '../../server/src/dockerfile/parse';
import { isComplete } from '../../server/src/layers/cache-marks';
import { recordTarget, type PlannedStep } from '../../server/src/layers/compute-layers';
import { inWorker } from '../../server/src/layers/in-worker';
import { mostKeys, writeRecord, type BuildRecord, type RecordedStep } from '../../server/src/layers/record';
import type { BuildResult } from './build';
import type { BuildRequest } from './build-request';
import type { Transport } from './build-task';
import type { Engine } from './connect';
import { cacheMarks, layerFacts } from './layer-facts';

/**
 * Looks at everything that decides about the cache before a build begins, and gives a function that records the
 * build when it has ended. The classic builder and builders of their own keep other caches: for them there is none.
 */
export async function buildRecorder(
  engine: Engine,
  request: BuildRequest,
  text: string,
  transport: Transport,
): Promise<((result: BuildResult) => Promise<void>) | undefined> {
  if (transport === 'classic' || request.builder !== undefined) return undefined;
  const dockerfile = parse(text);
  const facts = await layerFacts(engine, text, request.buildArgs);
  const planned = await inWorker('plannedSteps', {
    text,
    dockerfile: request.dockerfile,
    context: request.context,
    target: request.target,
    platform: request.platform,
    buildArgs: request.buildArgs ?? {},
    noCache: false,
    transport,
    engine: facts,
    image: undefined,
    now: Date.now(),
  });
  return async (result) => {
    const steps = recordedSteps(planned, result);
    const cache = await cacheMarks(engine);
    writeRecord(
      {
        engine: facts.id,
        builder: '',
        context: request.context,
        dockerfile: request.dockerfile,
        target: recordTarget(dockerfile, request.target),
        platform: request.platform ?? '',
        transport,
      },
      (previous) => ({
        version: 1,
        builtAt: new Date().toISOString(),
        image: result.imageId,
        transport,
        steps,
        keys: [...new Set([...keptKeys(previous, facts.cache), ...finishedKeys(steps)])].slice(-mostKeys),
        cache,
      }),
    );
  };
}

/** Without the steps that were never reached, after a failure. */
function recordedSteps(planned: readonly PlannedStep[], { steps }: BuildResult): RecordedStep[] {
  const events = new Map(steps.map((event) => [event.line, event]));
  return planned.flatMap((step) => {
    const event = events.get(step.line);
    if (!event) return [];
    const status = event.status === 'cached' || event.status === 'failed' ? event.status : 'ran';
    return [{ ...step, status, seconds: event.seconds }];
  });
}

function finishedKeys(steps: readonly RecordedStep[]): string[] {
  return steps.filter(({ status }) => status !== 'failed').map(({ key }) => key);
}

/** What was known before stays known where nothing of the cache of that time was gone when this build began. */
function keptKeys(
  previous: BuildRecord | undefined,
  cache: readonly string[] | undefined,
): readonly string[] {
  if (!previous?.cache || !cache) return [];
  return isComplete(previous.cache, cache) ? previous.keys : [];
}
