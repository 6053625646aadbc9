import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dockerignore, type Ignore } from '../dockerfile/dockerignore';
import { parse } from '../dockerfile/parse';
import { targetStage } from '../dockerfile/stages';
import type { Dockerfile } from '../dockerfile/tree';
import type { LayersView } from '../protocol';
import { lineOf } from './breaks';
import { fingerprints } from './fingerprint';
import { layersView, type BuiltImage } from './layers-view';
import { planOf, type BaseImage, type Plan, type PlanOptions } from './plan';
import { predict } from './predict';
import { installationSecret, readRecord, type BuildRecord, type RecordedStep, type RecordOf } from './record';

/** All that the view is made from, as plain data: it can be handed to a worker. */
export interface LayersTask {
  readonly text: string;
  readonly dockerfile: string;
  readonly context: string | undefined;
  readonly target: string | undefined;
  readonly platform: string | undefined;
  readonly buildArgs: Readonly<Record<string, string>>;
  readonly noCache: boolean;
  /** How the build goes to the builder; undefined: as the last one did. */
  readonly transport?: 'buildx' | 'api';
  /** Undefined without an engine: then the view is what the text tells. */
  readonly engine: EngineLayers | undefined;
  readonly image: BuiltImage | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** What the engine tells for a prediction. */
export interface EngineLayers {
  /** The engine's own id. */
  readonly id: string;
  /** Builds for this platform unless told otherwise, e.g. `linux/amd64`. */
  readonly platform: string;
  /** See `PlanOptions`. */
  readonly cacheIdsCount: boolean;
  /** Local images by the name that the file uses. */
  readonly images: Readonly<Record<string, (BaseImage & { readonly layers: readonly string[] }) | undefined>>;
  /** A mark for each record of its build cache; undefined where it does not list them. */
  readonly cache: readonly string[] | undefined;
}

/** The layer-cache view with a prediction where an earlier build was recorded. Reads files, so run it in a worker. */
export function computeLayers(task: LayersTask): LayersView {
  const dockerfile = parse(task.text);
  const { engine, context } = task;
  const options = optionsOf(task);
  const inputs = {
    ...options,
    dockerfile: task.dockerfile,
    ...(context === undefined ? {} : { context }),
    ...(task.image ? { image: task.image } : {}),
    computedAt: new Date(task.now),
  };
  const record = engine && context !== undefined ? lastRecord(dockerfile, task, engine, context) : undefined;
  if (!record || !engine || context === undefined) return layersView(dockerfile, inputs);
  const { transport } = record;
  const plan = planOf(dockerfile, options);
  const prints = printsOf(plan, { ...task, transport }, context);
  const verdicts = predict(prints, record, { noCache: task.noCache, cache: engine.cache });
  return layersView(dockerfile, { ...inputs, plan, builder: 'buildkit', forecast: { record, verdicts } });
}

/** What a build that starts now would be compared with later. */
export type PlannedStep = Omit<RecordedStep, 'status' | 'seconds'>;

/** The steps of a build as they stand before it starts; base images that the registry gives have no identity. */
export function plannedSteps(task: LayersTask): PlannedStep[] {
  const plan = planOf(parse(task.text), optionsOf(task));
  return [...printsOf(plan, task, task.context ?? '').values()]
    .filter(({ step, image }) => step.kind !== 'from' || image !== undefined)
    .map(({ step, key, ownKey, inputs, environment, rows }) => ({
      line: lineOf(step.instruction),
      stage: step.stage,
      kind: step.kind,
      ...{ key, ownKey, inputs, environment, rows },
    }));
}

function optionsOf({ buildArgs, target, platform, engine }: LayersTask): PlanOptions {
  return {
    buildArgs: new Map(Object.entries(buildArgs)),
    ...(target === undefined ? {} : { target }),
    platform: platform ?? engine?.platform ?? 'linux/amd64',
    imageConfig: (name) => engine?.images[name],
    cacheIdsCount: engine?.cacheIdsCount ?? false,
  };
}

function printsOf(
  plan: Plan,
  { engine, dockerfile, transport }: LayersTask,
  context: string,
): ReturnType<typeof fingerprints> {
  return fingerprints(plan, {
    context,
    ignore: contextIgnore(context, dockerfile),
    layersOf: (name) => engine?.images[name]?.layers,
    // A tar holds the permissions of folders; buildx does not send them.
    folderModes: transport === 'api',
    secret: installationSecret(),
  });
}

/** A target that is the last stage is no target: both builds are the same. */
export function recordTarget(dockerfile: Dockerfile, target: string | undefined): string {
  const stage = targetStage(dockerfile, target);
  return !stage || stage === dockerfile.stages.at(-1) ? '' : (stage.name ?? String(stage.index));
}

/** The ignore rules that the builder would follow for this Dockerfile. */
export function contextIgnore(context: string, path: string): Ignore | undefined {
  for (const file of [`${path}.dockerignore`, join(context, '.dockerignore')]) {
    try {
      return dockerignore(readFileSync(file, 'utf8'));
    } catch {
      // Not there: the next one counts.
    }
  }
  return undefined;
}

/** The newest build of this file, whichever way it went to the builder: the ways do not share their cache. */
function lastRecord(
  dockerfile: Dockerfile,
  task: LayersTask,
  engine: Pick<EngineLayers, 'id'>,
  context: string,
): BuildRecord | undefined {
  const of: Omit<RecordOf, 'transport'> = {
    engine: engine.id,
    builder: '',
    context,
    dockerfile: task.dockerfile,
    target: recordTarget(dockerfile, task.target),
    platform: task.platform ?? '',
  };
  return (task.transport ? [task.transport] : (['buildx', 'api'] as const))
    .flatMap((transport) => readRecord({ ...of, transport }) ?? [])
    .sort((a, b) => (a.builtAt < b.builtAt ? 1 : -1))[0];
}
