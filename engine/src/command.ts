import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from '../../server/src/dockerfile/parse';
import type { BuildRequest } from './build-request';
import { engineArguments } from './connect';
import type { Endpoint } from './endpoint';
import type { RunRequest } from './run-request';
import { stageTarget } from './stage-target';
import type { StageTarget } from './stage-target';

/**
 * The docker command that does what `build` does: what it runs where buildx is there, but for the form of progress.
 *
 * A stage without a name has no such command: what is given then is a pipe of the Dockerfile's first lines.
 *
 * @param options.endpoint named in the command where docker in a terminal would talk to another engine
 * @param options.buildx false: the builder in the engine itself
 */
export function buildCommand(
  request: BuildRequest,
  { endpoint, buildx = true }: { endpoint?: Endpoint; buildx?: boolean } = {},
): string[] {
  const { target, lines } = readTarget(request);
  if (lines !== undefined) {
    const rest = buildCommand(
      { ...request, target, dockerfile: '-' },
      { ...(endpoint ? { endpoint } : {}), buildx },
    );
    return firstLinesInto(lines, request.dockerfile, rest);
  }
  const options = [
    ...(request.builder ? ['--builder', request.builder] : []),
    ...(resolve(request.dockerfile) === join(resolve(request.context), 'Dockerfile')
      ? []
      : ['-f', request.dockerfile]),
    ...request.tags.flatMap((tag) => ['-t', tag]),
    ...(target ? ['--target', target] : []),
    ...pairs('--build-arg', request.buildArgs),
    ...(request.platform ? ['--platform', request.platform] : []),
    ...(request.noCache ? ['--no-cache'] : []),
    ...(request.pull ? ['--pull'] : []),
    ...pairs('--label', request.labels),
    ...(request.secrets ?? []).flatMap(({ id, source, env }) => [
      '--secret',
      csv([`id=${id}`, ...(source ? [`src=${source}`] : []), ...(env ? [`env=${env}`] : [])]),
    ]),
    ...(request.ssh ?? []).flatMap((agent) => ['--ssh', agent]),
    ...(request.network ? ['--network', request.network] : []),
    // Other builders than the engine's own keep the image to themselves unless told.
    ...(buildx ? ['--load'] : []),
  ];
  const context = request.context.startsWith('-') ? `./${request.context}` : request.context;
  return [...docker(endpoint), ...(buildx ? ['buildx'] : []), 'build', ...options, context];
}

/** Reads the Dockerfile where the target is a stage's index, for which builders have no word. */
function readTarget({ dockerfile, target }: BuildRequest): StageTarget {
  if (target === undefined || !/^\d+$/.test(target)) return { target, lines: undefined };
  try {
    return stageTarget(parse(readFileSync(dockerfile, 'utf8')), target);
  } catch {
    // The build itself says what is wrong.
    return { target, lines: undefined };
  }
}

function firstLinesInto(lines: number, file: string, command: readonly string[]): string[] {
  return process.platform === 'win32'
    ? [
        'powershell',
        '-Command',
        `Get-Content -TotalCount ${lines} ${quoteCommand([file])} | ${quoteCommand(command)}`,
      ]
    : ['sh', '-c', `head -n ${lines} ${quoteCommand([file])} | ${quoteCommand(command)}`];
}

/** The docker command that does what `run` does. */
export function runCommand(request: RunRequest, { endpoint }: { endpoint?: Endpoint } = {}): string[] {
  const mode = `${request.detached ? 'd' : ''}${(request.interactive ?? request.tty) ? 'i' : ''}${request.tty ? 't' : ''}`;
  return [
    ...docker(endpoint),
    'run',
    ...(mode === '' ? [] : [`-${mode}`]),
    ...(request.remove ? ['--rm'] : []),
    ...(request.init ? ['--init'] : []),
    ...(request.name ? ['--name', request.name] : []),
    ...(request.ports ?? []).flatMap(({ container, host, hostIp, protocol }) => {
      const address = hostIp?.includes(':') ? `[${hostIp}]` : hostIp;
      const outside = address ? `${address}:${host ?? ''}:` : host === undefined ? '' : `${host}:`;
      return ['-p', `${outside}${container}${protocol === 'udp' ? '/udp' : ''}`];
    }),
    ...(request.envFile ? ['--env-file', request.envFile] : []),
    ...pairs('-e', request.env),
    ...(request.volumes ?? []).flatMap((volume) => ['-v', volume]),
    ...(request.network ? ['--network', request.network] : []),
    ...(request.user ? ['--user', request.user] : []),
    ...(request.platform ? ['--platform', request.platform] : []),
    ...(request.gpus ? ['--gpus', csv([request.gpus])] : []),
    ...(request.entrypoint === undefined ? [] : ['--entrypoint', request.entrypoint]),
    request.image,
    ...(request.args ?? []),
  ];
}

/** Any docker command, with the engine named where docker in a terminal would talk to another. */
export function dockerCommand(endpoint: Endpoint, ...args: string[]): string[] {
  return [...docker(endpoint), ...args];
}

/** A command line as one types it, for showing and copying; nothing of ours hands it to a shell. */
export function quoteCommand(argv: readonly string[], platform: NodeJS.Platform = process.platform): string {
  return argv.map(platform === 'win32' ? quotePowerShell : quoteShell).join(' ');
}

function quoteShell(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

function quotePowerShell(word: string): string {
  return /^[\w+=:./\\-]+$/.test(word) ? word : `'${word.replaceAll("'", "''")}'`;
}

const docker = (endpoint: Endpoint | undefined): string[] => [
  'docker',
  ...(endpoint ? engineArguments(endpoint) : []),
];

function pairs(flag: string, values: Readonly<Record<string, string>> | undefined): string[] {
  return Object.entries(values ?? {}).flatMap(([name, value]) => [flag, `${name}=${value}`]);
}

/** One record of comma-separated values, as Go reads it. */
function csv(fields: readonly string[]): string {
  return fields
    .map((field) => (/[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field))
    .join(',');
}
