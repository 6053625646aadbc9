import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { askCredentialHelper } from './credential-helper';
import type { Credential } from './credential-helper';
import { members, parseJson } from './json';

/** The logins that the docker command and Podman keep for the user. */
export interface CredentialStore {
  /** The registries that they name: the user has dealt with these before. */
  readonly hosts: () => Promise<readonly string[]>;
  /** The credential for a repository, as docker and Podman choose it; undefined means to go anonymously. */
  readonly find: (domain: string, path: string) => Promise<Credential | undefined>;
}

export interface CredentialOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly home?: string;
  /** How long a helper's answer is remembered, in memory; milliseconds. */
  readonly rememberMs?: number;
  readonly helperTimeoutMs?: number;
}

/** Larger files are no configurations. */
const longestFile = 1024 * 1024;
const tenMinutes = 10 * 60 * 1000;

/** What is under `auths` in docker's config.json and in Podman's auth.json. */
interface AuthEntry {
  readonly auth?: unknown;
  readonly username?: unknown;
  readonly password?: unknown;
  readonly identitytoken?: unknown;
  readonly registrytoken?: unknown;
}

interface AuthFile {
  readonly auths: ReadonlyMap<string, AuthEntry>;
  readonly credHelpers: ReadonlyMap<string, string>;
  readonly credsStore: string | undefined;
}

/** The user's own logins, read anew at each question but for what helpers said. Files that cannot be read are empty. */
export function dockerCredentials(options: CredentialOptions = {}): CredentialStore {
  const { env = process.env, home = homedir(), rememberMs = tenMinutes, helperTimeoutMs } = options;
  const answers = new Map<string, { at: number; answer: Promise<Credential | undefined> }>();

  function ask(suffix: string, server: string): Promise<Credential | undefined> {
    const key = `${suffix} ${server}`;
    const known = answers.get(key);
    if (known && Date.now() - known.at < rememberMs) {
      return known.answer;
    }
    const answer = askCredentialHelper(suffix, server, {
      env,
      ...(helperTimeoutMs === undefined ? {} : { timeoutMs: helperTimeoutMs }),
    });
    answers.set(key, { at: Date.now(), answer });
    return answer;
  }

  async function findIn(file: AuthFile, domain: string, path: string): Promise<Credential | undefined> {
    const keys =
      domain === 'docker.io' ? ['https://index.docker.io/v1/', 'docker.io', 'index.docker.io'] : [domain];
    const [server = domain] = keys;
    // A helper has the last word: what the file says beside it may be of another age.
    const helper = keys.map((key) => file.credHelpers.get(key)).find((suffix) => suffix !== undefined);
    const suffix = helper ?? file.credsStore;
    return suffix === undefined ? entryFor(file.auths, keys, domain, path) : ask(suffix, server);
  }

  async function files(): Promise<readonly AuthFile[]> {
    const docker = env['DOCKER_CONFIG'] ?? join(home, '.docker');
    const runtime = env['XDG_RUNTIME_DIR'];
    const config = env['XDG_CONFIG_HOME'] ?? join(home, '.config');
    const inline = env['DOCKER_AUTH_CONFIG'];
    const paths = [
      join(docker, 'config.json'),
      env['REGISTRY_AUTH_FILE'],
      runtime && join(runtime, 'containers', 'auth.json'),
      join(config, 'containers', 'auth.json'),
    ].filter((path) => typeof path === 'string' && path !== '');
    const texts = await Promise.all(paths.map((path) => readText(String(path))));
    return [...(inline === undefined ? [] : [inline]), ...texts].map(authFile);
  }

  return {
    async hosts() {
      const keys = (await files()).flatMap((file) => [...file.auths.keys(), ...file.credHelpers.keys()]);
      return [...new Set(keys.map(hostIn).filter((host) => host !== ''))];
    },
    async find(domain, path) {
      for (const file of await files()) {
        const found = await findIn(file, domain, path);
        if (found) {
          return found;
        }
      }
      return undefined;
    },
  };
}

async function readText(path: string): Promise<string> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return text.length > longestFile ? '' : text;
}

function authFile(text: string): AuthFile {
  const { auths, credHelpers, credsStore } = members(readable(text));
  return {
    auths: new Map(
      Object.entries(members(auths)).filter(
        (entry): entry is [string, AuthEntry] => typeof entry[1] === 'object' && entry[1] !== null,
      ),
    ),
    credHelpers: new Map(
      Object.entries(members(credHelpers)).filter(
        (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1] !== '',
      ),
    ),
    credsStore: typeof credsStore === 'string' && credsStore !== '' ? credsStore : undefined,
  };
}

/** Podman's keys may name a repository, the most specific one wins; docker's old ones are URLs. */
function entryFor(
  auths: ReadonlyMap<string, AuthEntry>,
  keys: readonly string[],
  domain: string,
  path: string,
): Credential | undefined {
  const parts = path.split('/');
  const repositories = parts.map((_, index) => `${domain}/${parts.slice(0, parts.length - index).join('/')}`);
  for (const key of [...repositories, ...keys]) {
    const found = auths.get(key);
    const credential = found && credentialOf(found);
    if (credential) {
      return credential;
    }
  }
  const hosts = keys.map(hostIn);
  const legacy = [...auths].find(([key]) => isUrl(key) && hosts.includes(hostIn(key)));
  return legacy && credentialOf(legacy[1]);
}

function isUrl(key: string): boolean {
  return /^https?:\/\//.test(key);
}

/** `https://host:5000/v2/` → `host:5000`, `docker.io/acme` → `docker.io`; Docker Hub's old names become `docker.io`. */
function hostIn(key: string): string {
  const host = key.replace(/^https?:\/\//, '').split('/')[0] ?? '';
  return host === 'index.docker.io' || host === 'registry-1.docker.io' ? 'docker.io' : host;
}

function credentialOf(entry: AuthEntry): Credential | undefined {
  if (isText(entry.identitytoken)) {
    return { kind: 'identity', token: entry.identitytoken };
  }
  if (isText(entry.registrytoken)) {
    return { kind: 'bearer', token: entry.registrytoken };
  }
  if (isText(entry.auth)) {
    const decoded = Buffer.from(entry.auth, 'base64').toString('utf8');
    const colon = decoded.indexOf(':');
    const [username, password] = [decoded.slice(0, colon), decoded.slice(colon + 1).replace(/\0+$/, '')];
    return colon > 0 ? { kind: 'basic', username, password } : undefined;
  }
  return isText(entry.username) && isText(entry.password)
    ? { kind: 'basic', username: entry.username, password: entry.password }
    : undefined;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

/** A file that is no JSON is as good as none. */
function readable(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
