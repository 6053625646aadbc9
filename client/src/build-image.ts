import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { defaultTag, tagProblem } from './build-target';
import type { BuildOptions, BuildTarget } from './build-target';
import { buildReport } from './build-report';
import type { BuildRequest, BuildResult } from './engine';
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

/** Builds that run, by Dockerfile and stage: a second click does not start the same build again. */
const running = new Set<string>();

export function buildKey({ uri, target }: BuildTarget): string {
  return `${uri.toString()}#${target ?? ''}`;
}

/**
 * Builds a stage with what `options` say, else with what was chosen last, else with defaults. Progress, cancel, the
 * log, the marks in the editor and the diagnostic of a failure are shown meanwhile. A failed build is an outcome;
 * throws only where no build could begin.
 */
export async function buildImage(
  strata: Strata,
  target: BuildTarget,
  options: Partial<BuildOptions> = {},
): Promise<BuildOutcome> {
  const key = buildKey(target);
  if (running.has(key)) throw new Error(vscode.l10n.t('This is being built already.'));
  running.add(key);
  try {
    const { library, engine } = await strata.docker.connected();
    await vscode.workspace.saveAll(false);
    const request = await buildRequest(strata, target, options);
    await remember(strata, target, request);
    return await vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: vscode.l10n.t('Building {0}', request.tags[0] ?? ''),
        cancellable: true,
      },
      async (progress, token) => {
        const controller = new AbortController();
        token.onCancellationRequested(() => controller.abort());
        const show = buildReport(strata, target.uri, progress);
        show.start(library.quoteCommand(library.buildCommand(request, { endpoint: engine.endpoint })));
        const result = await library.build(engine, request, (event) => show.event(event), controller.signal);
        show.end(result);
        strata.engineChanged.fire('images');
        return outcome(result);
      },
    );
  } finally {
    running.delete(key);
    strata.marks.finish(target.uri);
  }
}

/** The docker command that does what `buildImage` would do now, as one line. */
export async function buildCommandLine(strata: Strata, target: BuildTarget): Promise<string> {
  const { library, engine } = await strata.docker.connected();
  const request = await buildRequest(strata, target, {});
  return library.quoteCommand(library.buildCommand(request, { endpoint: engine.endpoint }));
}

async function buildRequest(
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

async function remember(strata: Strata, target: BuildTarget, request: BuildRequest): Promise<void> {
  const { tags, context, platform, buildArgs } = request;
  const choices = {
    context,
    ...(target.target === undefined ? {} : { target: target.target }),
    ...(platform === undefined ? {} : { platform }),
    ...(buildArgs ? { buildArgs } : {}),
  };
  const [tag] = tags;
  await strata.memory.rememberBuild(buildKey(target), { ...choices, ...(tag === undefined ? {} : { tag }) });
  await strata.server.chose({ uri: target.uri.toString(), ...choices });
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
