import { createHash } from 'node:crypto';
import { createServer } from 'node:http';

/** A registry that answers for every name and tag with the same image: nothing in it but a PATH. */
export async function startAnyImageRegistry(): Promise<{ url: string; stop(): void }> {
  const config = Buffer.from(
    JSON.stringify({
      architecture: 'amd64',
      os: 'linux',
      config: { Env: ['PATH=/bin'] },
      rootfs: { type: 'layers', diff_ids: [] },
      history: [],
    }),
  );
  const manifestType = 'application/vnd.docker.distribution.manifest.v2+json';
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: manifestType,
      config: {
        mediaType: 'application/vnd.docker.container.image.v1+json',
        size: config.length,
        digest: digestOf(config),
      },
      layers: [],
    }),
  );
  const server = createServer(({ url = '', method }, response) => {
    const [content, type] = url.includes('/manifests/')
      ? ([manifest, manifestType] as const)
      : url.includes('/blobs/')
        ? ([config, 'application/octet-stream'] as const)
        : ([Buffer.from('{}'), 'application/json'] as const);
    response.writeHead(200, {
      'content-type': type,
      'content-length': content.length,
      'docker-content-digest': digestOf(content),
      'docker-distribution-api-version': 'registry/2.0',
    });
    response.end(method === 'HEAD' ? undefined : content);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The registry has no port.');
  return { url: `http://127.0.0.1:${address.port}`, stop: () => void server.close() };
}

function digestOf(content: Buffer): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}
