import { createHash } from 'node:crypto';
import { readFile, readdir, stat } from 'node:fs/promises';
import { connect as connectSocket } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { t } from '../../server/src/text';
import { EngineError } from './errors';

/** Where an engine is, and who said so. */
export interface Endpoint {
  /** As `docker -H` takes it: `unix:///run/docker.sock`, `npipe:////./pipe/docker_engine`, `tcp://…`, `ssh://…`. */
  readonly host: string;
  readonly source: 'setting' | 'DOCKER_HOST' | 'DOCKER_CONTEXT' | 'context' | 'socket';
  /** The docker context, where one was chosen. */
  readonly context?: string;
  /** Only for tcp; PEM texts. */
  readonly tls?: EndpointTls;
}

export interface EndpointTls {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  /** The engine's certificate must be valid. */
  readonly verify: boolean;
}

export interface EndpointOptions {
  /** What the user set: a host as `docker -H` takes it, a socket's path, or the name of a context. */
  readonly setting?: string | undefined;
  readonly env: NodeJS.ProcessEnv;
  /** Refuse what is not a socket of this machine: opening a file must contact no other machine. */
  readonly localOnly?: boolean;
  readonly platform?: NodeJS.Platform;
  readonly home?: string;
}

/**
 * Finds the engine as the docker command does (docker/cli `resolveContextName` and `opts/hosts.go`): the setting,
 * DOCKER_HOST, DOCKER_CONTEXT, the current context; then the first socket in a usual place that accepts a
 * connection, which the docker command leaves to contexts.
 *
 * @throws EngineError `no-engine` where nothing is found or the choice is unusable
 */
export async function resolveEndpoint(options: EndpointOptions): Promise<Endpoint> {
  const endpoint = await chosenEndpoint(options);
  if (options.localOnly && !isLocal(endpoint)) {
    throw new EngineError(
      'no-engine',
      t(
        'The Docker engine at {0} is not on this machine and is contacted only by an action of yours.',
        endpoint.host,
      ),
    );
  }
  return endpoint;
}

/** True for sockets and named pipes of this machine. */
export function isLocal({ host }: Endpoint): boolean {
  return host.startsWith('unix://') || host.startsWith('npipe://');
}

async function chosenEndpoint(options: EndpointOptions): Promise<Endpoint> {
  const { env } = options;
  const setting = options.setting?.trim();
  if (setting) {
    // A context's name holds neither slash nor colon.
    return /[/\\:]/.test(setting)
      ? hostEndpoint(setting, 'setting', options)
      : contextEndpoint(setting, 'setting', options);
  }
  if (env['DOCKER_HOST']) return hostEndpoint(env['DOCKER_HOST'], 'DOCKER_HOST', options);
  const context = env['DOCKER_CONTEXT'];
  if (context) {
    return context === 'default'
      ? defaultEndpoint(options)
      : contextEndpoint(context, 'DOCKER_CONTEXT', options);
  }
  const current = await currentContext(options);
  return current ? contextEndpoint(current, 'context', options) : defaultEndpoint(options);
}

const configFolder = ({ env, home = homedir() }: EndpointOptions): string =>
  env['DOCKER_CONFIG'] || join(home, '.docker');

async function currentContext(options: EndpointOptions): Promise<string | undefined> {
  const file = join(configFolder(options), 'config.json');
  const config = await readJson(file);
  const name = config && field(config, 'currentContext');
  return typeof name === 'string' && name !== '' && name !== 'default' ? name : undefined;
}

/** The names of the contexts that the docker command knows, `default` first. */
export async function contextNames(options: EndpointOptions): Promise<string[]> {
  const folder = join(configFolder(options), 'contexts', 'meta');
  const entries = await readdir(folder).catch(() => []);
  const metas = await Promise.all(
    entries.map((entry) => readJson(join(folder, entry, 'meta.json')).catch(() => undefined)),
  );
  const names = metas.map((meta) => meta && field(meta, 'Name')).filter((name) => typeof name === 'string');
  return ['default', ...names.sort()];
}

async function contextEndpoint(
  name: string,
  source: Endpoint['source'],
  options: EndpointOptions,
): Promise<Endpoint> {
  if (name === 'default') return { ...(await defaultEndpoint(options)), context: name };
  const id = createHash('sha256').update(name).digest('hex');
  const contexts = join(configFolder(options), 'contexts');
  const meta = await readJson(join(contexts, 'meta', id, 'meta.json'));
  if (!meta) {
    throw new EngineError(
      'no-engine',
      t('The Docker context "{0}" does not exist: choose one that `docker context ls` shows.', name),
    );
  }
  const docker = field(field(meta, 'Endpoints'), 'docker');
  const host = field(docker, 'Host');
  if (typeof host !== 'string' || host === '') {
    throw new EngineError(
      'no-engine',
      t('The Docker context "{0}" names no engine: choose another with `docker context use`.', name),
    );
  }
  const parsed = parseHost(host, options);
  if (!parsed.startsWith('tcp://')) return { host: parsed, source, context: name };
  const files = await readTls(join(contexts, 'tls', id, 'docker'));
  const skip = field(docker, 'SkipTLSVerify') === true;
  return {
    host: parsed,
    source,
    context: name,
    ...(skip || Object.keys(files).length > 0 ? { tls: { ...files, verify: !skip } } : {}),
  };
}

async function hostEndpoint(
  host: string,
  source: Endpoint['source'],
  options: EndpointOptions,
): Promise<Endpoint> {
  const parsed = parseHost(host, options);
  const { env } = options;
  // Docker asks whether these variables are set, not what they say; sockets have no TLS.
  const verify = Boolean(env['DOCKER_TLS_VERIFY']);
  if (!parsed.startsWith('tcp://') || !(verify || env['DOCKER_TLS'])) return { host: parsed, source };
  const folder = env['DOCKER_CERT_PATH'] || configFolder(options);
  return { host: parsed, source, tls: { ...(await readTls(folder)), verify } };
}

/** Docker's own reading of a host (docker/cli `opts.ParseHost`), and a socket's bare path. */
function parseHost(text: string, { platform = process.platform }: EndpointOptions): string {
  const host = text.trim();
  const scheme = /^([a-z]+):\/\//i.exec(host)?.[1]?.toLowerCase();
  const rest = scheme === undefined ? host : host.slice(scheme.length + 3);
  switch (scheme) {
    case 'unix':
      return `unix://${rest || '/var/run/docker.sock'}`;
    case 'npipe':
      return `npipe://${rest || '//./pipe/docker_engine'}`;
    case 'ssh':
      return parseSsh(host);
    case 'tcp':
    case 'http':
    case 'https':
      return parseTcp(rest, host);
    case undefined:
      if (host.startsWith('/')) return `unix://${host}`;
      if (platform === 'win32' && host.startsWith('\\\\.\\pipe\\'))
        return `npipe://${host.replaceAll('\\', '/')}`;
      return parseTcp(host, host);
    default:
      throw invalidHost(host);
  }
}

function invalidHost(host: string): EngineError {
  return new EngineError(
    'no-engine',
    t(
      '"{0}" is no address of a Docker engine: write unix://, npipe://, tcp:// or ssh:// and the place.',
      host,
    ),
  );
}

function parseTcp(rest: string, original: string): string {
  const [, name = '', port = '2375', path = ''] =
    /^(\[[0-9a-f:.%]+\]|[^:/?#@\s]*)(?::(\d+))?(\/[^?#\s]*)?$/i.exec(rest) ?? ([] as string[]);
  const number = Number(port);
  if ((name === '' && !/^(?::|$)/.test(rest)) || number < 1 || number > 65535) throw invalidHost(original);
  return `tcp://${name || 'localhost'}:${port}${path.replace(/\/$/, '')}`;
}

/** Only what the docker command takes: no password, query or fragment; the parts are read again by `sshTarget`. */
function parseSsh(host: string): string {
  sshTarget(host);
  return host;
}

/** The parts of `ssh://[user@]host[:port][/socket]`. */
export function sshTarget(host: string): { host: string; user?: string; port?: number; path?: string } {
  const found =
    /^ssh:\/\/(?:([^@:/?#\s-][^@:/?#\s]*)@)?(\[[0-9a-f:.%]+\]|[^:/?#@\s-][^:/?#@\s]*)(?::(\d+))?(\/[^?#]*)?$/i.exec(
      host,
    );
  if (!found?.[2]) throw invalidHost(host);
  const [, user, name, port, path] = found;
  return {
    host: name.replace(/^\[|\]$/g, ''),
    ...(user ? { user } : {}),
    ...(port ? { port: Number(port) } : {}),
    ...(path && path !== '/' ? { path } : {}),
  };
}

async function defaultEndpoint(options: EndpointOptions): Promise<Endpoint> {
  const existing: string[] = [];
  for (const host of usualSockets(options)) {
    const path = socketPath(host);
    const there = await stat(path).then(
      (found) => found.isSocket() || options.platform === 'win32' || process.platform === 'win32',
      // A socket that one may not look at is there all the same.
      (error: unknown) => ['EACCES', 'EBUSY'].includes((error as NodeJS.ErrnoException).code ?? ''),
    );
    if (!there) continue;
    if (await accepts(path)) return { host, source: 'socket' };
    existing.push(host);
  }
  // One that refuses tells the user more than none.
  if (existing[0]) return { host: existing[0], source: 'socket' };
  throw new EngineError(
    'no-engine',
    t('No Docker engine was found on this machine: start Docker or Podman, or install one.'),
  );
}

function accepts(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connectSocket(path);
    const finish = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(800, () => finish(false));
    socket.once('connect', () => finish(true));
    socket.once('error', () => finish(false));
  });
}

/** Where engines put their socket, the docker command's own default first. */
export function usualSockets({
  env,
  platform = process.platform,
  home = homedir(),
}: EndpointOptions): string[] {
  if (platform === 'win32') {
    return ['docker_engine', 'dockerDesktopLinuxEngine', 'podman-machine-default'].map(
      (name) => `npipe:////./pipe/${name}`,
    );
  }
  const runtime = env['XDG_RUNTIME_DIR'];
  const uid = process.getuid?.();
  const paths = [
    '/var/run/docker.sock',
    runtime && join(runtime, 'docker.sock'),
    join(home, '.docker', 'run', 'docker.sock'),
    join(home, '.docker', 'desktop', 'docker.sock'),
    join(home, '.colima', 'default', 'docker.sock'),
    join(home, '.orbstack', 'run', 'docker.sock'),
    join(home, '.rd', 'docker.sock'),
    runtime && join(runtime, 'podman', 'podman.sock'),
    uid === undefined ? undefined : `/run/user/${uid}/podman/podman.sock`,
    '/run/podman/podman.sock',
  ].filter((path) => path !== undefined && path !== '');
  return [...new Set(paths)].map((path) => `unix://${path}`);
}

/**
 * The path of a local endpoint for Node. Not through `URL`, which drops the dot of `//./pipe` and encodes blanks.
 */
export function socketPath(host: string): string {
  return host.replace(/^(?:unix|npipe):\/\//, '');
}

async function readTls(folder: string): Promise<Omit<EndpointTls, 'verify'>> {
  const read = (name: string) =>
    readFile(join(folder, name), 'utf8').catch((error: unknown) => {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT') return undefined;
      throw new EngineError(
        'no-engine',
        t('{0} cannot be read ({1}): the connection to the engine needs it.', join(folder, name), code ?? ''),
        error,
      );
    });
  const [ca, cert, key] = await Promise.all(['ca.pem', 'cert.pem', 'key.pem'].map(read));
  return { ...(ca ? { ca } : {}), ...(cert ? { cert } : {}), ...(key ? { key } : {}) };
}

/** Undefined where the file does not exist. */
async function readJson(file: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw new EngineError('no-engine', t('{0} cannot be read: give your user access to it.', file), error);
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new EngineError('no-engine', t('{0} is not valid JSON: correct or remove it.', file), error);
  }
}

/** A member of a JSON object; Go matches their names without regard to case. */
function field(object: unknown, name: string): unknown {
  if (typeof object !== 'object' || object === null) return undefined;
  const key = Object.keys(object).find((candidate) => candidate.toLowerCase() === name.toLowerCase());
  return key === undefined ? undefined : (object as Record<string, unknown>)[key];
}
