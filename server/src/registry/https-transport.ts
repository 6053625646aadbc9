import { lookup as lookupName } from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import { pipeline } from 'node:stream';
import { rootCertificates } from 'node:tls';
import { createGunzip } from 'node:zlib';
import { addressIn, isPrivateAddress } from './address';
import { proxyFor, tunnel } from './proxy';
import { TransportError } from './transport';
import type { HttpRequest, HttpResponse, HttpTransport } from './transport';

export interface TransportOptions {
  /** Names the proxy (`HTTPS_PROXY`, `NO_PROXY`); without it none is used, as in VS Code, which has its own. */
  readonly env?: NodeJS.ProcessEnv;
  /** Certificates (PEM) of authorities to trust for a host with its port, besides the usual ones. */
  readonly certificates?: (host: string) => readonly string[];
}

/** A transport on Node's own http and https. It keeps connections open for reuse, which does not keep a process alive. */
export function httpsTransport(options: TransportOptions = {}): HttpTransport {
  // A connection to a host that the user trusts must not serve a request that may not go there.
  const agents = new Map([true, false].map((allowPrivate) => [allowPrivate, newAgents()]));
  return async (request, signal) => {
    const url = new URL(request.url);
    const literal = addressIn(url);
    // Node looks no address up that is one already.
    if (!request.allowPrivate && literal !== undefined && isPrivateAddress(literal)) {
      throw new TransportError('private-address', `${url.hostname} is a private address`);
    }
    const timeout = AbortSignal.timeout(request.timeoutMs);
    const stop = signal ? AbortSignal.any([signal, timeout]) : timeout;
    try {
      return await exchange(url, request, stop, { options, agents: agents.get(request.allowPrivate) });
    } catch (error) {
      if (signal?.aborted) {
        throw new TransportError('cancelled', 'cancelled');
      }
      throw timeout.aborted ? new TransportError('timeout', 'timed out') : transportError(error);
    }
  };
}

interface Agents {
  readonly http: http.Agent;
  readonly https: https.Agent;
}

function newAgents(): Agents {
  const settings = { keepAlive: true, maxSockets: 2 };
  return { http: new http.Agent(settings), https: new https.Agent(settings) };
}

async function exchange(
  url: URL,
  request: HttpRequest,
  signal: AbortSignal,
  { options, agents }: { options: TransportOptions; agents: Agents | undefined },
): Promise<HttpResponse> {
  const isSecure = url.protocol === 'https:';
  const proxy =
    options.env && isSecure && url.hostname !== 'localhost' ? proxyFor(url, options.env) : undefined;
  const own = options.certificates?.(url.host) ?? [];
  const trust = own.length > 0 ? { ca: [...rootCertificates, ...own] } : {};
  const settings: https.RequestOptions = {
    method: request.method,
    headers: { ...request.headers, 'accept-encoding': 'gzip' },
    signal,
    ...trust,
    // Behind a proxy it is the proxy that looks names up.
    ...(proxy
      ? { createConnection: await tunnel(proxy, url, { signal, trust }) }
      : { agent: isSecure ? agents?.https : agents?.http, lookup: guardedLookup(request.allowPrivate) }),
  };
  return new Promise((resolve, reject) => {
    const sent = (isSecure ? https : http).request(url, settings, (response) => {
      read(response, request.maxBytes).then(resolve, (error: unknown) => {
        sent.destroy();
        reject(error instanceof Error ? error : new Error(String(error)));
      });
    });
    sent.once('error', reject);
    sent.end(request.body);
  });
}

async function read(response: http.IncomingMessage, maxBytes: number): Promise<HttpResponse> {
  const chunks: Buffer[] = [];
  let length = 0;
  const isCompressed = response.headers['content-encoding'] === 'gzip';
  // `pipeline` hands errors on in both directions; the loop below is the one that hears of them.
  const content = isCompressed ? pipeline(response, createGunzip(), () => undefined) : response;
  for await (const chunk of content) {
    const bytes = chunk as Buffer;
    length += bytes.length;
    if (length > maxBytes) {
      throw new TransportError('too-large', `more than ${maxBytes} bytes`);
    }
    chunks.push(bytes);
  }
  const headers = Object.fromEntries(
    Object.entries(response.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : value,
    ]),
  );
  return { status: response.statusCode ?? 0, headers, body: Buffer.concat(chunks).toString('utf8') };
}

/** Looks a name up and refuses it when any of its addresses is private: the connection might take any of them. */
function guardedLookup(allowPrivate: boolean): LookupFunction {
  return (hostname, options, callback) => {
    lookupName(hostname, { ...options, all: true }, (error, found) => {
      // With an error there is no list, whatever the types say.
      const addresses = error ? [] : found;
      const [first] = addresses;
      if (first === undefined) {
        callback(error ?? new TransportError('offline', `${hostname} has no address`), '', 0);
      } else if (!allowPrivate && addresses.some(({ address }) => isPrivateAddress(address))) {
        callback(new TransportError('private-address', `${hostname} is a private address`), '', 0);
      } else if (options.all) {
        callback(null, addresses);
      } else {
        callback(null, first.address, first.family);
      }
    });
  };
}

function transportError(error: unknown): TransportError {
  if (error instanceof TransportError) {
    return error;
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const message = error instanceof Error ? error.message : String(error);
  if (/^(?:EPROTO|ERR_SSL_WRONG_VERSION_NUMBER|ERR_SSL_PACKET_LENGTH_TOO_LONG)$/.test(code)) {
    return new TransportError('not-tls', message);
  }
  if (/CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS|HOSTNAME_MISMATCH/.test(code)) {
    return new TransportError('certificate', message);
  }
  if (/^(?:HPE_|Z_|ERR_STREAM|ERR_HTTP)/.test(code)) {
    return new TransportError('bad-answer', message);
  }
  return new TransportError('offline', message);
}
