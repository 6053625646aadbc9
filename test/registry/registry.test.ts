import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, it } from 'node:test';
import type { AccessPolicy } from '../../server/src/registry/access';
import type { Credential } from '../../server/src/registry/credential-helper';
import { httpsTransport } from '../../server/src/registry/https-transport';
import { referenceOf } from '../../server/src/registry/reference';
import { registry } from '../../server/src/registry/registry';
import type { RegistryOptions } from '../../server/src/registry/registry';
import type { HttpTransport } from '../../server/src/registry/transport';
import { temporaryFolder } from '../machine/program';
import { startServer } from './fake-server';
import type { Asked, FakeServer, Reply } from './fake-server';

const servers: FakeServer[] = [];
const folders: string[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true })));
});

async function serve(answer: (asked: Asked, host: string) => Reply | 'never'): Promise<FakeServer> {
  const server = await startServer(answer);
  servers.push(server);
  return server;
}

/** A server of somebody else, which must hear nothing. */
const evil = () => serve(() => ({ body: '{"token":"evil","tags":["evil"]}' }));

function image(text: string) {
  const reference = referenceOf(text);
  assert.ok(reference, text);
  return reference;
}

/** A client that trusts `host` and is allowed what `policy` says. */
function client(host: string, policy: Partial<AccessPolicy> = {}, more: Partial<RegistryOptions> = {}) {
  return registry({
    transport: httpsTransport(),
    policy: { isTrusted: () => true, trustedHosts: () => [host], ...policy },
    ...more,
  });
}

const tagsOf = (answer: { value: readonly { tag: string }[] | undefined }) =>
  answer.value?.map(({ tag }) => tag);
const json = (value: unknown, more: Reply = {}): Reply => ({ ...more, body: JSON.stringify(value) });
const unauthorized = (challenge: string): Reply => ({
  status: 401,
  headers: { 'www-authenticate': challenge },
});

describe('what is asked, and of whom', () => {
  const silent = () => serve(() => json({ tags: ['1'] }));

  it('is nothing before anybody asks', async () => {
    const server = await silent();
    const { knownTags } = client(server.host);
    assert.equal(knownTags(image(`${server.host}/a/b`)), undefined);
    assert.deepEqual(server.asked, []);
  });

  it('is nothing from a workspace that is not trusted', async () => {
    const server = await silent();
    const { tags, digest, config, search } = client(server.host, { isTrusted: () => false });
    const answers = [
      await tags(image(`${server.host}/a/b`)),
      await digest(image(`${server.host}/a/b`)),
      await config(image(`${server.host}/a/b`), 'linux/amd64'),
      await search('node'),
    ];
    assert.deepEqual(
      answers.map(({ problem }) => problem?.kind),
      Array(4).fill('untrusted-workspace'),
    );
    assert.deepEqual(server.asked, []);
  });

  it('is nothing of a host that is neither public nor trusted nor in the docker configuration', async () => {
    const server = await silent();
    const other = client('registry.example.com', { configuredHosts: () => Promise.resolve(['ghcr.io']) });
    const { problem } = await other.tags(image(`${server.host}/a/b`));
    assert.equal(problem?.kind, 'host-not-trusted');
    assert.match(problem.message, new RegExp(server.host));
    assert.deepEqual(server.asked, []);
    const known = client('ghcr.io', { configuredHosts: () => Promise.resolve([server.host]) });
    assert.deepEqual(tagsOf(await known.tags(image(`${server.host}/a/b`))), ['1']);
  });

  it('is nothing of a private address that a public name leads to', async () => {
    const server = await silent();
    // What a name server under an attacker's hand would do: the name resolves to this machine.
    const transport = httpsTransport();
    for (const url of [
      server.url,
      `http://localhost:${server.host.split(':')[1] ?? ''}`,
      'https://2130706433/',
      'https://[::ffff:7f00:1]/',
      'http://169.254.169.254/latest',
    ]) {
      const request = {
        method: 'GET',
        url,
        headers: {},
        maxBytes: 100,
        timeoutMs: 1000,
        allowPrivate: false,
      } as const;
      await assert.rejects(transport(request), { code: 'private-address' }, url);
    }
    assert.deepEqual(server.asked, []);
  });

  it('says who we are and asks for the exact repository', async () => {
    const server = await silent();
    await client(server.host).tags(image(`${server.host}/a/b:1`));
    assert.deepEqual(
      server.asked.map(({ method, target }) => `${method} ${target}`),
      ['GET /v2/a/b/tags/list?n=1000'],
    );
    assert.equal(server.asked[0]?.headers['user-agent'], 'strata');
    assert.equal(server.asked[0]?.headers.authorization, undefined);
  });
});

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

describe('bad answers', () => {
  const problems: readonly [what: string, reply: Reply, kind: string][] = [
    ['nonsense', { body: '<html>' }, 'bad-answer'],
    ['a body without end', { body: endless() }, 'bad-answer'],
    ['20 MB', { body: Buffer.alloc(20_000_000, 'a') }, 'bad-answer'],
    ['a broken compression', { headers: { 'content-encoding': 'gzip' }, body: 'no gzip' }, 'bad-answer'],
    ['status 500', { status: 500 }, 'bad-answer'],
    ['status 404', { status: 404, body: '404 page not found' }, 'not-found'],
    ['status 403', { status: 403 }, 'unauthorized'],
    ['a login that nobody knows', unauthorized('Negotiate'), 'unauthorized'],
    ['no way to log in', { status: 401 }, 'unauthorized'],
    ['redirects in a circle', { status: 302, headers: { location: '/again' } }, 'bad-answer'],
    ['null', { body: 'null' }, 'none'],
    ['null tags', { body: '{"name":"r","tags":null}' }, 'none'],
  ];
  for (const [what, reply, kind] of problems) {
    it(`are a quiet word, not a failure: ${what}`, async () => {
      const server = await serve(() => reply);
      const { value, problem } = await client(server.host).tags(image(`${server.host}/r`));
      assert.equal(problem?.kind ?? 'none', kind);
      assert.deepEqual(value, kind === 'none' ? [] : undefined);
    });
  }

  it('of a host that is down leave it alone for a minute', async () => {
    const server = await serve(() => ({}));
    await server.stop();
    let now = 1_000_000;
    const { tags } = client(server.host, {}, { now: () => now });
    assert.equal((await tags(image(`${server.host}/a`))).problem?.kind, 'offline');
    const again = await startServer(() => json({ tags: ['1'] }));
    servers.push(again);
    now += 59_000;
    assert.equal((await tags(image(`${server.host}/b`))).problem?.kind, 'offline');
  });

  it('are not asked for again at once, but later', async () => {
    let status = 404;
    const server = await serve(() => (status === 200 ? json({ tags: ['1'] }) : { status }));
    let now = 1_000_000;
    const { tags } = client(server.host, {}, { now: () => now });
    assert.equal((await tags(image(`${server.host}/r`))).problem?.kind, 'not-found');
    status = 200;
    assert.equal((await tags(image(`${server.host}/r`))).problem?.kind, 'not-found');
    assert.equal(server.asked.length, 1);
    now += 11 * 60_000;
    assert.deepEqual(tagsOf(await tags(image(`${server.host}/r`))), ['1']);
  });

  it('429 says when the host may be asked again', async () => {
    let now = Date.now();
    const server = await serve(() => ({
      status: 429,
      headers: { 'x-retry-after': String(Math.floor(now / 1000) + 600) },
    }));
    const { tags } = client(server.host, {}, { now: () => now });
    const { problem } = await tags(image(`${server.host}/a`));
    assert.equal(problem?.kind, 'rate-limited');
    now += 500_000;
    await tags(image(`${server.host}/b`));
    assert.equal(server.asked.length, 1);
    now += 200_000;
    await tags(image(`${server.host}/b`));
    assert.equal(server.asked.length, 2);
  });
});

describe('answers', () => {
  it('are asked for once when several want them, and again when they are old', async () => {
    const server = await serve(() => json({ tags: ['1'] }));
    let now = 1_000_000;
    const { tags, knownTags } = client(server.host, {}, { now: () => now });
    const one = image(`${server.host}/r`);
    await Promise.all([tags(one), tags(one), tags(one)]);
    await tags(one);
    assert.equal(server.asked.length, 1);
    assert.equal(knownTags(one)?.length, 1);
    now += 61 * 60_000;
    assert.equal(knownTags(one)?.length, 1);
    await tags(one);
    assert.equal(server.asked.length, 2);
    now += 31 * 24 * 60 * 60_000;
    assert.equal(knownTags(one), undefined);
  });

  it('stay while there is no newer one, with the reason', async () => {
    let down = false;
    const server = await serve(() => (down ? { status: 503 } : json({ tags: ['1'] })));
    let now = 1_000_000;
    const { tags } = client(server.host, {}, { now: () => now });
    await tags(image(`${server.host}/r`));
    down = true;
    now += 2 * 60 * 60_000;
    const { value, at, problem } = await tags(image(`${server.host}/r`));
    assert.deepEqual([value?.length, at, problem?.kind], [1, 1_000_000, 'bad-answer']);
  });

  it('come from the disk in the next session', async () => {
    const server = await serve(() => json({ tags: ['1'] }));
    const cacheFolder = join(newFolder(), 'cache');
    await client(server.host, {}, { cacheFolder }).tags(image(`${server.host}/r`));
    const next = client(server.host, { isTrusted: () => false }, { cacheFolder });
    assert.deepEqual(next.knownTags(image(`${server.host}/r`)), [{ tag: '1', aliases: [] }]);
    assert.equal(statSync(cacheFolder).mode & 0o777, 0o700);
    const [file = ''] = readdirSync(cacheFolder);
    assert.equal(statSync(join(cacheFolder, file)).mode & 0o777, 0o600);
  });

  it('are none when the disk holds rubbish or cannot be written', async () => {
    const server = await serve(() => json({ tags: ['1'] }));
    const { tags } = client(server.host, {}, { cacheFolder: '/dev/null/cache' });
    assert.deepEqual(tagsOf(await tags(image(`${server.host}/r`))), ['1']);
  });

  it('can be waited for no longer, and the question is given up when nobody waits', async () => {
    const server = await serve(() => 'never');
    const { tags } = client(server.host);
    const controller = new AbortController();
    const waiting = tags(image(`${server.host}/r`), controller.signal);
    controller.abort();
    assert.equal((await waiting).problem?.kind, 'cancelled');
  });

  it('that never come end after some seconds', async () => {
    const server = await serve(() => 'never');
    const slow: HttpTransport = (request, signal) => httpsTransport()({ ...request, timeoutMs: 100 }, signal);
    const { tags } = client(server.host, {}, { transport: slow });
    assert.equal((await tags(image(`${server.host}/r`))).problem?.kind, 'timeout');
  });
});

describe('logging in', () => {
  const bob: Credential = { kind: 'basic', username: 'bob', password: 'p:w' };
  const basicBob = `Basic ${Buffer.from('bob:p:w').toString('base64')}`;

  /** A registry with a token server of its own; `token` answers the latter. */
  function tokenRegistry(token: (asked: Asked) => Reply, realm = (host: string) => `http://${host}/token`) {
    return serve((asked, host) => {
      if (asked.target.startsWith('/token')) {
        return token(asked);
      }
      return asked.headers.authorization === 'Bearer good'
        ? json({ tags: ['1'] })
        : unauthorized(`Bearer realm="${realm(host)}",service="my registry",scope="repository:r:pull,push"`);
    });
  }
  const overHttp = { credentialsOverHttp: () => true };

  it('goes without credentials where none are allowed, and never asks for more than reading', async () => {
    const server = await tokenRegistry(() => json({ token: 'good' }));
    assert.deepEqual(tagsOf(await client(server.host).tags(image(`${server.host}/r`))), ['1']);
    const [asked] = server.asked.filter(({ target }) => target.startsWith('/token'));
    assert.equal(asked?.target, '/token?service=my+registry&scope=repository%3Ar%3Apull');
    assert.equal(asked.headers.authorization, undefined);
  });

  it('sends a name and a password to the token server only', async () => {
    const server = await tokenRegistry((asked) =>
      asked.headers.authorization === basicBob
        ? json({ access_token: 'good', expires_in: 300 })
        : { status: 401 },
    );
    const { tags, digest } = client(server.host, { ...overHttp, credential: () => Promise.resolve(bob) });
    assert.deepEqual(tagsOf(await tags(image(`${server.host}/r`))), ['1']);
    await digest(image(`${server.host}/r:1`));
    assert.deepEqual(
      server.asked.map(
        ({ method, target, headers }) =>
          `${method} ${target.split('?')[0] ?? ''} ${headers.authorization ?? '-'}`,
      ),
      [
        'GET /v2/r/tags/list -',
        `GET /token ${basicBob}`,
        'GET /v2/r/tags/list Bearer good',
        'HEAD /v2/r/manifests/1 Bearer good',
        'GET /v2/r/manifests/1 Bearer good',
      ],
    );
  });

  it('trades an identity token, and falls back to a password where the server knows no trade', async () => {
    const identity: Credential = { kind: 'identity', token: 'refresh me' };
    const policy = { ...overHttp, credential: () => Promise.resolve(identity) };
    const modern = await tokenRegistry(({ method, body }) =>
      method === 'POST' && new URLSearchParams(body).get('refresh_token') === 'refresh me'
        ? json({ access_token: 'good' })
        : { status: 400 },
    );
    assert.deepEqual(tagsOf(await client(modern.host, policy).tags(image(`${modern.host}/r`))), ['1']);
    const old = await tokenRegistry(({ method, headers }) =>
      method === 'GET' && String(headers.authorization).startsWith('Basic ')
        ? json({ token: 'good' })
        : { status: 404 },
    );
    assert.deepEqual(tagsOf(await client(old.host, policy).tags(image(`${old.host}/r`))), ['1']);
  });

  it('logs in with a name and a password where that is asked, and not again for the next page', async () => {
    const server = await serve(({ headers, target }) =>
      headers.authorization === basicBob
        ? json(
            { tags: [target].length ? ['1'] : [] },
            target.includes('last') ? {} : { headers: { link: '<?last=1>; rel="next"' } },
          )
        : unauthorized('Basic realm="https://elsewhere.example.com/"'),
    );
    const { tags } = client(server.host, { ...overHttp, credential: () => Promise.resolve(bob) });
    assert.deepEqual(tagsOf(await tags(image(`${server.host}/r`))), ['1']);
    assert.equal(server.asked.filter(({ headers }) => headers.authorization === undefined).length, 1);
  });

  it('goes on anonymously when the login is not accepted', async () => {
    const server = await tokenRegistry((asked) =>
      asked.headers.authorization ? { status: 401 } : json({ token: 'good' }),
    );
    const { tags } = client(server.host, { ...overHttp, credential: () => Promise.resolve(bob) });
    assert.deepEqual(tagsOf(await tags(image(`${server.host}/r`))), ['1']);
  });

  it('gives up on a registry that is never content', async () => {
    const server = await tokenRegistry(() => json({ token: 'never good' }));
    const { problem } = await client(server.host, {
      ...overHttp,
      credential: () => Promise.resolve(bob),
    }).tags(image(`${server.host}/r`));
    assert.equal(problem?.kind, 'unauthorized');
    assert.ok(server.asked.length <= 5);
  });

  it('sends no credential without TLS unless the user allows it', async () => {
    const server = await tokenRegistry(() => json({ token: 'good' }));
    await client(server.host, { credential: () => Promise.resolve(bob) }).tags(image(`${server.host}/r`));
    assert.ok(server.asked.every(({ headers }) => !String(headers.authorization).startsWith('Basic')));
  });

  it('keeps what was got with a credential off the disk', async () => {
    const server = await tokenRegistry((asked) =>
      asked.headers.authorization ? json({ token: 'good' }) : { status: 401 },
    );
    const cacheFolder = newFolder();
    const { tags } = client(
      server.host,
      { ...overHttp, credential: () => Promise.resolve(bob) },
      { cacheFolder },
    );
    assert.deepEqual(tagsOf(await tags(image(`${server.host}/r`))), ['1']);
    assert.deepEqual(readdirSync(cacheFolder), []);
  });

  const credential = { ...overHttp, credential: () => Promise.resolve(bob) };
  it('never asks another host for a token, neither with credentials nor without', async () => {
    const other = await evil();
    const port = other.host.split(':')[1] ?? '';
    for (const realm of [
      other.url,
      `${other.url}/token`,
      `http://0.0.0.0:${port}/`,
      `http://localhost:${port}/`,
      `http://[::1]:${port}/`,
      `http://127.1:${port}/`,
      `//${other.host}/`,
      `http://user@${other.host}/`,
      'file:///etc/passwd',
      'nonsense',
      '',
    ]) {
      const server = await tokenRegistry(
        () => ({}),
        () => realm,
      );
      for (const policy of [credential, {}]) {
        const { problem } = await client(server.host, policy).tags(image(`${server.host}/r`));
        assert.equal(problem?.kind, 'refused', realm);
      }
    }
    assert.deepEqual(other.asked, []);
  });

  it('does not follow a token server that sends it on', async () => {
    const other = await evil();
    const server = await tokenRegistry(() => ({ status: 307, headers: { location: `${other.url}/token` } }));
    const { problem } = await client(server.host, credential).tags(image(`${server.host}/r`));
    assert.equal(problem?.kind, 'unauthorized');
    assert.deepEqual(other.asked, []);
  });

  it('does not follow a registry to another host', async () => {
    const other = await evil();
    for (const location of [other.url, `//${other.host}/v2/`, 'http://0.0.0.0:1/', 'https://127.0.0.1/']) {
      const server = await serve(() => ({ status: 307, headers: { location } }));
      const { problem } = await client(server.host, credential).tags(image(`${server.host}/r`));
      assert.equal(problem?.kind, 'refused', location);
    }
    assert.deepEqual(other.asked, []);
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
    const { server, transport } = await works();
    const credential = () => Promise.resolve({ kind: 'basic', username: 'bob', password: 'pw' } as const);
    await client('-', { credential }, { transport }).tags(image('node'));
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

function newFolder() {
  const folder = temporaryFolder('registry-cache');
  folders.push(folder);
  return folder;
}

async function* endless() {
  for (;;) {
    yield ' '.repeat(100_000);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

it('keeps no token and no password in what it stores', async () => {
  const server = await serve(() => json({ tags: ['1'] }));
  const cacheFolder = newFolder();
  await client(server.host, {}, { cacheFolder }).tags(image(`${server.host}/r`));
  const stored = readdirSync(cacheFolder).map(
    (file) => JSON.parse(readFileSync(join(cacheFolder, file), 'utf8')) as object,
  );
  assert.deepEqual(
    stored.map((entry) => Object.keys(entry).sort()),
    [['at', 'key', 'value', 'version']],
  );
});
