import { request } from 'node:http';
import type { Endpoint, PublishedPort } from './engine';

/**
 * The address at which a container answers HTTP: the first published TCP port that does within `seconds`. Asked from
 * here, which is where the engine is (the extension runs beside the workspace), or of the engine's own host.
 */
export async function httpAddress(
  endpoint: Endpoint,
  ports: readonly Pick<PublishedPort, 'host' | 'hostIp' | 'protocol'>[],
  seconds: number,
): Promise<string | undefined> {
  const until = Date.now() + seconds * 1000;
  const addresses = ports
    .filter(({ protocol, host }) => protocol === 'tcp' && host !== undefined)
    .map(({ host, hostIp }) => `http://${hostOf(endpoint, hostIp)}:${host ?? 80}/`);
  while (addresses.length > 0) {
    for (const address of addresses) if (await answersHttp(address)) return address;
    if (Date.now() >= until) return undefined;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  return undefined;
}

/** The host on which ports are published: that of the engine. */
function hostOf({ host }: Endpoint, address: string | undefined): string {
  if (host.startsWith('tcp:') || host.startsWith('ssh:')) {
    return /^\w+:\/\/(?:[^@/]*@)?(\[[^\]]+\]|[^:/]+)/.exec(host)?.[1] ?? 'localhost';
  }
  if (address === undefined || address === '' || address === '0.0.0.0' || address === '::')
    return 'localhost';
  return address.includes(':') ? `[${address}]` : address;
}

/** Any answer counts: a page that is not found is a server too. */
function answersHttp(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const asking = request(address, { method: 'HEAD', timeout: 1000 }, (response) => {
      response.destroy();
      resolve(true);
    });
    asking.on('timeout', () => asking.destroy());
    asking.on('error', () => resolve(false));
    asking.end();
  });
}
