import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { httpsTransport } from '../../server/src/registry/https-transport';
import type { HttpTransport } from '../../server/src/registry/transport';
import { client, evil, image, json, serve, tagsOf, unauthorized } from './client';
import type { Asked, Reply } from './fake-server';

describe('tag lists', () => {
  it('are read page by page, whatever nonsense stands among the tags', async () => {
    const server = await serve(({ target }) =>
      target.includes('last=b')
        ? json({ tags: ['c', null, 7, '-x', `sha256:${'0'.repeat(64)}`, 'c'] })
        : json({ tags: ['a', 'b'] }, { headers: { link: '</v2/r/tags/list?n=2&last=b>; rel="next"' } }),
    );
    assert.deepEqual(tagsOf(await client(server.host).tags(image(`${server.host}/r`))), ['a', 'b', 'c']);
  });

  it('are asked for without a page size where the registry refuses ours', async () => {
    for (const status of [400, 405]) {
      const server = await serve(({ target }) =>
        target.includes('n=') ? { status } : json({ tags: ['1'] }),
      );
      assert.deepEqual(tagsOf(await client(server.host).tags(image(`${server.host}/r`))), ['1']);
    }
  });

  it('go on on the same path where Artifactory forgets a part of it', async () => {
    const server = await serve(({ target }) => {
      const link = '</v2/r/tags/list?last=b&n=2>; rel="next"';
      return target.startsWith('/v2/virtual/r/') && target.includes('last=')
        ? json({ tags: ['c'] })
        : json({ tags: ['a', 'b'] }, { headers: { link } });
    });
    assert.deepEqual(tagsOf(await client(server.host).tags(image(`${server.host}/virtual/r`))), [
      'a',
      'b',
      'c',
    ]);
  });

  it('never go on at another host, nor in circles', async () => {
    const other = await evil();
    for (const link of [
      `<${other.url}/v2/r/tags/list?last=b>; rel="next"`,
      `<//${other.host}/v2/r/tags/list?last=b>; rel=next`,
      '<?last=a>; rel="next"',
      '<::>; rel="next"',
    ]) {
      const server = await serve(() => json({ tags: ['a', 'b'] }, { headers: { link } }));
      assert.deepEqual(tagsOf(await client(server.host).tags(image(`${server.host}/r`))), ['a', 'b']);
      assert.ok(server.asked.length <= 2, link);
    }
    assert.deepEqual(other.asked, []);
  });

  it('end after twenty pages', async () => {
    const server = await serve(({ target }) => {
      const page = Number(/last=(\d+)/.exec(target)?.[1] ?? 0) + 1;
      return json({ tags: [`t${page}`] }, { headers: { link: `<?last=${page}>; rel="next"` } });
    });
    assert.equal((await client(server.host).tags(image(`${server.host}/r`))).value?.length, 20);
  });

  it('bear what Google says of each manifest', async () => {
    const digest = `sha256:${'a'.repeat(64)}`;
    const manifest = {
      [digest]: { tag: ['1.0', 'latest'], timeUploadedMs: '1700000000000', imageSizeBytes: '1234' },
    };
    const server = await serve(() => json({ tags: ['1.0', 'latest', '0.9'], manifest }));
    const { value } = await client(server.host).tags(image(`${server.host}/r`));
    assert.deepEqual(value, [
      { tag: '1.0', aliases: ['latest'], digest, size: 1234, pushed: '2023-11-14T22:13:20.000Z' },
      { tag: 'latest', aliases: ['1.0'], digest, size: 1234, pushed: '2023-11-14T22:13:20.000Z' },
      { tag: '0.9', aliases: [] },
    ]);
  });
});

describe('Docker Hub', () => {
  /** A transport on which all of Docker Hub's hosts are one server of ours; what else is asked fails the test. */
  function hub(answer: (asked: Asked & { host: string }) => Reply | 'never') {
    return async () => {
      const server = await serve((asked) => answer({ ...asked, host: String(asked.headers['x-host']) }));
      const transport: HttpTransport = (request, signal) => {
        const { host, pathname, search, protocol } = new URL(request.url);
        assert.equal(protocol, 'https:');
        assert.ok(['registry-1.docker.io', 'hub.docker.com', 'auth.docker.io'].includes(host), host);
        assert.equal(request.allowPrivate, false);
        const headers = { ...request.headers, 'x-host': host };
        return httpsTransport()(
          { ...request, url: server.url + pathname + search, headers, allowPrivate: true },
          signal,
        );
      };
      return { server, transport };
    };
  }
  const digest = `sha256:${'b'.repeat(64)}`;
  const page = {
    count: 9999,
    next: 'https://hub.docker.com/v2/namespaces/library/repositories/node/tags?page=2',
    results: [
      {
        name: '24-alpine',
        digest,
        full_size: 61_900_000,
        last_updated: '2026-11-18T01:02:03.456Z',
        tag_status: 'active',
        content_type: 'image',
        images: [
          { os: 'linux', architecture: 'amd64', variant: null },
          { os: 'linux', architecture: 'arm64', variant: 'v8' },
          { os: 'linux', architecture: 'arm', variant: 'v7' },
          { os: 'unknown', architecture: 'unknown' },
        ],
      },
      { name: 'old', tag_status: 'inactive', full_size: null, last_updated: null, images: null },
      { name: 'chart', content_type: 'helm' },
      { name: null },
    ],
  };
  const works = hub(({ host, headers, target }) => {
    if (host === 'auth.docker.io') {
      return json({ token: 'hub token', expires_in: 300 });
    }
    if (host === 'hub.docker.com') {
      return target.includes('/search/')
        ? json({
            results: [
              { repo_name: 'library/node', is_official: true, star_count: 9, short_description: '<b>x</b>' },
              { repo_name: '../evil' },
            ],
          })
        : json(page);
    }
    return headers['authorization'] === 'Bearer hub token'
      ? json({ tags: ['24-alpine', 'old', '1'] }, { headers: { 'docker-content-digest': digest } })
      : unauthorized('Bearer realm="https://auth.docker.io/token",service="registry.docker.io"');
  });

  it('is asked for all names by the protocol and for one page of details, never a second', async () => {
    const { server, transport } = await works();
    const { value } = await client('-', {}, { transport }).tags(image('node'));
    assert.deepEqual(value, [
      {
        tag: '24-alpine',
        aliases: [],
        platforms: ['linux/amd64', 'linux/arm/v7', 'linux/arm64'],
        digest,
        size: 61_900_000,
        pushed: '2026-11-18T01:02:03.456Z',
      },
      { tag: 'old', aliases: [], inactive: true },
      { tag: '1', aliases: [] },
    ]);
    const web = server.asked.filter(({ headers }) => headers['x-host'] === 'hub.docker.com');
    assert.deepEqual(
      web.map(({ target }) => target),
      ['/v2/namespaces/library/repositories/node/tags?page_size=100&ordering=last_updated'],
    );
  });

  it('gets the user’s credentials at its token server only', async () => {
    const hidden = hub(({ host, headers }) => {
      if (host === 'auth.docker.io') {
        return json({ token: headers['authorization'] ? 'hub token' : 'of no use' });
      }
      return headers['authorization'] === 'Bearer hub token'
        ? json({ tags: ['1'] })
        : unauthorized('Bearer realm="https://auth.docker.io/token",service="registry.docker.io"');
    });
    const { server, transport } = await hidden();
    const credential = () => Promise.resolve({ kind: 'basic', username: 'bob', password: 'pw' } as const);
    assert.deepEqual(tagsOf(await client('-', { credential }, { transport }).tags(image('acme/api'))), ['1']);
    const hosts = server.asked
      .filter(({ headers }) => String(headers['authorization']).startsWith('Basic'))
      .map(({ headers }) => headers['x-host']);
    assert.deepEqual(hosts, ['auth.docker.io']);
  });

  it('tells a digest by HEAD, which is no pull', async () => {
    const { server, transport } = await works();
    assert.equal((await client('-', {}, { transport }).digest(image('node:24-alpine'))).value, digest);
    const registryAsked = server.asked.filter(({ headers }) => headers['x-host'] === 'registry-1.docker.io');
    assert.ok(registryAsked.every(({ method }) => method === 'HEAD'));
    assert.match(
      String(registryAsked[0]?.headers.accept),
      /oci\.image\.index.*manifest\.list.*oci\.image\.manifest.*manifest\.v2/,
    );
  });

  it('is still of use when one of its two halves fails', async () => {
    const halves = hub(({ host }) => (host === 'hub.docker.com' ? { status: 403 } : json({ tags: ['1'] })));
    const names = await halves();
    assert.deepEqual(tagsOf(await client('-', {}, names).tags(image('node'))), ['1']);
    const others = hub(({ host }) => (host === 'hub.docker.com' ? json(page) : { status: 504 }));
    const details = await others();
    assert.deepEqual(tagsOf(await client('-', {}, details).tags(image('node'))), ['24-alpine', 'old']);
  });

  it('is searched when asked to, and gives no name that is none', async () => {
    const { transport } = await works();
    const { value } = await client('-', {}, { transport }).search('node');
    assert.deepEqual(value, [{ name: 'node', description: '<b>x</b>', stars: 9, isOfficial: true }]);
  });
});
