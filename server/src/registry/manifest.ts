import { createHash } from 'node:crypto';
import { t } from '../text';
import type { RegistryAccess, RegistryAnswer } from './access';
import { requireFound } from './listing';
import { items, members, parseJson } from './json';
import { RegistryProblem } from './problem';
import type { ImageReference } from './reference';

/** What a tag is at this moment. */
export interface ManifestDigest {
  /** Of the manifest, or of the list of manifests when there are several platforms: what to write behind `@`. */
  readonly digest: string;
  readonly isPrivate: boolean;
}

/** What an image sets, as its maker configured it; has the shape of the rules' `ImageConfig`. */
export interface RemoteImageConfig {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
  readonly env: readonly string[];
  readonly workingDir?: string;
  readonly user?: string;
  readonly shell?: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly cmd?: readonly string[];
  readonly exposedPorts: readonly string[];
  readonly volumes: readonly string[];
  readonly onBuild: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  /** An ISO date, where the maker gave one. */
  readonly created?: string;
  /** Compressed, of all layers, in bytes. */
  readonly size: number;
  /** Of the platform's own manifest. */
  readonly digest: string;
  readonly platforms: readonly string[];
  readonly isPrivate: boolean;
}

/** Registries give only what is asked for: an old one answers 404 for an OCI manifest that `Accept` does not name. */
const manifestTypes = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');
const mostManifestBytes = 4 * 1024 * 1024;
const mostConfigBytes = 4 * 1024 * 1024;

/** Asks for a digest with HEAD, which Docker Hub does not count as a pull. Throws like `listTags`. */
export async function fetchDigest(
  access: RegistryAccess,
  image: ImageReference,
  signal?: AbortSignal,
): Promise<ManifestDigest> {
  const answer = await askManifest(
    access,
    image,
    { name: image.tag ?? image.digest ?? 'latest', method: 'HEAD' },
    signal,
  );
  const digest = answer.headers['docker-content-digest'];
  if (digest !== undefined && /^sha256:[0-9a-f]{64}$/.test(digest)) {
    return { digest, isPrivate: answer.isPrivate };
  }
  const whole = await askManifest(
    access,
    image,
    { name: image.tag ?? image.digest ?? 'latest', method: 'GET' },
    signal,
  );
  return { digest: sha256(whole.body), isPrivate: whole.isPrivate };
}

/**
 * Reads what an image sets, for a platform such as `linux/arm64`. On Docker Hub this counts as one pull. What is
 * addressed by its digest is checked against it. Throws like `listTags`.
 */
export async function fetchConfig(
  access: RegistryAccess,
  image: ImageReference,
  platform: string,
  signal?: AbortSignal,
): Promise<RemoteImageConfig> {
  const name = image.digest ?? image.tag ?? 'latest';
  const top = await askManifest(access, image, { name, method: 'GET' }, signal);
  const entries = items(members(parseJson(top.body))['manifests']).map(members);
  const platforms = entries.map(platformOf).filter((each) => each !== undefined);
  const chosen = choose(entries, platform);
  if (entries.length > 0 && chosen === undefined) {
    throw new RegistryProblem('not-found', t('{0} is not there for {1}.', image.familiarName, platform));
  }
  const manifest =
    chosen === undefined ? top : await askManifest(access, image, { name: chosen, method: 'GET' }, signal);
  const { config, layers } = members(parseJson(manifest.body));
  const configDigest = members(config)['digest'];
  if (typeof configDigest !== 'string' || !/^sha256:[0-9a-f]{64}$/.test(configDigest)) {
    throw unreadable(image);
  }
  const blob = await access.ask(
    image,
    { method: 'GET', target: `/v2/${image.path}/blobs/${configDigest}`, maxBytes: mostConfigBytes },
    signal,
  );
  requireFound(blob, image);
  requireDigest(blob.body, configDigest, image);
  const size = items(layers)
    .map((layer) => Number(members(layer)['size']))
    .reduce((sum, bytes) => sum + (bytes > 0 ? bytes : 0), 0);
  const read = readConfig(members(parseJson(blob.body)));
  return {
    ...read,
    size,
    digest: chosen ?? sha256(manifest.body),
    platforms: platforms.length > 0 ? [...new Set(platforms)] : [joinPlatform(read)],
    isPrivate: blob.isPrivate || top.isPrivate,
  };
}

async function askManifest(
  access: RegistryAccess,
  image: ImageReference,
  { name, method }: { name: string; method: 'GET' | 'HEAD' },
  signal: AbortSignal | undefined,
): Promise<RegistryAnswer> {
  const target = `/v2/${image.path}/manifests/${name}`;
  const answer = await access.ask(
    image,
    { method, target, accept: manifestTypes, maxBytes: mostManifestBytes },
    signal,
  );
  requireFound(answer, image);
  if (method === 'GET' && name.startsWith('sha256:')) {
    requireDigest(answer.body, name, image);
  }
  return answer;
}

/** The entry for a platform; one without a variant serves every variant, and an arm64 is the same with and without v8. */
function choose(entries: readonly Readonly<Record<string, unknown>>[], platform: string): string | undefined {
  const wanted = platform.replace(/^linux\/arm64\/v8$/, 'linux/arm64');
  const found =
    entries.find((entry) => platformOf(entry) === wanted) ??
    entries.find((entry) => platformOf(entry)?.startsWith(`${wanted}/`)) ??
    entries.find((entry) => wanted.startsWith(`${platformOf(entry) ?? '?'}/`));
  const digest = found?.['digest'];
  return typeof digest === 'string' && /^sha256:[0-9a-f]{64}$/.test(digest) ? digest : undefined;
}

/** Undefined for attestations, which BuildKit stores under an unknown platform. */
function platformOf(entry: Readonly<Record<string, unknown>>): string | undefined {
  const { os, architecture, variant } = members(entry['platform']);
  if (typeof os !== 'string' || typeof architecture !== 'string' || os === 'unknown') {
    return undefined;
  }
  return joinPlatform({ os, architecture, ...(typeof variant === 'string' ? { variant } : {}) });
}

function joinPlatform({
  os,
  architecture,
  variant,
}: {
  os: string;
  architecture: string;
  variant?: string;
}): string {
  const suffix = variant && !(architecture === 'arm64' && variant === 'v8') ? `/${variant}` : '';
  return `${os}/${architecture}${suffix}`;
}

function readConfig(image: Readonly<Record<string, unknown>>) {
  const config = members(image['config']);
  const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);
  const texts = (value: unknown) => items(value).filter((each): each is string => typeof each === 'string');
  const optional = <K extends string, V>(key: K, value: V | undefined) =>
    (value === undefined ? {} : { [key]: value }) as Partial<Record<K, V>>;
  return {
    os: text(image['os']) ?? 'linux',
    architecture: text(image['architecture']) ?? 'amd64',
    ...optional('variant', text(image['variant'])),
    ...optional('created', text(image['created'])),
    env: texts(config['Env']),
    ...optional('workingDir', text(config['WorkingDir'])),
    ...optional('user', text(config['User'])),
    ...optional('shell', Array.isArray(config['Shell']) ? texts(config['Shell']) : undefined),
    ...optional('entrypoint', Array.isArray(config['Entrypoint']) ? texts(config['Entrypoint']) : undefined),
    ...optional('cmd', Array.isArray(config['Cmd']) ? texts(config['Cmd']) : undefined),
    exposedPorts: Object.keys(members(config['ExposedPorts'])),
    volumes: Object.keys(members(config['Volumes'])),
    onBuild: texts(config['OnBuild']),
    labels: Object.fromEntries(
      Object.entries(members(config['Labels'])).filter(
        (entry): entry is [string, string] => typeof entry[1] === 'string',
      ),
    ),
  };
}

function requireDigest(body: string, digest: string, image: ImageReference): void {
  if (sha256(body) !== digest) {
    throw new RegistryProblem(
      'bad-answer',
      t('{0} sent something else than what {1} names.', image.domain, digest.slice(0, 19)),
    );
  }
}

function sha256(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

function unreadable(image: ImageReference): RegistryProblem {
  return new RegistryProblem('bad-answer', t('{0} gave an answer that cannot be read.', image.domain));
}
