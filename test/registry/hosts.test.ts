import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isLoopbackHost, isPrivateAddress } from '../../server/src/registry/address';
import {
  isPublicRegistry,
  isRealmAllowed,
  isRedirectAllowed,
  registrableDomain,
} from '../../server/src/registry/hosts';

describe('isRealmAllowed', () => {
  const cases: readonly [registry: string, realm: string, allowed: boolean][] = [
    ['https://registry-1.docker.io', 'https://auth.docker.io/token', true],
    ['https://ghcr.io', 'https://ghcr.io/token', true],
    ['https://registry.gitlab.com', 'https://gitlab.com/jwt/auth', true],
    ['https://registry.example.co.uk', 'https://auth.example.co.uk/t', true],
    ['https://registry.example.com', 'https://example.com.evil.org/t', false],
    ['https://registry.example.com', 'https://evil-example.com/t', false],
    ['https://registry.example.co.uk', 'https://evil.co.uk/t', false],
    ['https://mine.azurecr.io', 'https://yours.azurecr.io/oauth2/token', false],
    ['https://a.github.io', 'https://b.github.io/', false],
    ['https://registry.example.com', 'http://registry.example.com/t', false],
    ['https://registry.example.com', 'https://user:pw@registry.example.com/t', false],
    ['https://registry.example.com:5000', 'https://registry.example.com:5001/t', true],
    ['https://registry.example.com', 'https://127.0.0.1/t', false],
    ['https://registry.example.com', 'https://localhost/t', false],
    ['https://10.0.0.1', 'https://10.0.0.2/t', false],
    ['https://10.0.0.1:5000', 'https://10.0.0.1:5001/t', false],
    ['https://[::1]:5000', 'https://[::1]:5000/t', true],
    ['https://registry', 'https://auth/t', false],
    ['http://127.0.0.1:5000', 'http://127.0.0.1:5000/t', true],
    ['http://127.0.0.1:5000', 'http://127.0.0.1:5001/t', false],
    ['http://127.0.0.1:5000', 'http://0.0.0.0:5000/t', false],
  ];
  for (const [registry, realm, allowed] of cases) {
    it(`${allowed ? 'lets' : 'keeps'} ${registry} ${allowed ? 'send' : 'from sending'} logins to ${realm}`, () => {
      assert.equal(isRealmAllowed(new URL(realm), new URL(registry)), allowed);
    });
  }
});

describe('isRedirectAllowed', () => {
  const cases: readonly [registry: string, target: string, allowed: boolean][] = [
    ['https://ghcr.io', 'https://pkg-containers.githubusercontent.com/x', true],
    ['https://registry-1.docker.io', 'https://production.cloudflare.docker.com/x', true],
    ['https://registry.k8s.io', 'https://europe-west1-docker.pkg.dev/v2/x', true],
    ['https://registry.example.com', 'https://cdn.example.com/x', true],
    ['https://registry.example.com', 'http://registry.example.com/x', false],
    ['https://registry.example.com', 'https://pkg-containers.githubusercontent.com/x', false],
    ['https://registry.example.com', 'https://169.254.169.254/latest', false],
    ['http://127.0.0.1:5000', 'http://127.0.0.1:5000/other', true],
    ['http://127.0.0.1:5000', 'http://127.0.0.1:6000/other', false],
  ];
  for (const [registry, target, allowed] of cases) {
    it(`${allowed ? 'lets' : 'keeps'} ${registry} ${allowed ? 'send' : 'from sending'} on to ${target}`, () => {
      assert.equal(isRedirectAllowed(new URL(target), new URL(registry)), allowed);
    });
  }
});

describe('hosts', () => {
  it('know the registries that everybody may ask, exactly', () => {
    for (const host of ['docker.io', 'ghcr.io', 'europe-docker.pkg.dev', 'eu.gcr.io', 'MCR.microsoft.com']) {
      assert.ok(isPublicRegistry(host), host);
    }
    for (const host of [
      'docker.io.evil.org',
      'evildocker.io',
      'ghcr.io:8443',
      'pkg.dev',
      'localhost:5000',
      '',
    ]) {
      assert.ok(!isPublicRegistry(host), host);
    }
  });

  it('know which part of a name has one owner', () => {
    assert.equal(registrableDomain('a.b.example.com'), 'example.com');
    assert.equal(registrableDomain('a.example.com.au'), 'example.com.au');
    assert.equal(registrableDomain('com.au'), undefined);
    assert.equal(registrableDomain('me.duckdns.org'), 'me.duckdns.org');
    assert.equal(registrableDomain('localhost'), undefined);
    assert.equal(registrableDomain('192.168.1.1'), undefined);
  });

  it('know private addresses in every notation', () => {
    const written = [
      '127.0.0.1',
      '10.1.2.3',
      '172.31.0.1',
      '192.168.0.1',
      '169.254.169.254',
      '100.64.0.1',
      '0.0.0.0',
      '224.0.0.1',
      '255.255.255.255',
      '::1',
      '::',
      'fe80::1%eth0',
      'fd00::1',
      '::ffff:127.0.0.1',
      '::ffff:a00:1',
      '64:ff9b::7f00:1',
      '2002:7f00:1::',
      'no address',
    ];
    assert.deepEqual(
      written.filter((address) => !isPrivateAddress(address)),
      [],
    );
    assert.deepEqual(
      ['1.1.1.1', '172.32.0.1', '2606:4700::1111', '::ffff:8.8.8.8'].filter(isPrivateAddress),
      [],
    );
  });

  it('know this machine', () => {
    assert.deepEqual(
      ['localhost:5000', '127.1.2.3', '[::1]:5000', 'LOCALHOST'].filter((host) => !isLoopbackHost(host)),
      [],
    );
    assert.deepEqual(
      ['localhost.evil.org', '128.0.0.1', '127.evil.org', '10.0.0.1'].filter(isLoopbackHost),
      [],
    );
  });
});
