import http from 'node:http';
import https from 'node:https';
import type { Duplex } from 'node:stream';
import { connect } from 'node:tls';
import { TransportError } from './transport';

/** The proxy that the environment names for a URL, by curl's rules; undefined means to go straight. */
export function proxyFor(url: URL, env: NodeJS.ProcessEnv): URL | undefined {
  const named = env['https_proxy'] ?? env['HTTPS_PROXY'] ?? env['all_proxy'] ?? env['ALL_PROXY'] ?? '';
  if (named === '' || isExcepted(url, env['no_proxy'] ?? env['NO_PROXY'] ?? '')) {
    return undefined;
  }
  const text = named.includes('://') ? named : `http://${named}`;
  const proxy = URL.canParse(text) ? new URL(text) : undefined;
  return proxy && /^https?:$/.test(proxy.protocol) ? proxy : undefined;
}

function isExcepted(url: URL, list: string): boolean {
  return list
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      const [, name = '', port] = /^(.*?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? [];
      const suffix = name.replace(/^\*?\.?/, '');
      const isHost = url.hostname === suffix || url.hostname.endsWith(`.${suffix}`);
      return entry === '*' || (isHost && (port === undefined || port === (url.port || '443')));
    });
}

/** Opens a tunnel through a proxy; gives what `https.request` takes as `createConnection`. */
export async function tunnel(
  proxy: URL,
  target: URL,
  { signal, trust }: { signal: AbortSignal; trust: { ca?: string[] } },
): Promise<() => Duplex> {
  const socket = await new Promise<Duplex>((resolve, reject) => {
    const authority = `${target.hostname}:${target.port || '443'}`;
    const login = [proxy.username, proxy.password].map(decodeURIComponent).join(':');
    const request = (proxy.protocol === 'https:' ? https : http).request(proxy, {
      method: 'CONNECT',
      path: authority,
      headers: {
        host: authority,
        ...(proxy.username
          ? { 'proxy-authorization': `Basic ${Buffer.from(login).toString('base64')}` }
          : {}),
      },
      agent: false,
      signal,
    });
    request.once('connect', (response, opened: Duplex) => {
      if (response.statusCode === 200) {
        resolve(opened);
      } else {
        opened.destroy();
        reject(new TransportError('offline', `the proxy answered ${response.statusCode ?? 0}`));
      }
    });
    request.once('response', (response) => {
      response.destroy();
      reject(new TransportError('offline', `the proxy answered ${response.statusCode ?? 0}`));
    });
    request.once('error', reject);
    request.end();
  });
  return () => connect({ socket, servername: target.hostname, ...trust });
}
