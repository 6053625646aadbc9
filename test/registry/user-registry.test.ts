import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { userRegistry } from '../../server/src/registry/user-registry';
import type { RegistrySettings } from '../../server/src/registry/user-registry';
import { image, json, newFolder, serve, tagsOf, unauthorized } from './client';

describe('userRegistry', () => {
  const basicBob = `Basic ${Buffer.from('bob:pw').toString('base64')}`;
  const locked = () =>
    serve(({ headers }) =>
      headers.authorization === basicBob ? json({ tags: ['1'] }) : unauthorized('Basic realm="x"'),
    );

  /** A machine on which the user once logged in to `host`. */
  function machine(host: string, settings: Partial<RegistrySettings>) {
    const home = newFolder();
    const file = join(home, 'config.json');
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(
      file,
      JSON.stringify({ auths: { [host]: { auth: Buffer.from('bob:pw').toString('base64') } } }),
    );
    return userRegistry({
      isTrusted: () => true,
      settings: () => ({
        trustedHosts: [],
        useCredentials: 'always',
        credentialsOverHttp: true,
        ...settings,
      }),
      env: { DOCKER_CONFIG: home },
    });
  }

  it('asks a registry that the user has logged in to, with that login', async () => {
    const server = await locked();
    assert.deepEqual(tagsOf(await machine(server.host, {}).tags(image(`${server.host}/r`))), ['1']);
  });

  it('sends no login that the settings do not allow', async () => {
    const settings: readonly Partial<RegistrySettings>[] = [
      { useCredentials: 'never' },
      { useCredentials: 'trustedHosts', trustedHosts: ['ghcr.io'] },
      { credentialsOverHttp: false },
    ];
    for (const each of settings) {
      const server = await locked();
      const { problem } = await machine(server.host, each).tags(image(`${server.host}/r`));
      assert.equal(problem?.kind, 'unauthorized');
      assert.ok(server.asked.every(({ headers }) => headers.authorization === undefined));
    }
  });

  it('sends a login to a registry that the settings name', async () => {
    const { host } = await locked();
    const asked = machine(host, { useCredentials: 'trustedHosts', trustedHosts: [host] });
    assert.deepEqual(tagsOf(await asked.tags(image(`${host}/r`))), ['1']);
  });

  it('asks no other private registry unless the settings name it', async () => {
    const server = await serve(() => json({ tags: ['1'] }));
    const asked = image(`${server.host}/r`);
    assert.equal((await machine('ghcr.io', {}).tags(asked)).problem?.kind, 'host-not-trusted');
    assert.deepEqual(server.asked, []);
    assert.deepEqual(tagsOf(await machine('ghcr.io', { trustedHosts: [server.host] }).tags(asked)), ['1']);
  });
});
