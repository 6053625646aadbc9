import type { Challenge } from './challenge';
import type { Credential } from './credential-helper';
import { isRealmAllowed } from './hosts';
import { members, parseJson } from './json';
import { RegistryProblem } from './problem';
import type { HttpRequest, HttpResponse } from './transport';
import { t } from '../text';

/** A token for one repository, with the time (ms since 1970) until which it may be used. */
export interface AccessToken {
  readonly token: string;
  readonly until: number;
}

export interface TokenRequest {
  readonly challenge: Challenge;
  /** The registry that asked for the token. */
  readonly registry: URL;
  /** `library/node` */
  readonly path: string;
  readonly credential: Credential | undefined;
  readonly send: (request: Pick<HttpRequest, 'method' | 'url' | 'headers' | 'body'>) => Promise<HttpResponse>;
  readonly now: number;
}

/** Registries promise a token for at least this long. */
const shortestLife = 60_000;

/**
 * Gets a token to pull from one repository (distribution's token and oauth specifications); undefined when the
 * realm gives none. Throws a `RegistryProblem` when the realm is not where this registry's tokens may be had: then
 * nothing is sent at all.
 */
export async function accessToken(request: TokenRequest): Promise<AccessToken | undefined> {
  const { challenge, registry, credential, now } = request;
  if (credential?.kind === 'bearer') {
    return { token: credential.token, until: now + shortestLife };
  }
  const realm = realmOf(challenge, registry);
  const response =
    credential?.kind === 'identity'
      ? await trade(realm, credential.token, request)
      : await fetchToken(realm, request);
  if (response.status !== 200) {
    return undefined;
  }
  const { token, access_token: accessed, expires_in: seconds } = members(parseJson(response.body));
  const value = [token, accessed].find((text) => typeof text === 'string' && text !== '');
  const life = typeof seconds === 'number' ? Math.max(seconds * 1000, shortestLife) : shortestLife;
  // Some seconds early, so that a token does not end on its way.
  return typeof value === 'string' ? { token: value, until: now + life - 5000 } : undefined;
}

function realmOf({ parameters }: Challenge, registry: URL): URL {
  const text = parameters.get('realm') ?? '';
  const realm = URL.canParse(text) ? new URL(text) : undefined;
  if (!realm || !isRealmAllowed(realm, registry)) {
    throw new RegistryProblem(
      'refused',
      t(
        '{0} sends logins to {1}, which is not its own: Strata does not go there.',
        registry.host,
        realm?.host ?? text,
      ),
    );
  }
  return realm;
}

function fetchToken(realm: URL, { challenge, path, credential, send }: TokenRequest): Promise<HttpResponse> {
  const url = new URL(realm);
  const service = challenge.parameters.get('service');
  if (service !== undefined) {
    url.searchParams.set('service', service);
  }
  url.searchParams.set('scope', scopeOf(path));
  const headers: Record<string, string> =
    credential?.kind === 'basic' ? { authorization: basic(credential) } : {};
  return send({ method: 'GET', url: url.href, headers });
}

/** Trades an identity token for an access token; servers without OAuth2 take it as a password. */
async function trade(realm: URL, identity: string, request: TokenRequest): Promise<HttpResponse> {
  const form = new URLSearchParams({
    grant_type: 'refresh_token',
    service: request.challenge.parameters.get('service') ?? request.registry.host,
    scope: scopeOf(request.path),
    client_id: 'strata',
    refresh_token: identity,
  });
  const response = await request.send({
    method: 'POST',
    url: realm.href,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: form.toString(),
  });
  return response.status === 404 || response.status === 405
    ? fetchToken(realm, {
        ...request,
        credential: { kind: 'basic', username: '<token>', password: identity },
      })
    : response;
}

/** Never more than reading. */
function scopeOf(path: string): string {
  return `repository:${path}:pull`;
}

/** The `Authorization` of a name and a password. */
export function basic({ username, password }: { username: string; password: string }): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}
