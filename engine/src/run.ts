import type { ContainerCreateOptions, DeviceRequest, PortBinding } from 'dockerode';
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { t } from '../../server/src/text';
import { asking } from './connect';
import type { Engine } from './connect';
import { attach } from './containers';
import { readEnvFile } from './env-file';
import { EngineError, engineError } from './errors';
import { freePort } from './free-port';
import { pull } from './images';
import type { PullEvent } from './images';
import { checkRunRequest } from './run-request';
import type { PublishedPort, RunRequest } from './run-request';
import type { Session } from './session';

export interface RunResult {
  readonly id: string;
  readonly name: string;
  /** As they came to be; a port of the host may appear once for IPv4 and once for IPv6. */
  readonly ports: readonly Required<PublishedPort>[];
  /** The conversation with the container, connected before it started; undefined when detached. */
  readonly session: Session | undefined;
}

/** A host port is taken. */
export class PortTakenError extends EngineError {
  /** The taken port of the host. */
  readonly port: number;
  /** The next one that was free a moment ago. */
  readonly free: number;

  constructor(port: number, free: number, cause: unknown) {
    super(
      'port-taken',
      t('Port {0} is already taken: use port {1}, which is free, or stop what uses it.', port, free),
      cause,
    );
    this.port = port;
    this.free = free;
  }
}

/**
 * Makes a container and starts it, as `docker run` does; pulls the image where the engine lacks it. A container
 * that cannot start is removed again.
 *
 * @throws EngineError; PortTakenError where a host port is taken
 */
export async function run(
  engine: Engine,
  request: RunRequest,
  options: { on?: (event: PullEvent) => void; signal?: AbortSignal } = {},
): Promise<RunResult> {
  checkRunRequest(request);
  const create = await createOptions(request, engine.command.env);
  await engine.info();
  const id = await createContainer(engine, request, create, options);
  const container = engine.docker.getContainer(id);
  let session: Session | undefined;
  try {
    options.signal?.throwIfAborted();
    session = request.detached ? undefined : await attach(engine, id);
    await container.start({});
    options.signal?.throwIfAborted();
    const { Name, NetworkSettings } = await container.inspect().catch((error: unknown) => {
      // One that ended at once and was to be removed is gone already.
      if (request.remove)
        return { Name: `/${request.name ?? id.slice(0, 12)}`, NetworkSettings: { Ports: {} } };
      throw error;
    });
    return { id, name: Name.replace(/^\//, ''), ports: publishedPorts(NetworkSettings.Ports), session };
  } catch (error) {
    session?.close();
    await container.remove({ force: true, v: true }).catch(() => undefined);
    throw await startError(engine, request, error);
  }
}

async function createContainer(
  engine: Engine,
  request: RunRequest,
  create: ContainerCreateOptions,
  { on, signal }: { on?: (event: PullEvent) => void; signal?: AbortSignal },
): Promise<string> {
  const attempt = () =>
    engine.docker.createContainer({ ...create, ...(signal ? { abortSignal: signal } : {}) });
  try {
    return (await attempt()).id;
  } catch (error) {
    const failure = engineError(error, engine.endpoint.host);
    if (failure.code === 'conflict' && request.name !== undefined) {
      throw new EngineError(
        'conflict',
        t('A container named "{0}" exists already: remove it, or choose another name.', request.name),
        error,
      );
    }
    if (failure.code !== 'not-found' || !/no such image|image not known/i.test(failure.message))
      throw failure;
  }
  await pull(engine, request.image, {
    ...(request.platform ? { platform: request.platform } : {}),
    ...(on ? { on } : {}),
    ...(signal ? { signal } : {}),
  });
  return asking(engine, async () => (await attempt()).id);
}

async function createOptions(
  request: RunRequest,
  environment: NodeJS.ProcessEnv,
): Promise<ContainerCreateOptions> {
  const { ports = [], volumes = [], detached, tty = false, interactive = tty, entrypoint } = request;
  const fromFile = request.envFile ? await readEnvFile(request.envFile, environment) : {};
  const bindings: Record<string, PortBinding[]> = {};
  for (const { container, host, hostIp = '', protocol } of ports) {
    (bindings[`${container}/${protocol}`] ??= []).push({
      HostIp: hostIp,
      HostPort: host === undefined ? '' : String(host),
    });
  }
  const mapped = volumes.filter((volume) => volume.includes(':'));
  return {
    Image: request.image,
    ...(request.name ? { name: request.name } : {}),
    ...(request.platform ? { platform: request.platform } : {}),
    ...(request.user ? { User: request.user } : {}),
    ...(request.args && request.args.length > 0 ? { Cmd: [...request.args] } : {}),
    // An empty string in place of ENTRYPOINT takes it away.
    ...(entrypoint === undefined ? {} : { Entrypoint: [entrypoint] }),
    Env: Object.entries({ ...fromFile, ...request.env }).map(([name, value]) => `${name}=${value}`),
    Tty: tty,
    OpenStdin: interactive,
    StdinOnce: interactive && !detached,
    AttachStdin: interactive && !detached,
    AttachStdout: !detached,
    AttachStderr: !detached,
    ExposedPorts: Object.fromEntries(Object.keys(bindings).map((port) => [port, {}])),
    Volumes: Object.fromEntries(
      volumes.filter((volume) => !volume.includes(':')).map((volume) => [volume, {}]),
    ),
    HostConfig: {
      PortBindings: bindings,
      Binds: mapped.map(absoluteSource),
      AutoRemove: request.remove ?? false,
      ...(request.init ? { Init: true } : {}),
      ...(request.network ? { NetworkMode: request.network } : {}),
      ...(request.gpus ? { DeviceRequests: [gpuRequest(request.gpus)] } : {}),
    },
  };
}

/** docker itself, not the engine, reads `./data` and `~/data`. */
function absoluteSource(volume: string): string {
  const relative = /^(?:(~)|(\.{1,2}))(?=[\\/:])/.exec(volume);
  if (!relative) return volume;
  const colon = volume.indexOf(':');
  const source = volume.slice(0, colon);
  return (relative[1] ? homedir() + source.slice(1) : resolve(source)) + volume.slice(colon);
}

function gpuRequest(gpus: string): DeviceRequest {
  return {
    Driver: '',
    Count: gpus === 'all' ? -1 : Number(gpus),
    DeviceIDs: [],
    Capabilities: [['gpu']],
    Options: {},
  };
}

function publishedPorts(
  ports: Record<string, { HostIp: string; HostPort: string }[] | null>,
): RunResult['ports'] {
  return Object.entries(ports).flatMap(([port, bindings]) =>
    (bindings ?? []).map(({ HostIp, HostPort }) => ({
      container: Number.parseInt(port, 10),
      host: Number(HostPort),
      hostIp: HostIp,
      protocol: port.endsWith('/udp') ? ('udp' as const) : ('tcp' as const),
    })),
  );
}

async function startError(engine: Engine, request: RunRequest, cause: unknown): Promise<EngineError> {
  const failure = engineError(cause, engine.endpoint.host);
  if (failure.code === 'port-taken') {
    const named = Number(/\d+/.exec(failure.message)?.[0]);
    const wanted = request.ports?.find(({ host }) => host === named) ?? request.ports?.[0];
    const port = wanted?.host ?? named;
    return new PortTakenError(port, await freePort(port + 1, wanted?.hostIp), cause);
  }
  const missing =
    /exec: "?([^":]+)"?: (?:stat \S+: )?(executable file not found in \$PATH|no such file or directory|permission denied)/.exec(
      failure.message,
    );
  if (missing) {
    const [, program = '', reason = ''] = missing;
    return new EngineError(
      'invalid',
      reason === 'permission denied'
        ? t(
            '"{0}" in the image may not be executed: make it executable with chmod in the Dockerfile.',
            program,
          )
        : t('The image has no program "{0}": check ENTRYPOINT, CMD and the arguments.', program),
      cause,
    );
  }
  return failure;
}
