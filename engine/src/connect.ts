import Dockerode from 'dockerode';
import { Agent as HttpsAgent } from 'node:https';
import type { Agent, IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { engineError } from './errors';
import { isLocal, socketPath } from './endpoint';
import type { Endpoint } from './endpoint';
import { sshAgent } from './ssh-agent';

/** A way to an engine. Nothing is connected until something is asked. */
export interface Engine {
  readonly docker: Dockerode;
  readonly endpoint: Endpoint;
  /** The docker command, for what only buildx can do, and its environment. */
  readonly command: { readonly program: string; readonly env: NodeJS.ProcessEnv };
  /**
   * Who answers; asked once, again after a failure. Fails after 10 seconds without an answer, so that whatever
   * begins with it cannot hang on a dead address.
   */
  info(): Promise<EngineInfo>;
}

export interface EngineInfo {
  /** The engine's own id, the same for all ways to it; empty where it has none. */
  readonly id: string;
  readonly kind: 'docker' | 'podman';
  /** E.g. `28.5.2`. */
  readonly version: string;
  /** The newest API that it speaks, e.g. `1.51`. */
  readonly apiVersion: string;
  /** `linux` or `windows`. */
  readonly os: string;
  /** As in `--platform`: `amd64`, `arm64` … */
  readonly architecture: string;
  /** Can build with its own BuildKit. */
  readonly buildkit: boolean;
  /** Images lie in containerd's store: sizes and ids mean something else there. */
  readonly containerdStore: boolean;
}

/** Where `docker` is to be found, and its environment; by default PATH and this process's own. */
export interface ConnectOptions {
  readonly docker?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** @throws EngineError where the endpoint cannot be used at all */
export function connect(
  endpoint: Endpoint,
  { docker: program = 'docker', env = process.env }: ConnectOptions = {},
): Engine {
  const docker = dockerode(endpoint, env);
  let known: Promise<EngineInfo> | undefined;
  return {
    docker,
    endpoint,
    command: { program, env },
    info() {
      known ??= ask(docker, endpoint).catch((error: unknown) => {
        known = undefined;
        throw engineError(error, endpoint.host);
      });
      return known;
    },
  };
}

/** The arguments by which the docker command in a terminal talks to the same engine; none where it does anyway. */
export function engineArguments({ host, source, context }: Endpoint): string[] {
  if (source === 'DOCKER_HOST' || source === 'DOCKER_CONTEXT' || source === 'context') return [];
  if (context !== undefined) return ['--context', context];
  const usual =
    source === 'socket' && /^(?:unix:\/\/\/var\/run\/docker\.sock|npipe:\/\/.*\/docker_engine)$/.test(host);
  return usual ? [] : ['--host', host];
}

/** Waits for `work` and turns whatever it throws into an EngineError. */
export async function asking<T>(engine: Engine, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw engineError(error, engine.endpoint.host);
  }
}

/** What dockerode has no method for. The answer's body streams; a status other than 2xx is an error. */
export function request(
  engine: Engine,
  options: {
    method: 'GET' | 'POST';
    /** Without query. */
    path: string;
    query?: Record<string, string | readonly string[]>;
    /** Registry host to credentials. */
    registries?: Record<string, unknown>;
    body?: Readable;
    signal?: AbortSignal | undefined;
  },
): Promise<IncomingMessage> {
  const { method, path, query = {}, registries, body, signal } = options;
  return new Promise((resolve, reject) => {
    engine.docker.modem.dial(
      {
        method,
        path: `${path}?`,
        options: { _query: query, _body: {} },
        isStream: true,
        statusCodes: { 200: true, 201: true, 204: true, 400: 'bad request', 404: 'not found', 500: 'failed' },
        ...(registries ? { registryconfig: registries } : {}),
        ...(body ? { file: body } : {}),
        ...(signal ? { abortSignal: signal } : {}),
      },
      (error: Error | null, answer: unknown) => {
        if (error) reject(error);
        else resolve(answer as IncomingMessage);
      },
    );
  });
}

function dockerode(endpoint: Endpoint, env: NodeJS.ProcessEnv): Dockerode {
  // docker-modem reads DOCKER_HOST and its certificates even where it is told everything, lets them win over
  // a socket's path and throws where they are malformed.
  const own = process.env['DOCKER_HOST'];
  delete process.env['DOCKER_HOST'];
  try {
    return new Dockerode(connection(endpoint, env));
  } catch (error) {
    throw engineError(error, endpoint.host);
  } finally {
    if (own !== undefined) process.env['DOCKER_HOST'] = own;
  }
}

/** What docker-modem takes beyond its declared types. */
type ModemOptions = Dockerode.DockerOptions & { agent?: Agent; pathPrefix?: string };

function connection(endpoint: Endpoint, env: NodeJS.ProcessEnv): ModemOptions {
  const { host, tls } = endpoint;
  if (isLocal(endpoint)) return { socketPath: socketPath(host) };
  if (host.startsWith('ssh://')) {
    return { protocol: 'http', host: 'docker.invalid', agent: sshAgent(host, env) };
  }
  const [, name = '', port = '', pathPrefix = '/'] = /^tcp:\/\/(.*?):(\d+)(\/.*)?$/.exec(host) ?? [];
  const address = { host: name.replace(/^\[|\]$/g, ''), port: Number(port), pathPrefix };
  if (!tls) return { ...address, protocol: 'http' };
  const { verify, ...certificates } = tls;
  return {
    ...address,
    protocol: 'https',
    agent: new HttpsAgent({ ...certificates, rejectUnauthorized: verify }),
  };
}

async function ask(docker: Dockerode, endpoint: Endpoint): Promise<EngineInfo> {
  const abortSignal = AbortSignal.timeout(10_000);
  const get = (path: string): Promise<Record<string, unknown>> =>
    new Promise((resolve, reject) => {
      docker.modem.dial(
        { method: 'GET', path, statusCodes: { 200: true, 500: 'failed' }, abortSignal },
        (error: Error | null, answer: unknown) => {
          if (error) reject(abortSignal.aborted ? (abortSignal.reason as Error) : error);
          else resolve(Object(answer) as Record<string, unknown>);
        },
      );
    });
  const version = await get('/version');
  if (typeof version['ApiVersion'] !== 'string') {
    throw engineError(Object.assign(new Error('no engine'), { code: 'EPROTO' }), endpoint.host);
  }
  const info = await get('/info');
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  const components = JSON.stringify(version['Components'] ?? []);
  const kind = components.includes('Podman') ? 'podman' : 'docker';
  const apiVersion = version['ApiVersion'];
  const os = text(version['Os']) || 'linux';
  return {
    id: text(info['ID']),
    kind,
    version: text(version['Version']),
    apiVersion,
    os,
    architecture: text(version['Arch']),
    // BuildKit came into the engine with API 1.39, for Linux images.
    buildkit: kind === 'docker' && os === 'linux' && Number(apiVersion.split('.')[1]) >= 39,
    containerdStore: JSON.stringify(info['DriverStatus'] ?? []).includes('io.containerd.snapshotter'),
  };
}
