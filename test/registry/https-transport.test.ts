import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { httpsTransport } from '../../server/src/registry/https-transport';
import { proxyFor } from '../../server/src/registry/proxy';
import type { HttpRequest } from '../../server/src/registry/transport';
import { serve } from './client';

const request = (url: string, more: Partial<HttpRequest> = {}): HttpRequest => ({
  method: 'GET',
  url,
  headers: {},
  maxBytes: 1000,
  timeoutMs: 5000,
  allowPrivate: true,
  ...more,
});

describe('httpsTransport', () => {
  it('gives status, headers and body, and follows nothing', async () => {
    const server = await serve(({ method, body }) => ({
      status: 302,
      headers: { location: '/x', 'www-authenticate': ['Basic realm="a"', 'Bearer realm="b"'] },
      body: `${method} ${body}`,
    }));
    const answer = await httpsTransport()(request(server.url, { method: 'POST', body: 'form' }));
    assert.equal(answer.status, 302);
    assert.equal(answer.headers['location'], '/x');
    assert.equal(answer.headers['www-authenticate'], 'Basic realm="a", Bearer realm="b"');
    assert.equal(answer.body, 'POST form');
    assert.equal(server.asked.length, 1);
  });

  it('counts bytes after decompression', async () => {
    const server = await serve(({ target }) => ({
      headers: { 'content-encoding': 'gzip' },
      body: gzipSync(target === '/big' ? 'a'.repeat(1_000_000) : 'small'),
    }));
    const transport = httpsTransport();
    assert.equal((await transport(request(server.url))).body, 'small');
    await assert.rejects(transport(request(`${server.url}/big`)), { code: 'too-large' });
  });

  it('ends what comes byte by byte, and what its caller gives up', async () => {
    const server = await serve(() => ({ body: drip() }));
    const transport = httpsTransport();
    await assert.rejects(transport(request(server.url, { timeoutMs: 100 })), { code: 'timeout' });
    const controller = new AbortController();
    const waiting = transport(request(server.url), controller.signal);
    controller.abort();
    await assert.rejects(waiting, { code: 'cancelled' });
  });

  it('tells a server without TLS from one that is not there', async () => {
    const server = await serve(() => ({}));
    const transport = httpsTransport();
    await assert.rejects(transport(request(`https://${server.host}/`)), { code: 'not-tls' });
    await server.stop();
    await assert.rejects(transport(request(server.url)), { code: 'offline' });
  });

  it('survives a name that no host has', async () => {
    const asked = request('https://nowhere.invalid/', { allowPrivate: false });
    await assert.rejects(httpsTransport()(asked), { code: 'offline' });
  });

  it('asks the proxy that the environment names, and nobody else', async () => {
    const asked: string[] = [];
    const target = await serve(() => ({}));
    const proxy = createServer();
    // A tunnel to a server without TLS is enough to see who was asked.
    proxy.on('connect', ({ url = '', headers }, socket) => {
      asked.push(`${url} ${headers['proxy-authorization'] ?? '-'}`);
      const [host = '', port = ''] = target.host.split(':');
      const onward = connect(Number(port), host, () => socket.write('HTTP/1.1 200 OK\r\n\r\n'));
      onward.pipe(socket).pipe(onward);
      onward.on('error', () => socket.destroy());
      socket.on('error', () => onward.destroy());
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const { port } = proxy.address() as AddressInfo;
    const env = { HTTPS_PROXY: `http://me:pw@127.0.0.1:${port}` };
    const sent = httpsTransport({ env })(
      request('https://registry.example.com/v2/', { allowPrivate: false }),
    );
    await assert.rejects(sent, { code: 'not-tls' });
    assert.deepEqual(asked, [`registry.example.com:443 Basic ${Buffer.from('me:pw').toString('base64')}`]);
    proxy.close();
    proxy.closeAllConnections();
  });
});

describe('proxyFor', () => {
  const cases: readonly [url: string, env: NodeJS.ProcessEnv, proxy: string | undefined][] = [
    ['https://a.io', {}, undefined],
    ['https://a.io', { HTTPS_PROXY: 'proxy:3128' }, 'http://proxy:3128/'],
    ['https://a.io', { https_proxy: 'https://p/', HTTPS_PROXY: 'http://other' }, 'https://p/'],
    ['https://a.io', { ALL_PROXY: 'socks5://p' }, undefined],
    ['https://a.io', { HTTPS_PROXY: '::' }, undefined],
    ['https://a.io', { HTTPS_PROXY: 'p', NO_PROXY: '*' }, undefined],
    ['https://x.a.io', { HTTPS_PROXY: 'p', NO_PROXY: 'b.io, .a.io' }, undefined],
    ['https://xa.io', { HTTPS_PROXY: 'p', NO_PROXY: 'a.io' }, 'http://p/'],
    ['https://a.io:5000', { HTTPS_PROXY: 'p', NO_PROXY: 'a.io:5000' }, undefined],
    ['https://a.io', { HTTPS_PROXY: 'p', NO_PROXY: 'a.io:5000' }, 'http://p/'],
  ];
  for (const [url, env, proxy] of cases) {
    it(`sends ${url} to ${proxy ?? 'no proxy'} with ${JSON.stringify(env)}`, () => {
      assert.equal(proxyFor(new URL(url), env)?.href, proxy);
    });
  }
});

async function* drip() {
  for (;;) {
    yield 'x';
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
