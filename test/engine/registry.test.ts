import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { describe, it } from 'node:test';
import { curl as curlProgram } from '../../scripts/setup/index.mjs';
import type { Credential } from '../../server/src/registry/credential-helper';
import { httpsTransport } from '../../server/src/registry/https-transport';
import { referenceOf } from '../../server/src/registry/reference';
import { registry } from '../../server/src/registry/registry';
import { runCommand } from '../machine/program';
import { startRegistry } from '../machine/registry';
import type { Registry } from '../machine/registry';

/** The registry client against the reference implementation of a registry. */
describe('a real registry', () => {
  const account = { username: 'bob', password: 'pw:with:colons' };
  const login: Credential = { kind: 'basic', ...account };
  const manifestType = 'application/vnd.oci.image.manifest.v1+json';

  /** Runs `check` with a registry that holds `a/b` with many tags. */
  async function withRegistry(
    options: Parameters<typeof startRegistry>[0],
    check: (server: Registry, pushed: { digest: string; tags: readonly string[] }) => Promise<void>,
  ) {
    const server = await startRegistry(options);
    try {
      await check(server, await push(server, options?.account));
    } finally {
      await server.stop();
    }
  }

  /** Puts an image there with curl, as another client than ours. */
  async function push(server: Registry, as: typeof account | undefined) {
    const curl = async (...args: string[]) => {
      const common = ['-sS', '--fail', '-D', '-', '-o', '/dev/null'];
      const trust = server.ca ? ['--cacert', server.ca] : [];
      const user = as ? ['--user', `${as.username}:${as.password}`] : [];
      const outcome = await runCommand(await curlProgram(), [...common, ...trust, ...user, ...args], {});
      assert.equal(outcome.code, 0, outcome.stderr);
      return outcome.stdout;
    };
    const config = JSON.stringify({
      os: 'linux',
      architecture: 'amd64',
      config: { Env: ['A=b'], User: 'app' },
    });
    const digestOf = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`;
    const started = await curl('-X', 'POST', `${server.url}/v2/a/b/blobs/uploads/`);
    const location = /^location:\s*(\S+)/im.exec(started)?.[1] ?? '';
    const upload = new URL(location, server.url);
    upload.searchParams.set('digest', digestOf(config));
    await curl(
      '-X',
      'PUT',
      '-H',
      'content-type: application/octet-stream',
      '--data-binary',
      config,
      upload.href,
    );
    const manifest = JSON.stringify({
      schemaVersion: 2,
      mediaType: manifestType,
      config: {
        mediaType: 'application/vnd.oci.image.config.v1+json',
        digest: digestOf(config),
        size: config.length,
      },
      layers: [],
    });
    const tags = Array.from({ length: 30 }, (_, index) => `1.${index}`);
    for (const tag of tags) {
      await curl(
        '-X',
        'PUT',
        '-H',
        `content-type: ${manifestType}`,
        '--data-binary',
        manifest,
        `${server.url}/v2/a/b/manifests/${tag}`,
      );
    }
    return { digest: digestOf(manifest), tags };
  }

  function client(server: Registry, credential?: Credential, more: { overHttp?: boolean } = {}) {
    const ca = server.ca === undefined ? [] : [readFileSync(server.ca, 'utf8')];
    return registry({
      transport: httpsTransport({ certificates: () => ca }),
      policy: {
        isTrusted: () => true,
        trustedHosts: () => [server.host],
        ...(credential ? { credential: () => Promise.resolve(credential) } : {}),
        credentialsOverHttp: () => more.overHttp === true,
      },
    });
  }

  function image(server: Registry, rest: string) {
    const reference = referenceOf(`${server.host}/${rest}`);
    assert.ok(reference);
    return reference;
  }

  it('open to all, without TLS, tells tags, digests and configurations', async () => {
    await withRegistry({}, async (server, { digest, tags }) => {
      const asked = client(server);
      const found = await asked.tags(image(server, 'a/b'));
      assert.equal(found.problem, undefined);
      assert.deepEqual(found.value?.map(({ tag }) => tag).sort(), [...tags].sort());
      assert.equal((await asked.digest(image(server, 'a/b:1.7'))).value, digest);
      const { value } = await asked.config(image(server, 'a/b:1.7'), 'linux/amd64');
      assert.deepEqual([value?.env, value?.user, value?.digest], [['A=b'], 'app', digest]);
      assert.equal((await asked.tags(image(server, 'a/none'))).problem?.kind, 'not-found');
      assert.equal((await asked.digest(image(server, 'a/b:none'))).problem?.kind, 'not-found');
    });
  });

  it('with accounts lets in who has one', async () => {
    await withRegistry({ account }, async (server, { tags }) => {
      const found = await client(server, login, { overHttp: true }).tags(image(server, 'a/b'));
      assert.equal(found.value?.length, tags.length);
      const nobody = await client(server).tags(image(server, 'a/b'));
      assert.equal(nobody.problem?.kind, 'unauthorized');
      const eve: Credential = { ...account, kind: 'basic', password: 'wrong' };
      assert.equal(
        (await client(server, eve, { overHttp: true }).tags(image(server, 'a/b'))).problem?.kind,
        'unauthorized',
      );
      // Without TLS the password stays here unless the user says otherwise.
      assert.equal((await client(server, login).tags(image(server, 'a/b'))).problem?.kind, 'unauthorized');
    });
  });

  it('with TLS of an own authority is believed when the user trusts that', async () => {
    await withRegistry({ account, tls: true }, async (server, { tags }) => {
      const found = await client(server, login).tags(image(server, 'a/b'));
      assert.equal(found.value?.length, tags.length, found.problem?.message);
      const stranger = registry({
        transport: httpsTransport(),
        policy: {
          isTrusted: () => true,
          trustedHosts: () => [server.host],
          credential: () => Promise.resolve(login),
        },
      });
      assert.equal((await stranger.tags(image(server, 'a/b'))).problem?.kind, 'certificate');
    });
  });

  it('is reached through the proxy of the environment', async () => {
    const tunnels: string[] = [];
    const proxy = createServer().on('connect', ({ url = '' }, socket: Duplex) => {
      tunnels.push(url);
      const onward = connect(Number(url.split(':')[1]), '127.0.0.1', () =>
        socket.write('HTTP/1.1 200 OK\r\n\r\n'),
      );
      onward.pipe(socket).pipe(onward);
      onward.on('error', () => socket.destroy());
      socket.on('error', () => onward.destroy());
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    await withRegistry({ tls: true }, async (server, { digest }) => {
      const env = { HTTPS_PROXY: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}` };
      const ca = readFileSync(server.ca ?? '', 'utf8');
      const { value } = await registry({
        transport: httpsTransport({ env, certificates: () => [ca] }),
        policy: { isTrusted: () => true, trustedHosts: () => [server.host] },
      }).digest(image(server, 'a/b:1.1'));
      assert.equal(value, digest);
      assert.deepEqual(tunnels, [server.host]);
    });
    proxy.close();
    proxy.closeAllConnections();
  });
});
