import { t } from '../text';
import { isLoopbackHost } from './address';
import { parseChallenges } from './challenge';
import type { Challenge } from './challenge';
import type { Credential } from './credential-helper';
import { apiHost, isPublicRegistry, isRedirectAllowed } from './hosts';
import { limiter } from './limiter';
import { RegistryProblem } from './problem';
import type { ImageReference } from './reference';
import { accessToken, basic } from './token';
import { TransportError } from './transport';
import type { HttpRequest, HttpResponse, HttpTransport } from './transport';

/** What the user allows; asked before every request, since it may change. */
export interface AccessPolicy {
  /** Nothing is asked from a workspace that the user does not trust. */
  readonly isTrusted: () => boolean;
  /** Registries that the user trusts by name (`strata.registry.trustedHosts`); these may be private addresses. */
  readonly trustedHosts: () => readonly string[];
  /** Registries in the user's own docker configuration; they count as trusted. */
  readonly configuredHosts?: () => Promise<readonly string[]>;
  /** Undefined where the user did not allow credentials. */
  readonly credential?: (domain: string, path: string) => Promise<Credential | undefined>;
  /** Registries of this machine may get credentials without TLS. */
  readonly credentialsOverHttp?: () => boolean;
}

export interface AccessOptions {
  readonly transport: HttpTransport;
  readonly policy: AccessPolicy;
  readonly now: () => number;
}

export type Repository = Pick<ImageReference, 'domain' | 'path'>;

export interface RegistryRequest {
  readonly method: 'GET' | 'HEAD';
  /** Path and query: `/v2/library/node/tags/list?n=1000`. */
  readonly target: string;
  readonly accept?: string;
  readonly maxBytes: number;
}

export interface RegistryAnswer extends HttpResponse {
  /** The URL that was asked, before any redirect. */
  readonly url: URL;
  /** A credential was sent: what came back is the user's own affair. */
  readonly isPrivate: boolean;
}

/** Asks registries by the rules of the policy; every failure is a `RegistryProblem` or a `TransportError`. */
export interface RegistryAccess {
  /** One request about a repository, logged in where that is asked and allowed. Answers of any status come back. */
  ask(repository: Repository, request: RegistryRequest, signal?: AbortSignal): Promise<RegistryAnswer>;
  /** One anonymous request to a public API beside the registry protocol, for repositories of that registry. */
  askApi(repository: Repository, url: string, maxBytes: number, signal?: AbortSignal): Promise<HttpResponse>;
}

/** For one request, redirects not counted. */
const timeoutMs = 5000;
const tokenBytes = 64 * 1024;
const mostRedirects = 3;

/** A name and a password are good for longer than this; then we look again whether the user has logged in anew. */
const loginLifeMs = 10 * 60 * 1000;

interface Login {
  readonly header: string | undefined;
  readonly isPrivate: boolean;
  /** Milliseconds since 1970. */
  readonly until: number;
}
const anonymous: Login = { header: undefined, isPrivate: false, until: Infinity };

export function registryAccess({ transport, policy, now }: AccessOptions): RegistryAccess {
  const limited = limiter({ perKey: 2, total: 4 });
  /** By repository; in memory only. */
  const logins = new Map<string, Login>();
  /** Registries of this machine that turned out to speak plain HTTP. */
  const plainHosts = new Set<string>();

  /** Throws unless the user allows to ask this registry; tells whether it may be a private address. */
  async function permit(domain: string): Promise<{ allowPrivate: boolean }> {
    if (!policy.isTrusted()) {
      throw new RegistryProblem('untrusted-workspace', t('Registries are asked in trusted workspaces only.'));
    }
    const trusts = (host: string) => host.toLowerCase() === domain.toLowerCase();
    const isNamed =
      policy.trustedHosts().some(trusts) || ((await policy.configuredHosts?.()) ?? []).some(trusts);
    if (!isNamed && !isPublicRegistry(domain)) {
      throw new RegistryProblem('host-not-trusted', t('{0} is not among the trusted registries.', domain));
    }
    return { allowPrivate: isNamed && !isPublicRegistry(domain) };
  }

  function send(
    request: Omit<HttpRequest, 'timeoutMs' | 'headers'> & {
      headers: Readonly<Record<string, string | undefined>>;
    },
    signal: AbortSignal | undefined,
  ): Promise<HttpResponse> {
    const headers: Record<string, string> = { 'user-agent': 'strata' };
    for (const [name, value] of Object.entries(request.headers)) {
      if (value !== undefined) {
        headers[name] = value;
      }
    }
    return limited(
      new URL(request.url).host,
      () => transport({ ...request, headers, timeoutMs }, signal),
      signal,
    );
  }

  async function follow(
    first: URL,
    { method, accept, maxBytes }: RegistryRequest,
    { login, allowPrivate, signal }: { login: Login; allowPrivate: boolean; signal: AbortSignal | undefined },
  ): Promise<HttpResponse> {
    let url = first;
    for (let hops = 0; hops <= mostRedirects; hops++) {
      const isHome = url.origin === first.origin;
      const response = await send(
        {
          method,
          url: url.href,
          headers: { accept, authorization: isHome ? login.header : undefined },
          maxBytes,
          allowPrivate: allowPrivate && isHome,
        },
        signal,
      );
      const location = response.headers['location'];
      if (response.status < 300 || response.status >= 400 || location === undefined) {
        return response;
      }
      const next = URL.canParse(location, url.href) ? new URL(location, url) : undefined;
      if (!next || !isRedirectAllowed(next, first)) {
        throw new RegistryProblem(
          'refused',
          t(
            '{0} sends on to {1}, which is not its own: Strata does not go there.',
            first.host,
            next?.host ?? location,
          ),
        );
      }
      url = next;
    }
    throw new RegistryProblem(
      'bad-answer',
      t('{0} sends on from one address to the next without end.', first.host),
    );
  }

  async function logIn(
    repository: Repository,
    challenges: readonly Challenge[],
    context: {
      base: URL;
      credential: Credential | undefined;
      allowPrivate: boolean;
      signal: AbortSignal | undefined;
    },
  ): Promise<Login | undefined> {
    const { base, credential, allowPrivate, signal } = context;
    const bearer = challenges.find(({ scheme }) => scheme === 'bearer');
    if (bearer) {
      const token = await accessToken({
        challenge: bearer,
        registry: base,
        path: repository.path,
        credential,
        now: now(),
        send: (request) =>
          send(
            // Only the registry itself was trusted by name, not what it points to.
            {
              ...request,
              maxBytes: tokenBytes,
              allowPrivate: allowPrivate && new URL(request.url).host === base.host,
            },
            signal,
          ),
      });
      if (token) {
        return { header: `Bearer ${token.token}`, isPrivate: credential !== undefined, until: token.until };
      }
    }
    const isBasic = challenges.some(({ scheme }) => scheme === 'basic');
    return isBasic && credential?.kind === 'basic'
      ? { header: basic(credential), isPrivate: true, until: now() + loginLifeMs }
      : undefined;
  }

  /** The credential that may go to this registry over this connection. */
  async function credentialFor({ domain, path }: Repository, base: URL): Promise<Credential | undefined> {
    const isSafe =
      base.protocol === 'https:' || (isLoopbackHost(base.host) && policy.credentialsOverHttp?.() === true);
    return isSafe ? policy.credential?.(domain, path) : undefined;
  }

  async function askAt(
    base: URL,
    repository: Repository,
    request: RegistryRequest,
    { allowPrivate, signal }: { allowPrivate: boolean; signal: AbortSignal | undefined },
  ): Promise<RegistryAnswer> {
    const url = new URL(request.target, base);
    const attempt = async (login: Login): Promise<RegistryAnswer> => {
      const response = await follow(url, request, { login, allowPrivate, signal });
      return { ...response, url, isPrivate: login.isPrivate };
    };
    const remembered = logins.get(keyOf(repository));
    const first = await attempt(remembered && remembered.until > now() ? remembered : anonymous);
    if (first.status !== 401) {
      return first;
    }
    logins.delete(keyOf(repository));
    const challenges = parseChallenges(first.headers['www-authenticate'] ?? '');
    const logInAs = async (credential: Credential | undefined) => {
      const login = await logIn(repository, challenges, { base, credential, allowPrivate, signal });
      const answer = login && (await attempt(login));
      if (login && answer && answer.status !== 401) {
        logins.set(keyOf(repository), login);
      }
      return answer;
    };
    // What anybody may see needs no credential: the user's keychain stays closed, and an expired login hides nothing.
    const seen = (await logInAs(undefined)) ?? first;
    const isDenied = seen.status === 401 || seen.status === 403 || seen.status === 404;
    const credential = isDenied ? await credentialFor(repository, base) : undefined;
    return (credential && (await logInAs(credential))) ?? seen;
  }

  return {
    async ask(repository, request, signal) {
      const { allowPrivate } = await permit(repository.domain);
      const host = apiHost(repository.domain);
      const context = { allowPrivate, signal };
      const secure = new URL(`https://${host}`);
      const plain = new URL(`http://${host}`);
      if (!isLoopbackHost(host)) {
        return askAt(secure, repository, request, context);
      }
      if (plainHosts.has(host)) {
        return askAt(plain, repository, request, context);
      }
      try {
        return await askAt(secure, repository, request, context);
      } catch (error) {
        if (!(error instanceof TransportError && error.code === 'not-tls')) {
          throw error;
        }
        // Docker's rule: a registry of this machine, and no other, may do without TLS.
        plainHosts.add(host);
        return askAt(plain, repository, request, context);
      }
    },
    async askApi(repository, url, maxBytes, signal) {
      await permit(repository.domain);
      return send(
        { method: 'GET', url, headers: { accept: 'application/json' }, maxBytes, allowPrivate: false },
        signal,
      );
    },
  };
}

function keyOf({ domain, path }: Repository): string {
  return `${domain}/${path}`;
}
