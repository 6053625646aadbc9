import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { defaultTag, tagProblem } from './build-target';
import type { BuildOptions, BuildTarget } from './build-target';
import { buildReport } from './build-report';
import type { Connected } from './docker';
import type { BuildEvent, BuildRequest, BuildResult } from './engine';
import { masked } from './secret-name';
import type { Strata } from './strata';

/** How a build ended, for whoever asked for it. */
export interface BuildOutcome {
  readonly image?: string;
  readonly imageId?: string;
  readonly seconds: number;
  /** Steps that the builder reused, of all its steps. */
  readonly cached: number;
  readonly total: number;
  /** The docker command that does the same. */
  readonly command: readonly string[];
  readonly error?: { readonly message: string; readonly line?: number };
}

/** Whoever wants to see a build, or may end it, beside what is shown anyway. */
export interface BuildWatcher {
  /** Cancels the build, as the user may in the notification. */
  readonly signal?: AbortSignal;
  /** The docker command that does the same, secrets masked. */
  readonly begin?: (command: string) => void;
  readonly event?: (event: BuildEvent) => void;
}

/** Builds that run, by Dockerfile and stage: a second click does not start the same build again. */
const running = new Map<string, { readonly controller: AbortController; readonly ended: Promise<unknown> }>();

/** Cancels all builds and waits until nothing of them is left. */
export async function endBuilds(): Promise<void> {
  for (const { controller } of running.values()) controller.abort();
  await Promise.allSettled([...running.values()].map(({ ended }) => ended));
}

export function buildKey({ uri, target }: BuildTarget): string {
  return `${uri.toString()}#${target ?? ''}`;
}

/**
 * Builds a stage with what `options` say, else with what was chosen last, else with defaults. Progress, cancel, the
 * log, the marks in the editor and the diagnostic of a failure are shown meanwhile. A failed build is an outcome;
 * throws only where no build could begin, or where it was cancelled or cut off.
 */
export async function buildImage(
  strata: Strata,
  target: BuildTarget,
  options: Partial<BuildOptions> = {},
  watcher: BuildWatcher = {},
): Promise<BuildOutcome> {
  const key = buildKey(target);
  const other = running.get(key);
  // One that was cancelled is about to end.
  if (other?.controller.signal.aborted) await Promise.allSettled([other.ended]);
  if (running.has(key)) throw new Error(vscode.l10n.t('This is being built already.'));
  const controller = new AbortController();
  watcher.signal?.addEventListener('abort', () => controller.abort());
  const ended = buildNow(strata, target, options, controller, watcher);
  running.set(key, { controller, ended });
  try {
    return await ended;
  } finally {
    running.delete(key);
    strata.marks.finish(target.uri);
  }
}

async function buildNow(
  strata: Strata,
  target: BuildTarget,
  options: Partial<BuildOptions>,
  controller: AbortController,
  { begin, event }: BuildWatcher,
): Promise<BuildOutcome> {
  const { library, engine } = await strata.docker.connected();
  await vscode.workspace.saveAll(false);
  const request = await buildRequest(strata, target, options);
  await remember(strata, target, options, request);
  const title = vscode.l10n.t('Building {0}', request.tags[0] ?? '');
  const location = vscode.ProgressLocation.Notification;
  return vscode.window.withProgress({ location, title, cancellable: true }, async (progress, token) => {
    token.onCancellationRequested(() => controller.abort());
    const show = buildReport(strata, target.uri, progress);
    const command = shownCommand({ library, engine }, request);
    show.start(command);
    begin?.(command);
    const tell = (happened: BuildEvent): void => {
      show.event(happened);
      event?.(happened);
    };
    const result = await library.build(engine, request, tell, controller.signal);
    show.end(result);
    strata.engineChanged.fire('images');
    return outcome(result);
  });
}

/** The docker command that does what a build does, as one line, secrets masked. */
export function shownCommand({ library, engine }: Connected, request: BuildRequest): string {
  const { buildArgs, ...rest } = request;
  const shown = { ...rest, ...(buildArgs ? { buildArgs: masked(buildArgs) } : {}) };
  return library.quoteCommand(library.buildCommand(shown, { endpoint: engine.endpoint }));
}

/** What the builder is told: what the options say, else what was chosen last, else defaults. */
export async function buildRequest(
  strata: Strata,
  target: BuildTarget,
  options: Partial<BuildOptions>,
): Promise<BuildRequest> {
  if (target.uri.scheme !== 'file') {
    throw new Error(vscode.l10n.t('Only a Dockerfile on a disk can be built: save it in a folder first.'));
  }
  const last = strata.memory.build(buildKey(target));
  const tag = options.tag ?? last.tag ?? defaultTag(target);
  const problem = tagProblem(tag);
  if (problem !== undefined) throw new Error(problem);
  const platform = options.platform ?? last.platform;
  const buildArgs = options.buildArgs ?? last.buildArgs;
  const { noCache, pull, secrets, ssh, labels, builder } = options;
  return {
    dockerfile: target.uri.fsPath,
    context: options.context ?? last.context ?? (await defaultContext(strata, target.uri)),
    tags: [tag],
    ...(target.target === undefined ? {} : { target: target.target }),
    ...(buildArgs ? { buildArgs: { ...buildArgs } } : {}),
    ...(platform === undefined ? {} : { platform }),
    ...(noCache === undefined ? {} : { noCache }),
    ...(pull === undefined ? {} : { pull }),
    ...(secrets ? { secrets: [...secrets] } : {}),
    ...(ssh ? { ssh: [...ssh] } : {}),
    ...(labels ? { labels: { ...labels } } : {}),
    ...(builder === undefined ? {} : { builder }),
  };
}

/** The folder that the server names for this Dockerfile (settings, its own folder). */
export async function defaultContext({ server }: Strata, uri: vscode.Uri): Promise<string> {
  try {
    return (await server.context(uri)).context;
  } catch {
    return dirname(uri.fsPath);
  }
}

/** A default is not remembered: it may be another one next time. */
async function remember(
  { memory, server }: Strata,
  target: BuildTarget,
  options: Partial<BuildOptions>,
  { tags: [tag], context, platform, buildArgs }: BuildRequest,
): Promise<void> {
  const key = buildKey(target);
  const chosen = {
    ...(platform === undefined ? {} : { platform }),
    ...(buildArgs ? { buildArgs } : {}),
    ...(target.target === undefined ? {} : { target: target.target }),
  };
  const ownContext = options.context ?? memory.build(key).context;
  await memory.rememberBuild(key, {
    ...chosen,
    ...(ownContext === undefined ? {} : { context: ownContext }),
    ...(tag === undefined ? {} : { tag }),
  });
  await server.chose({ uri: target.uri.toString(), context, ...chosen });
}

function outcome({ imageId, tags, seconds, cached, total, command, error }: BuildResult): BuildOutcome {
  const image = tags[0] ?? imageId;
  return {
    ...(image === undefined || error ? {} : { image }),
    ...(imageId === undefined ? {} : { imageId }),
    seconds,
    cached,
    total,
    command,
    ...(error
      ? { error: { message: error.message, ...(error.line === undefined ? {} : { line: error.line }) } }
      : {}),
  };
}
