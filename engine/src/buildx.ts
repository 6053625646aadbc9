import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { t } from '../../server/src/text';
import type { BuildOutcome, BuildTask } from './build-task';
import { buildCommand } from './command';
import type { Engine } from './connect';
import { EngineError, lost } from './errors';
import { lineReader } from './line-reader';
import { rawJsonStatus } from './progress';

const known = new WeakMap<Engine, Promise<boolean>>();

/** Whether the docker command has a buildx that can tell its progress as JSON (0.13 and later). */
export function hasBuildx(engine: Engine): Promise<boolean> {
  const before = known.get(engine);
  if (before) return before;
  const answer = ask(engine);
  known.set(engine, answer);
  return answer;
}

async function ask(engine: Engine): Promise<boolean> {
  const { kind } = await engine.info();
  if (kind === 'podman') return false;
  const printed = await new Promise<string>((resolve) => {
    const { program, env } = engine.command;
    const child = spawn(program, ['buildx', 'version'], {
      env,
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 10_000,
      windowsHide: true,
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.once('error', () => resolve(''));
    child.once('close', () => resolve(output));
  });
  const version = /\bv?(\d+)\.(\d+)\.\d+/.exec(printed);
  if (!version) return false;
  const [major, minor] = [Number(version[1]), Number(version[2])];
  return major > 0 || minor >= 13;
}

/** Builds as `docker buildx build` in a terminal does, with its cache, its secrets and its builders. */
export async function buildThroughBuildx(task: BuildTask): Promise<BuildOutcome> {
  const { engine, request, tracker, signal } = task;
  const { program, env } = engine.command;
  const folder = await mkdtemp(join(tmpdir(), 'strata-build-'));
  try {
    const metadata = join(folder, 'metadata.json');
    // Without the program's own name; options stand before the context.
    const words = buildCommand(request, { endpoint: engine.endpoint }).slice(1);
    const command = [
      ...words.slice(0, -1),
      '--progress=rawjson',
      '--metadata-file',
      metadata,
      ...words.slice(-1),
    ];
    const said: string[] = [];
    const reader = lineReader((line) => {
      const status = rawJsonStatus(line);
      if (status) tracker.status(status);
      else if (line.trim() !== '') said.push(line);
    });
    const child = spawn(program, command, {
      env: { ...env, BUILDX_NO_DEFAULT_ATTESTATIONS: '1' },
      stdio: ['ignore', 'ignore', 'pipe'],
      // A group of its own, so that the plugin ends with the command.
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    child.stderr.on('data', (chunk: Buffer) => reader.write(chunk));
    const code = await ended(child, signal);
    reader.end();
    if (code !== 0) return { failure: failureOf(said, code, task) };
    return await readMetadata(metadata);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Waits for the end of a process group; an abort asks it to end, then makes it. */
function ended(child: ChildProcess, signal: AbortSignal): Promise<number> {
  return new Promise((resolve, reject) => {
    let forced: NodeJS.Timeout | undefined;
    const end = () => {
      killGroup(child, 'SIGINT');
      forced = setTimeout(() => killGroup(child, 'SIGKILL'), 2000);
    };
    const settle = () => {
      clearTimeout(forced);
      signal.removeEventListener('abort', end);
      unwatch(child);
    };
    watch(child);
    child.once('error', (error: NodeJS.ErrnoException) => {
      settle();
      reject(
        new EngineError(
          'no-engine',
          t('The docker command cannot be started ({0}).', error.code ?? error.message),
          error,
        ),
      );
    });
    child.once('close', (code) => {
      settle();
      resolve(code ?? 1);
    });
    signal.addEventListener('abort', end, { once: true });
    if (signal.aborted) end();
  });
}

/** The commands that must not outlive this process, whose group they do not share. */
const running = new Set<ChildProcess>();
const deadly = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

function watch(child: ChildProcess): void {
  running.add(child);
  if (running.size > 1) return;
  process.on('exit', abandonAll);
  for (const name of deadly) process.on(name, abandonAndDie);
}

function unwatch(child: ChildProcess): void {
  running.delete(child);
  if (running.size > 0) return;
  process.removeListener('exit', abandonAll);
  for (const name of deadly) process.removeListener(name, abandonAndDie);
}

function abandonAll(): void {
  for (const child of running) killGroup(child, 'SIGKILL');
}

function abandonAndDie(name: NodeJS.Signals): void {
  abandonAll();
  process.removeListener(name, abandonAndDie);
  // Whoever else listens decides what becomes of the process.
  if (process.listenerCount(name) === 0) process.kill(process.pid, name);
}

function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined || child.exitCode !== null) return;
  if (process.platform === 'win32') {
    spawn('taskkill', ['/pid', String(child.pid), '/t', '/f'], { stdio: 'ignore', windowsHide: true });
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch {
    // It has just ended.
  }
}

/** buildx's words, from its excerpt of the Dockerfile to its last line. */
function failureOf(said: readonly string[], code: number, { engine, tracker }: BuildTask): string {
  const text = said.slice(-60).join('\n');
  const last = said.findLast((line) => line.startsWith('ERROR: ')) ?? said.at(-1) ?? '';
  // Words of a connection that broke; a registry that refuses one fails a step of the build instead.
  const broke =
    /error reading from server|code = Unavailable|closing transport|connection (?:reset|refused)|broken pipe|unexpected EOF|Cannot connect to the Docker daemon|error during connect/i;
  if (broke.test(last) && !tracker.failure()) throw lost(engine.endpoint.host, new Error(text));
  if (last === '') return t('docker buildx ended with code {0} and said nothing.', code);
  return [...said.slice(-60).filter((line) => line !== last), last].join('\n');
}

async function readMetadata(file: string): Promise<BuildOutcome> {
  const text = await readFile(file, 'utf8').catch(() => '{}');
  const metadata = Object(JSON.parse(text)) as Record<string, unknown>;
  const string = (name: string) => {
    const value = metadata[name];
    return typeof value === 'string' ? value : undefined;
  };
  return {
    imageId: string('containerimage.config.digest') ?? string('containerimage.digest'),
    ref: string('buildx.build.ref'),
  };
}
