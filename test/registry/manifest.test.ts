import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { client, image, serve } from './client';

describe('manifests', () => {
  const sha = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`;
  const config = JSON.stringify({
    os: 'linux',
    architecture: 'arm64',
    variant: 'v8',
    created: '2026-01-02T03:04:05Z',
    config: {
      Env: ['PATH=/bin', 7],
      WorkingDir: '/app',
      User: 'node',
      Cmd: ['node'],
      ExposedPorts: { '80/tcp': {} },
      Volumes: null,
      Labels: { a: 'b', n: 1 },
    },
  });
  const manifest = JSON.stringify({
    config: { digest: sha(config) },
    layers: [{ size: 10 }, { size: 20 }, { size: null }],
  });
  const index = JSON.stringify({
    manifests: [
      { digest: sha('other'), platform: { os: 'linux', architecture: 'amd64' } },
      { digest: sha(manifest), platform: { os: 'linux', architecture: 'arm64', variant: 'v8' } },
      { digest: sha('attestation'), platform: { os: 'unknown', architecture: 'unknown' } },
    ],
  });
  const store = (blob = config) =>
    serve(({ target }) => {
      const found = {
        '/v2/r/manifests/1': index,
        [`/v2/r/manifests/${sha(manifest)}`]: manifest,
        [`/v2/r/blobs/${sha(config)}`]: blob,
      }[target];
      return found === undefined ? { status: 404 } : { body: found };
    });

  it('say what an image sets, for the platform that was asked for', async () => {
    const server = await store();
    const { value } = await client(server.host).config(image(`${server.host}/r:1`), 'linux/arm64');
    assert.deepEqual(value, {
      os: 'linux',
      architecture: 'arm64',
      variant: 'v8',
      created: '2026-01-02T03:04:05Z',
      env: ['PATH=/bin'],
      workingDir: '/app',
      user: 'node',
      cmd: ['node'],
      exposedPorts: ['80/tcp'],
      volumes: [],
      onBuild: [],
      labels: { a: 'b' },
      size: 30,
      digest: sha(manifest),
      platforms: ['linux/amd64', 'linux/arm64'],
      isPrivate: false,
    });
  });

  it('say when there is none for a platform', async () => {
    const server = await store();
    const { problem } = await client(server.host).config(image(`${server.host}/r:1`), 'linux/s390x');
    assert.equal(problem?.kind, 'not-found');
  });

  it('are not believed when they are not what their digest says', async () => {
    const server = await store(config.replace('/app', '/evil'));
    const { value, problem } = await client(server.host).config(image(`${server.host}/r:1`), 'linux/arm64');
    assert.deepEqual([value, problem?.kind], [undefined, 'bad-answer']);
  });

  it('have a digest even where the registry does not say it', async () => {
    const server = await store();
    assert.equal((await client(server.host).digest(image(`${server.host}/r:1`))).value, sha(index));
  });

  it('of a pinned image are asked by their tag, to see whether it moved', async () => {
    const server = await store();
    const pinned = image(`${server.host}/r:1@sha256:${'0'.repeat(64)}`);
    assert.equal((await client(server.host).digest(pinned)).value, sha(index));
  });
});
