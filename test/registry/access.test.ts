import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { describe, it } from 'node:test';
import type { Credential } from '../../server/src/registry/credential-helper';
import { httpsTransport } from '../../server/src/registry/https-transport';
import { client, evil, image, json, newFolder, serve, tagsOf, unauthorized } from './client';
import type { Asked, Reply } from './fake-server';

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
    assert.equal(server.asked[0].headers.authorization, undefined);
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
          `${method} ${target.split('?')[0] ?? ''} ${String(headers.authorization ?? '-')}`,
      ),
      [
        'GET /v2/r/tags/list -',
        'GET /token -',
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

  it('does not use the login where anybody may pull', async () => {
    const server = await tokenRegistry(() => json({ token: 'good' }));
    const { tags } = client(server.host, {
      ...overHttp,
      credential: () => assert.fail('the keychain was opened'),
    });
    assert.deepEqual(tagsOf(await tags(image(`${server.host}/r`))), ['1']);
  });

  it('uses the login where the registry hides from others that there is such an image', async () => {
    const server = await serve((asked, host) => {
      const { target, headers } = asked;
      if (target.startsWith('/token')) {
        return json({ token: headers.authorization ? 'good' : 'anybody' });
      }
      if (headers.authorization === 'Bearer anybody') {
        return { status: 404 };
      }
      return headers.authorization
        ? json({ tags: ['1'] })
        : unauthorized(`Bearer realm="http://${host}/token"`);
    });
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
