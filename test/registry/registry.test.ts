import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { httpsTransport } from '../../server/src/registry/https-transport';
import type { HttpTransport } from '../../server/src/registry/transport';
import { client, image, json, newFolder, serve, tagsOf, unauthorized } from './client';
import type { Reply } from './fake-server';

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
    let tries = 0;
    const transport: HttpTransport = (request, signal) => {
      tries++;
      return httpsTransport()(request, signal);
    };
    const { tags } = client(server.host, {}, { now: () => now, transport });
    assert.equal((await tags(image(`${server.host}/a`))).problem?.kind, 'offline');
    now += 59_000;
    assert.equal((await tags(image(`${server.host}/b`))).problem?.kind, 'offline');
    assert.equal(tries, 1);
    now += 2_000;
    await tags(image(`${server.host}/b`));
    assert.equal(tries, 2);
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

async function* endless() {
  for (;;) {
    yield ' '.repeat(100_000);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
