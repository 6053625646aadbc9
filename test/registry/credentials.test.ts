import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { askCredentialHelper } from '../../server/src/registry/credential-helper';
import { dockerCredentials } from '../../server/src/registry/credentials';
import { temporaryFolder } from '../machine/program';

let home: string;
let env: NodeJS.ProcessEnv;
beforeEach(() => {
  home = temporaryFolder('credentials');
  env = { PATH: `${join(home, 'bin')}:/usr/bin:/bin`, XDG_RUNTIME_DIR: join(home, 'run') };
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

function write(path: string, content: unknown) {
  const file = join(home, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
}

/** A program that the user would have installed. */
function helper(suffix: string, script: string) {
  write(`bin/docker-credential-${suffix}`, `#!/bin/sh\n${script}\n`);
  chmodSync(join(home, `bin/docker-credential-${suffix}`), 0o755);
}

const docker = (content: unknown) => write('.docker/config.json', content);
const find = (domain: string, path = 'acme/api') =>
  dockerCredentials({ env, home, helperTimeoutMs: 500 }).find(domain, path);
const auth = (text: string) => Buffer.from(text).toString('base64');
const bob = { kind: 'basic', username: 'bob', password: 'p:w' };
const asBob = { auth: auth('bob:p:w') };

describe('credentials in files', () => {
  it('are those of exactly that registry', async () => {
    docker({
      auths: { 'registry.example.com': asBob, 'registry.example.com:5000': { auth: auth('eve:x') } },
    });
    assert.deepEqual(await find('registry.example.com'), bob);
    assert.equal(await find('example.com'), undefined);
    assert.equal(await find('docker.io'), undefined);
    assert.equal(await find('registry.example.com.evil.org'), undefined);
  });

  it('of Docker Hub stand under its oldest name', async () => {
    docker({ auths: { 'https://index.docker.io/v1/': asBob } });
    assert.deepEqual(await find('docker.io', 'library/node'), bob);
  });

  it('may stand under a URL, as docker wrote them once', async () => {
    docker({ auths: { 'https://registry.example.com/v2/': asBob } });
    assert.deepEqual(await find('registry.example.com'), bob);
  });

  it('may be tokens', async () => {
    docker({
      auths: {
        a: { identitytoken: 't', ...asBob },
        'b.io': { registrytoken: 'r' },
        'c.io': { username: 'bob', password: 'p:w' },
      },
    });
    assert.deepEqual(await find('a'), { kind: 'identity', token: 't' });
    assert.deepEqual(await find('b.io'), { kind: 'bearer', token: 'r' });
    assert.deepEqual(await find('c.io'), bob);
  });

  it('of Podman may be for a part of a registry; the nearest one counts', async () => {
    write('run/containers/auth.json', {
      auths: {
        'quay.io': { auth: auth('all:1') },
        'quay.io/acme': { auth: auth('acme:2') },
        'quay.io/acme/api': asBob,
      },
    });
    assert.deepEqual(await find('quay.io', 'acme/api'), bob);
    assert.deepEqual(await find('quay.io', 'acme/web'), { kind: 'basic', username: 'acme', password: '2' });
    assert.deepEqual(await find('quay.io', 'acme2/web'), { kind: 'basic', username: 'all', password: '1' });
  });

  it('may stand elsewhere', async () => {
    write('elsewhere/config.json', { auths: { 'a.io': asBob } });
    env['DOCKER_CONFIG'] = join(home, 'elsewhere');
    env['DOCKER_AUTH_CONFIG'] = JSON.stringify({ auths: { 'b.io': asBob } });
    write('podman.json', { auths: { 'c.io': asBob } });
    env['REGISTRY_AUTH_FILE'] = join(home, 'podman.json');
    assert.deepEqual([await find('a.io'), await find('b.io'), await find('c.io')], [bob, bob, bob]);
  });

  it('are none in files that are missing or make no sense', async () => {
    assert.equal(await find('a.io'), undefined);
    for (const content of [
      '',
      '{',
      'null',
      '[]',
      '{"auths":[]}',
      '{"auths":{"a.io":7}}',
      '{"auths":{"a.io":{"auth":7}}}',
      '{"auths":{"a.io":{"auth":"!!"}}}',
      { auths: { 'a.io': { auth: auth(':pw') } } },
      '{"credHelpers":{"a.io":7},"credsStore":{}}',
    ]) {
      docker(content);
      assert.equal(await find('a.io'), undefined, JSON.stringify(content));
    }
  });

  it('tell which registries the user has dealt with', async () => {
    docker({
      auths: { 'https://index.docker.io/v1/': {}, 'a.io': {} },
      credHelpers: { 'b.io:5000': 'x' },
      credsStore: 'y',
    });
    write('run/containers/auth.json', { auths: { 'quay.io/acme': asBob, 'a.io': asBob } });
    assert.deepEqual(await dockerCredentials({ env, home }).hosts(), [
      'docker.io',
      'a.io',
      'b.io:5000',
      'quay.io',
    ]);
  });
});

describe('credential helpers', () => {
  it('are asked for the registry by its name, and remembered', async () => {
    docker({ credHelpers: { 'a.io': 'mine' }, credsStore: 'other' });
    helper(
      'mine',
      `read -r server || true; echo "$server" >> ${home}/asked; printf '{"ServerURL":"%s","Username":"bob","Secret":"p:w"}' "$server"`,
    );
    helper('other', `cat >> ${home}/others; echo '{"Username":"other","Secret":"x"}'`);
    const store = dockerCredentials({ env, home });
    assert.deepEqual(await store.find('a.io', 'x'), bob);
    assert.deepEqual(await store.find('a.io', 'y'), bob);
    assert.deepEqual(await store.find('docker.io', 'library/node'), {
      kind: 'basic',
      username: 'other',
      password: 'x',
    });
    const stdout = readFileSync(join(home, 'asked'), 'utf8') + readFileSync(join(home, 'others'), 'utf8');
    assert.equal(stdout, 'a.io\nhttps://index.docker.io/v1/');
  });

  it('may give an identity token', async () => {
    helper('token', `echo '{"Username":"<token>","Secret":"refresh"}'`);
    assert.deepEqual(await askCredentialHelper('token', 'a.io', { env }), {
      kind: 'identity',
      token: 'refresh',
    });
  });

  it('have the last word: what stands in the file beside them is not used', async () => {
    docker({ auths: { 'a.io': asBob }, credHelpers: { 'a.io': 'missing' } });
    assert.equal(await find('a.io'), undefined);
  });

  it('mean no credential when they fail, print rubbish, or hang', async () => {
    helper('fails', 'echo "credentials not found in native keychain"; exit 1');
    helper('rubbish', 'echo "<html>"');
    helper('empty', 'true');
    helper('null', 'echo null');
    helper('half', `echo '{"Username":"bob"}'`);
    helper('floods', 'yes');
    helper('hangs', 'sleep 60 & wait');
    for (const suffix of ['fails', 'rubbish', 'empty', 'null', 'half', 'floods', 'hangs', 'missing']) {
      assert.equal(await askCredentialHelper(suffix, 'a.io', { env, timeoutMs: 500 }), undefined, suffix);
    }
  });

  it('are never a path, never looked for beside the files, and get nothing as an argument', async () => {
    write('work/docker-credential-near', `#!/bin/sh\ntouch ${home}/ran`);
    chmodSync(join(home, 'work/docker-credential-near'), 0o755);
    for (const suffix of ['../work/docker-credential-near', 'a b', 'x;touch y', '', 'x'.repeat(65)]) {
      assert.equal(await askCredentialHelper(suffix, 'a.io', { env }), undefined);
    }
    const relative = { env: { PATH: `.:${join('work')}::` } };
    assert.equal(await askCredentialHelper('near', 'a.io', relative), undefined);
    assert.ok(!existsSync(join(home, 'ran')));
    helper('args', `printf '{"Username":"%s","Secret":"%s"}' "$*" "$(pwd)"`);
    const answer = await askCredentialHelper('args', '--evil', { env });
    assert.equal(answer?.kind === 'basic' && answer.username, 'get');
    assert.ok(answer?.kind === 'basic' && answer.password !== process.cwd());
  });
});
