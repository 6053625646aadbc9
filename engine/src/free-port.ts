import { createServer } from 'node:net';

/**
 * `wanted`, or the next port above it that nothing on this machine listens on; any free one where all above are
 * taken. Only tried for a moment: another program may take it before it is used.
 */
export async function freePort(wanted: number, hostIp = '0.0.0.0'): Promise<number> {
  for (let port = wanted; port <= 65535 && port < wanted + 100; port += 1) {
    if ((await listens(port, hostIp)) !== undefined) return port;
  }
  return (await listens(0, hostIp)) ?? wanted;
}

/** The port on which one could listen; undefined where it is taken or not allowed. */
function listens(port: number, host: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' ? address?.port : undefined));
    });
  });
}
