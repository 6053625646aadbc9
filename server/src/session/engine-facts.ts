import { isDeepStrictEqual } from 'node:util';
import type { Dockerfile } from '../dockerfile/tree';
import { engine } from '../engine';
import type { EngineLayers } from '../layers/compute-layers';
import type { BuiltImage } from '../layers/layers-view';
import type { ImageConfig } from '../rules/rule';
import type { LocalImageTags } from '../registry/suggest';
import { builtImage } from './built-image';
import { connectEngine, localImageConfig } from './engine-connection';

/** What was read from an engine is asked again after this time (milliseconds), when somebody needs it. */
const freshness = 30_000;
/** The first answers of a session do not wait behind loading the engine's code (milliseconds). */
const delay = 150;

export interface EngineFacts {
  localImages(): readonly LocalImageTags[] | undefined;
  imageConfig(reference: string): ImageConfig | undefined;
  /** The image that was built from a file last, asked again when the file, the target or the image's name changes. */
  builtImage(
    uri: string,
    dockerfile: Dockerfile,
    target: string | undefined,
    image: string | undefined,
  ): BuiltImage | undefined;
  /** What a prediction needs; `build` names the last build, after which it is asked again. */
  layers(
    uri: string,
    dockerfile: Dockerfile,
    buildArgs: Readonly<Record<string, string>>,
    build: string | undefined,
  ): EngineLayers | undefined;
  /** Another engine, or another trust: all that is known is void. */
  reset(): void;
}

export interface EngineFactsOptions {
  /** Only a trusted workspace's engine is asked. */
  allowed(): boolean;
  /** The setting `strata.engine.host`. */
  host(): string;
  /** Something new is known. */
  changed(): void;
  log(message: string): void;
}

interface Entry {
  value: unknown;
  /** `performance.now()` of the last answer; undefined while the first one is under way. */
  at: number | undefined;
  pending: boolean;
}

/**
 * What the engine on this machine knows, as plain values: each is fetched when it is first asked for, answered as
 * undefined until it is there, and announced through `changed`. Engines behind tcp or ssh are never asked from here.
 */
export function engineFacts(options: EngineFactsOptions): EngineFacts {
  const entries = new Map<string, Entry>();
  let epoch = 0;

  const fetch = async (entry: Entry, ask: () => Promise<unknown>): Promise<void> => {
    entry.pending = true;
    const begun = epoch;
    await new Promise((resolve) => setTimeout(resolve, entry.at === undefined ? delay : 0));
    let value: unknown;
    try {
      value = await ask();
    } catch (error) {
      // No engine, or no such image there: nothing is known, and that is worth one line.
      if (entry.at === undefined) options.log(error instanceof Error ? error.message : String(error));
    }
    entry.pending = false;
    if (begun !== epoch) return;
    entry.at = performance.now();
    if (isDeepStrictEqual(value, entry.value)) return;
    entry.value = value;
    options.changed();
  };

  const known = <T>(key: string, ask: () => Promise<T>): T | undefined => {
    if (!options.allowed()) return undefined;
    const entry = entries.get(key) ?? { value: undefined, at: undefined, pending: false };
    entries.set(key, entry);
    if (!entry.pending && (entry.at === undefined || performance.now() - entry.at > freshness)) {
      void fetch(entry, ask);
    }
    return entry.value as T | undefined;
  };

  const connected = () => connectEngine(options.host(), true);

  return {
    localImages: () =>
      known('images', async () =>
        (await engine().localImages(await connected())).map(({ name, tags, size, created }) => ({
          name,
          tags,
          size,
          created,
        })),
      ),
    imageConfig: (reference) =>
      known(`image ${reference}`, async () => localImageConfig(await connected(), reference)),
    builtImage: (uri, dockerfile, target, image) =>
      known(`image of ${uri} ${target ?? ''} ${image ?? ''}`, async () =>
        builtImage(await connected(), dockerfile, target, image),
      ),
    layers: (uri, { text }, buildArgs, build) =>
      known(`layers of ${uri} ${build ?? ''} ${JSON.stringify(buildArgs)}`, async () =>
        engine().layerFacts(await connected(), text, buildArgs),
      ),
    reset: () => {
      epoch += 1;
      entries.clear();
    },
  };
}
