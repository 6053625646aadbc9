import { readFile, stat } from 'node:fs/promises';
import { parse } from '../../server/src/dockerfile/parse';
import { t } from '../../server/src/text';
import { buildThroughEngine } from './build-api';
import { buildClassic } from './build-classic';
import { buildFailure } from './build-failure';
import type { BuildFailure } from './build-failure';
import type { BuildOutcome, Transport } from './build-task';
import { checkBuildRequest } from './build-request';
import type { BuildRequest } from './build-request';
import { buildThroughBuildx, hasBuildx } from './buildx';
import { buildCommand } from './command';
import type { Engine } from './connect';
import { cancelled, EngineError, engineError } from './errors';
import { buildRecorder } from './record-build';
import { firstLines, stageTarget, withDockerfile } from './stage-target';
import { buildkitSteps, classicSteps } from './steps';
import { tracker } from './tracker';
import type { BuildEvent, StepEvent, Tracker } from './tracker';

export interface BuildResult {
  /** `sha256:…`; undefined where the build failed, or where the builder kept the result to itself. */
  readonly imageId: string | undefined;
  readonly tags: readonly string[];
  readonly seconds: number;
  /** What became of each instruction that the builder came to, in the file's order. */
  readonly steps: readonly StepEvent[];
  /** Of `total` instructions that the builder executed, base images not counted, so many came from its cache. */
  readonly cached: number;
  readonly total: number;
  /** The build itself failed. */
  readonly error: BuildFailure | undefined;
  /** The docker command that does the same. */
  readonly command: readonly string[];
  readonly transport: Transport;
  /** buildx's name for this build, `builder/node/ref`, by which the history of builds knows it. */
  readonly ref: string | undefined;
  /** The text that was built: for a stage without a name, the Dockerfile up to its end. */
  readonly text: string;
}

/**
 * Builds an image and tells what happens, instruction by instruction, through `on`. A build that fails is a result;
 * aborting `signal` ends it at once and leaves nothing behind.
 *
 * @throws EngineError where no build took place or it did not come to an end: `no-engine`, `invalid`, `lost`,
 * `cancelled` …
 */
export async function build(
  engine: Engine,
  request: BuildRequest,
  on: (event: BuildEvent) => void,
  signal: AbortSignal = new AbortController().signal,
): Promise<BuildResult> {
  checkBuildRequest(request);
  const whole = await readDockerfile(request);
  // A build that cannot be recorded is a build all the same.
  let unrecorded: string | undefined;
  const note = (error: unknown) => {
    unrecorded = error instanceof Error ? error.message : String(error);
  };
  await engine.info();
  const transport = await chooseTransport(engine, request);
  const record = await buildRecorder(engine, request, whole, transport).catch(note);
  const result = await buildAsked(engine, request, whole, transport, on, signal);
  await record?.(result).catch(note);
  if (unrecorded !== undefined) {
    on({
      kind: 'log',
      line: undefined,
      text: `${t('This build was not recorded: {0}', unrecorded)}\n`,
    });
  }
  return result;
}

async function buildAsked(
  engine: Engine,
  request: BuildRequest,
  whole: string,
  transport: Transport,
  on: (event: BuildEvent) => void,
  signal: AbortSignal,
): Promise<BuildResult> {
  const { target, lines } = stageTarget(parse(whole), request.target);
  const command = (buildx: boolean) => buildCommand(request, { endpoint: engine.endpoint, buildx });
  if (lines === undefined)
    return buildText(engine, { ...request, target }, whole, transport, command, on, signal);
  const text = firstLines(whole, lines);
  return withDockerfile(text, request.dockerfile, (dockerfile) =>
    buildText(engine, { ...request, target, dockerfile }, text, transport, command, on, signal),
  );
}

/** @param text what the Dockerfile of the request holds */
async function buildText(
  engine: Engine,
  request: BuildRequest,
  text: string,
  transport: Transport,
  command: (buildx: boolean) => string[],
  on: (event: BuildEvent) => void,
  signal: AbortSignal,
): Promise<BuildResult> {
  const dockerfile = parse(text);
  const facts = {
    ...(request.buildArgs ? { buildArgs: request.buildArgs } : {}),
    ...(request.platform ? { platform: request.platform } : {}),
  };
  const steps = (transport === 'classic' ? classicSteps : buildkitSteps)(dockerfile, request.target, facts);
  const follow = tracker(dockerfile, steps, on);
  const started = performance.now();
  const task = { engine, request, dockerfile, tracker: follow, on, signal };
  let outcome: BuildOutcome;
  try {
    signal.throwIfAborted();
    outcome = await { buildx: buildThroughBuildx, api: buildThroughEngine, classic: buildClassic }[transport](
      task,
    );
  } catch (error) {
    throw signal.aborted ? cancelled(error) : engineError(error, engine.endpoint.host);
  }
  if (signal.aborted) throw cancelled();
  if (outcome.failure === undefined) finishBaseImages(follow);
  const results = follow.outcome();
  const counted = results.filter(({ instruction, status }) => instruction !== 'FROM' && status !== 'running');
  return {
    imageId: outcome.failure === undefined ? outcome.imageId : undefined,
    tags: request.tags,
    seconds: Math.round(performance.now() - started) / 1000,
    steps: results.filter(({ status }) => status !== 'running'),
    cached: counted.filter(({ status }) => status === 'cached').length,
    total: counted.length,
    error: outcome.failure === undefined ? undefined : buildFailure(task, outcome.failure),
    command: command(transport === 'buildx'),
    transport,
    ref: outcome.ref,
    text,
  };
}

async function readDockerfile({ dockerfile, context }: BuildRequest): Promise<string> {
  const folder = await stat(context).catch(() => undefined);
  if (!folder?.isDirectory()) {
    throw new EngineError(
      'invalid',
      t('The build context "{0}" is no folder: choose the folder that COPY takes its files from.', context),
    );
  }
  try {
    return await readFile(dockerfile, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new EngineError(
      'invalid',
      code === 'ENOENT' || code === 'ENOTDIR'
        ? t('There is no Dockerfile at "{0}": create one, or choose another file.', dockerfile)
        : t('The Dockerfile "{0}" cannot be read ({1}).', dockerfile, code ?? String(error)),
      error,
    );
  }
}

async function chooseTransport(engine: Engine, request: BuildRequest): Promise<Transport> {
  const wanted = request.transport ?? 'auto';
  const { buildkit } = await engine.info();
  if (wanted === 'auto' || wanted === 'buildx') {
    // Podman answers docker's builder, not buildx's.
    if (await hasBuildx(engine)) return 'buildx';
    if (wanted === 'buildx')
      throw new EngineError('invalid', t('The docker command has no buildx: install it.'));
  }
  const missing = request.builder
    ? t('Another builder')
    : request.secrets?.length
      ? t('A secret')
      : request.ssh?.length
        ? t('An ssh agent')
        : request.platform?.includes(',')
          ? t('A build for several platforms')
          : undefined;
  if (missing !== undefined) {
    throw new EngineError(
      'invalid',
      t('{0} needs docker buildx, which was not found: install the buildx plugin of docker.', missing),
    );
  }
  return buildkit && wanted !== 'classic' ? 'api' : 'classic';
}

/** BuildKit tells nothing of a base image that it need not look at. */
function finishBaseImages(follow: Tracker): void {
  const told = new Set(follow.outcome().map(({ line }) => line));
  for (const step of follow.steps) {
    if (step.instruction === 'FROM' && !told.has(step.line)) follow.set(step, 'done');
  }
}
