import { parse } from '../../server/src/dockerfile/parse';
import { cacheMark } from '../../server/src/layers/cache-marks';
import type { EngineLayers } from '../../server/src/layers/compute-layers';
import { planOf } from '../../server/src/layers/plan';
import { installationSecret } from '../../server/src/layers/record';
import { request } from './connect';
import type { Engine } from './connect';
import { EngineError } from './errors';
import { inspectImage } from './inspect';

/** What a prediction for a Dockerfile needs to know of the engine: who it is, its images, its build cache. */
export async function layerFacts(
  engine: Engine,
  text: string,
  buildArgs: Readonly<Record<string, string>> = {},
): Promise<EngineLayers> {
  const { id, os, architecture, version } = await engine.info();
  const platform = `${os}/${architecture}`;
  const { steps } = planOf(parse(text), { buildArgs: new Map(Object.entries(buildArgs)), platform });
  const names = new Set(
    steps.flatMap(({ image, reads }) => [
      ...(image === undefined ? [] : [image]),
      ...reads.flatMap(({ from }) => (from.kind === 'image' ? [from.image] : [])),
    ]),
  );
  const images = await Promise.all(
    [...names].map(async (name) => [name, await layersOf(engine, name)] as const),
  );
  // Seen on 20.10 and not on 28; Docker 23 brought the next BuildKit.
  const cacheIdsCount = Number.parseInt(version) < 23;
  return { id, platform, cacheIdsCount, images: Object.fromEntries(images), cache: await cacheMarks(engine) };
}

async function layersOf(engine: Engine, name: string): Promise<EngineLayers['images'][string]> {
  try {
    const { config, layers } = await inspectImage(engine, name);
    return {
      env: config.env.map((variable) => `${variable.name}=${variable.value}`),
      workingDir: config.workdir,
      user: config.user,
      shell: config.shell,
      layers,
    };
  } catch (error) {
    // A name that is none is the builder's to reject.
    if (error instanceof EngineError && ['not-found', 'invalid'].includes(error.code)) return undefined;
    throw error;
  }
}

/**
 * A mark for each result in the engine's build cache; undefined where it lists none. From API 1.52 on the list is told
 * only on demand and in another shape.
 */
export async function cacheMarks(engine: Engine): Promise<readonly string[] | undefined> {
  const answer = await request(engine, {
    method: 'GET',
    path: '/system/df',
    query: { type: 'build-cache', verbose: '1' },
  });
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  const usage = JSON.parse(Buffer.concat(chunks).toString('utf8')) as {
    BuildCache?: CacheRecord[] | null;
    BuildCacheUsage?: { Items?: CacheRecord[] | null } | null;
  };
  const records = usage.BuildCache ?? usage.BuildCacheUsage?.Items;
  // What lies in the cache beside results (sent contexts, cache mounts) comes and goes.
  const secret = installationSecret();
  return records
    ?.filter(({ Type }) => Type === 'regular')
    .map(({ Description }) => cacheMark(Description, secret));
}

interface CacheRecord {
  readonly Description: string;
  readonly Type: string;
}
