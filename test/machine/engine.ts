import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  buildxOf,
  engineBinaries,
  engineEnvironment,
  findProgram,
  installableDebian,
  SetupError,
} from '../../scripts/setup/index.mjs';
import { runCommand, startProgram, temporaryFolder } from './program';
import type { Outcome } from './program';

const bridged = fileURLToPath(new URL('bridged.sh', import.meta.url));

/** A running Docker engine, for a test to do with as it likes. */
export interface Engine {
  name: EngineName | 'podman';
  /** `unix:///…`, the value for DOCKER_HOST. */
  dockerHost: string;
  /** The path of the engine's socket. */
  socket: string;
  /** The path of a docker command of the engine's own version. */
  docker: string;
  /** The environment in which `docker` talks to this engine (DOCKER_HOST, DOCKER_CONFIG with buildx, PATH). */
  env: NodeJS.ProcessEnv;
  /** Whether `docker buildx` is there. */
  buildx: boolean;
  /** False for an engine that the machine's owner named: nothing there may be removed or overwritten. */
  own: boolean;
  /** Runs `docker ARGS`, whatever its exit code. */
  run(
    args: readonly string[],
    options?: { input?: NodeJS.ReadableStream | string; cwd?: string },
  ): Promise<Outcome>;
  /** Runs `docker ARGS` and gives its trimmed standard output; fails where the command fails. */
  cli(
    args: readonly string[],
    options?: { input?: NodeJS.ReadableStream | string; cwd?: string },
  ): Promise<string>;
  /** What the engine logged. */
  log(): string;
  /** Ends the engine, its containers and its data. */
  stop(): Promise<void>;
}

/** `current`: BuildKit with buildx. `old`: 20.10, the classic builder and embedded BuildKit without buildx. */
export type EngineName = 'current' | 'old';

/**
 * Starts an engine with empty data on a socket of its own; several run side by side. On a machine where that is
 * not possible it uses the engine named in STRATA_ENGINE_CURRENT or STRATA_ENGINE_OLD, or as the current one that
 * of the machine's docker command.
 *
 * @param options.mirror the URL of a registry that answers for Docker Hub
 * @param options.args further arguments of dockerd
 * @throws SetupError, one sentence, where no such engine can be had
 */
export async function startEngine(
  name: EngineName,
  { mirror, args = [] }: { mirror?: string; args?: readonly string[] } = {},
): Promise<Engine> {
  const named = process.env[`STRATA_ENGINE_${name.toUpperCase()}`] ?? (await machineEngine(name));
  if (named) return useEngine(name, named);
  const binaries = await engineBinaries(name);
  const folder = temporaryFolder(`engine-${name}`);
  const socket = join(folder, 'docker.sock');
  const env = engineEnvironment(binaries);
  // A bridge's name has at most 15 characters; the ending of the folder's name is unique on this machine.
  const bridge = `st-${folder.slice(-6)}`;
  const program = startProgram(
    bridged,
    [
      ...[bridge, freeNetwork(), join(binaries, 'bin', 'dockerd'), '--bridge', bridge, '--iptables=false'],
      ...['--data-root', join(folder, 'data'), '--exec-root', join(folder, 'exec')],
      ...['--host', `unix://${socket}`, '--pidfile', join(folder, 'pid'), '--shutdown-timeout', '2'],
      ...(mirror ? ['--registry-mirror', mirror] : []),
      ...args,
    ],
    { folder, env },
  );
  await program
    .until(() => answers(socket), 60)
    .catch(async (error: unknown) => {
      await program.stop();
      throw error;
    });
  const config = join(folder, 'config');
  mkdirSync(join(config, 'cli-plugins'), { recursive: true });
  writeFileSync(join(config, 'config.json'), '{}');
  const buildx = buildxOf(binaries);
  if (buildx) symlinkSync(buildx, join(config, 'cli-plugins', 'docker-buildx'));
  const docker = commands(join(binaries, 'bin', 'docker'), {
    ...env,
    DOCKER_HOST: `unix://${socket}`,
    DOCKER_CONFIG: config,
  });
  return {
    ...docker,
    name,
    dockerHost: `unix://${socket}`,
    socket,
    buildx: buildx !== undefined,
    own: true,
    log: () => program.output(),
    async stop() {
      // A container whose first process ignores SIGTERM would hold the engine for ten seconds.
      const { stdout } = await docker.run(['ps', '--quiet']);
      const containers = stdout.split('\n').filter((id) => id !== '');
      if (containers.length > 0) await docker.run(['kill', ...containers]);
      await program.stop();
    },
  };
}

/** The engine that the docker command of this machine uses, where none of our own can be started. */
async function machineEngine(name: EngineName): Promise<string | undefined> {
  if (name === 'old' || installableDebian() !== undefined || findProgram('docker') === undefined)
    return undefined;
  if (process.env['DOCKER_HOST']) return process.env['DOCKER_HOST'];
  const context = await runCommand('docker', [
    'context',
    'inspect',
    '--format',
    '{{.Endpoints.docker.Host}}',
  ]);
  return context.stdout.trim() || undefined;
}

/** An engine that the machine's owner named. */
async function useEngine(name: EngineName, dockerHost: string): Promise<Engine> {
  const engine = commands('docker', { ...process.env, DOCKER_HOST: dockerHost });
  const version = await engine
    .run(['version'])
    .catch((error: unknown) => ({ code: 1, stderr: String(error) }));
  if (version.code !== 0) {
    throw new SetupError(`The Docker engine at ${dockerHost} does not answer: ${version.stderr.trim()}`);
  }
  const buildx = await engine.run(['buildx', 'version']);
  return {
    ...engine,
    name,
    dockerHost,
    socket: dockerHost.replace(/^unix:\/\//, ''),
    buildx: buildx.code === 0,
    own: false,
    log: () => '',
    stop: () => Promise.resolve(),
  };
}

/** Ways to run `docker` in an environment that leads it to an engine. */
export function commands(
  docker: string,
  env: NodeJS.ProcessEnv,
): Pick<Engine, 'docker' | 'env' | 'run' | 'cli'> {
  const run: Engine['run'] = (args, options = {}) => runCommand(docker, args, { env, ...options });
  return {
    docker,
    env,
    run,
    async cli(args, options) {
      const outcome = await run(args, options);
      if (outcome.code !== 0) {
        throw new Error(
          `\`docker ${args.join(' ')}\` failed with code ${outcome.code}:\n${outcome.stdout}${outcome.stderr}`,
        );
      }
      return outcome.stdout.trim();
    },
  };
}

/** Whether an engine answers on a socket. */
export function answers(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const ping = request({ socketPath: socket, path: '/_ping', timeout: 2000 }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    ping.once('timeout', () => ping.destroy());
    ping.once('error', () => resolve(false));
    ping.end();
  });
}

/** The first three numbers of a /24 network that no interface of this machine is in. */
function freeNetwork(): string {
  const taken = Object.values(networkInterfaces()).flatMap((list) =>
    (list ?? []).map(({ address }) => address),
  );
  const random = (below: number) => Math.floor(Math.random() * below);
  for (;;) {
    const network = `10.${200 + random(50)}.${random(256)}`;
    if (!taken.some((address) => address.startsWith(`${network}.`))) return network;
  }
}
