import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { connect, engineArguments } from '../../engine/src/connect';
import { contextNames, resolveEndpoint, type Endpoint } from '../../engine/src/endpoint';
import { sshArguments } from '../../engine/src/ssh-agent';
import { project } from './project';

/** The folder of a context below ~/.docker/contexts. */
const folderOf = (name: string) => createHash('sha256').update(name).digest('hex');

/** A context as the docker command stores it. */
function context(name: string, docker: object): Record<string, string> {
  const meta = { Name: name, Metadata: {}, Endpoints: { docker } };
  return { [`.docker/contexts/meta/${folderOf(name)}/meta.json`]: JSON.stringify(meta) };
}

/** A home folder with contexts, `current` chosen. */
function home(current?: string, more: Record<string, string> = {}): string {
  return project({
    '.docker/config.json': JSON.stringify(current === undefined ? {} : { currentContext: current }),
    ...context('colima', { Host: 'unix:///home/me/.colima/default/docker.sock', SkipTLSVerify: false }),
    ...context('far', { Host: 'ssh://me@far:2222/run/my docker.sock' }),
    ...context('tls', { host: 'tcp://10.0.0.1:2376' }),
    ...context('blind', { Host: 'tcp://10.0.0.2:2376', SkipTLSVerify: true }),
    ...context('empty', {}),
    [`.docker/contexts/tls/${folderOf('tls')}/docker/ca.pem`]: 'CA',
    [`.docker/contexts/tls/${folderOf('tls')}/docker/cert.pem`]: 'CERT',
    [`.docker/contexts/tls/${folderOf('tls')}/docker/key.pem`]: 'KEY',
    ...more,
  });
}

describe('the engine is resolved as the docker command does', () => {
  const colima = 'unix:///home/me/.colima/default/docker.sock';
  const far = 'ssh://me@far:2222/run/my docker.sock';
  const cases: [string, { current?: string; setting?: string; env?: NodeJS.ProcessEnv }, Endpoint][] = [
    [
      'DOCKER_HOST',
      { env: { DOCKER_HOST: 'tcp://build:2375' } },
      { host: 'tcp://build:2375', source: 'DOCKER_HOST' },
    ],
    [
      'DOCKER_HOST before DOCKER_CONTEXT and the current context',
      { current: 'colima', env: { DOCKER_HOST: 'unix:///a b/docker.sock', DOCKER_CONTEXT: 'far' } },
      { host: 'unix:///a b/docker.sock', source: 'DOCKER_HOST' },
    ],
    [
      'an empty DOCKER_HOST is none',
      { current: 'colima', env: { DOCKER_HOST: '' } },
      { host: colima, source: 'context', context: 'colima' },
    ],
    [
      'DOCKER_CONTEXT before the current context',
      { current: 'colima', env: { DOCKER_CONTEXT: 'far' } },
      { host: far, source: 'DOCKER_CONTEXT', context: 'far' },
    ],
    [
      'a setting before all else',
      { setting: 'npipe:////./pipe/docker_engine', current: 'colima', env: { DOCKER_HOST: 'tcp://x' } },
      { host: 'npipe:////./pipe/docker_engine', source: 'setting' },
    ],
    [
      'the name of a context as a setting',
      { setting: 'far' },
      { host: far, source: 'setting', context: 'far' },
    ],
    ['a path as a setting', { setting: '/run/my.sock' }, { host: 'unix:///run/my.sock', source: 'setting' }],
    [
      'a host without scheme is tcp',
      { setting: 'build:4243' },
      { host: 'tcp://build:4243', source: 'setting' },
    ],
    [
      'tcp without a port',
      { env: { DOCKER_HOST: 'tcp://build' } },
      { host: 'tcp://build:2375', source: 'DOCKER_HOST' },
    ],
    [
      'tcp without a host',
      { env: { DOCKER_HOST: 'tcp://:1234' } },
      { host: 'tcp://localhost:1234', source: 'DOCKER_HOST' },
    ],
    [
      'an IPv6 address',
      { env: { DOCKER_HOST: 'tcp://[::1]:2375' } },
      { host: 'tcp://[::1]:2375', source: 'DOCKER_HOST' },
    ],
    [
      'a context with TLS; Go does not mind the case of names',
      { current: 'tls' },
      {
        host: 'tcp://10.0.0.1:2376',
        source: 'context',
        context: 'tls',
        tls: { ca: 'CA', cert: 'CERT', key: 'KEY', verify: true },
      },
    ],
    [
      'a context that does not verify',
      { current: 'blind' },
      { host: 'tcp://10.0.0.2:2376', source: 'context', context: 'blind', tls: { verify: false } },
    ],
    [
      'DOCKER_TLS_VERIFY counts whatever it says',
      { env: { DOCKER_HOST: 'tcp://build:2376', DOCKER_TLS_VERIFY: '0' } },
      { host: 'tcp://build:2376', source: 'DOCKER_HOST', tls: { verify: true } },
    ],
    [
      'DOCKER_TLS does not verify',
      { env: { DOCKER_HOST: 'tcp://build:2376', DOCKER_TLS: '1' } },
      { host: 'tcp://build:2376', source: 'DOCKER_HOST', tls: { verify: false } },
    ],
    [
      'a socket has no TLS',
      { env: { DOCKER_HOST: 'unix:///x.sock', DOCKER_TLS_VERIFY: '1' } },
      { host: 'unix:///x.sock', source: 'DOCKER_HOST' },
    ],
  ];
  for (const [what, { current, setting, env = {} }, expected] of cases) {
    it(what, async () => {
      assert.deepEqual(await resolveEndpoint({ setting, env, home: home(current) }), expected);
    });
  }

  it('in DOCKER_CONFIG, where it names a folder', async () => {
    const folder = home('colima');
    const env = { DOCKER_CONFIG: join(folder, '.docker') };
    assert.equal((await resolveEndpoint({ env, home: project({}) })).context, 'colima');
    assert.deepEqual(await contextNames({ env }), ['default', 'blind', 'colima', 'empty', 'far', 'tls']);
  });

  it('else the first usual socket that answers, before one that refuses', async () => {
    const folder = project({});
    const path = join(folder, 'docker.sock');
    const server = createServer().listen(path);
    await new Promise((resolve) => server.once('listening', resolve));
    const found = await resolveEndpoint({ env: { XDG_RUNTIME_DIR: folder }, home: project({}) });
    // Where the machine has an engine of its own, that comes first.
    assert.ok([`unix://${path}`, 'unix:///var/run/docker.sock'].includes(found.host), found.host);
    assert.equal(found.source, 'socket');
    server.close();
  });
});

describe('an engine that cannot be resolved is one sentence', () => {
  const cases: [
    string,
    { current?: string; setting?: string; env?: NodeJS.ProcessEnv; more?: Record<string, string> },
    RegExp,
  ][] = [
    [
      'an unknown context',
      { env: { DOCKER_CONTEXT: 'gone' } },
      /^The Docker context "gone" does not exist: choose /,
    ],
    ['a context without engine', { current: 'empty' }, /^The Docker context "empty" names no engine: /],
    [
      'a strange scheme',
      { env: { DOCKER_HOST: 'ftp://x' } },
      /^"ftp:\/\/x" is no address of a Docker engine: /,
    ],
    ['a strange port', { env: { DOCKER_HOST: 'tcp://x:99999' } }, /is no address of a Docker engine/],
    [
      'an ssh host that would be an option',
      { env: { DOCKER_HOST: 'ssh://-oProxyCommand=x' } },
      /is no address of a Docker engine/,
    ],
    ['an ssh password', { env: { DOCKER_HOST: 'ssh://me:secret@x' } }, /is no address of a Docker engine/],
    [
      'a broken config.json',
      { more: { '.docker/config.json': '{"currentContext":' } },
      /config\.json is not valid JSON: /,
    ],
  ];
  for (const [what, { current, setting, env = {}, more }, message] of cases) {
    it(what, async () => {
      await assert.rejects(resolveEndpoint({ setting, env, home: home(current, more) }), {
        code: 'no-engine',
        message,
      });
    });
  }

  it('opening a file contacts no other machine', async () => {
    for (const host of ['tcp://127.0.0.1:2375', 'ssh://me@far']) {
      await assert.rejects(resolveEndpoint({ setting: host, env: {}, localOnly: true }), {
        code: 'no-engine',
        message: /is not on this machine/,
      });
    }
    assert.equal(
      (await resolveEndpoint({ setting: 'unix:///x', env: {}, localOnly: true })).host,
      'unix:///x',
    );
  });
});

describe('connecting', () => {
  it('goes where it is told, whatever DOCKER_HOST says', async () => {
    const before = process.env['DOCKER_HOST'];
    process.env['DOCKER_HOST'] = 'tcp://[not an address';
    try {
      const path = join(project({}), 'none.sock');
      const engine = connect({ host: `unix://${path}`, source: 'setting' });
      await assert.rejects(engine.info(), {
        code: 'no-engine',
        message: `No Docker engine answers at unix://${path}: start Docker and try again, or choose another context.`,
      });
      assert.equal(process.env['DOCKER_HOST'], 'tcp://[not an address');
    } finally {
      if (before === undefined) delete process.env['DOCKER_HOST'];
      else process.env['DOCKER_HOST'] = before;
    }
  });

  it('says that what answers is no engine', async () => {
    const server = createServer((socket) => socket.end('SSH-2.0-OpenSSH\r\n')).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const address = server.address();
    const host = `tcp://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
    await assert.rejects(connect({ host, source: 'setting' }).info(), {
      code: 'refused',
      message: `What answers at ${host} is not a Docker engine, or wants TLS: check the address.`,
    });
    server.close();
  });

  it('through ssh runs the system ssh without any shell of ours', () => {
    assert.deepEqual(sshArguments("ssh://me@[fe80::1]:2222/run/it's mine.sock"), [
      ...['-o', 'BatchMode=yes', '-o', 'ConnectTimeout=10', '-T', '-l', 'me', '-p', '2222', '--', 'fe80::1'],
      ...['docker', `--host=unix://'/run/it'\\''s mine.sock'`, 'system', 'dial-stdio'],
    ]);
  });

  it('names the engine in a command only where docker would choose another', () => {
    const cases: [Endpoint, string[]][] = [
      [{ host: 'unix:///var/run/docker.sock', source: 'socket' }, []],
      [
        { host: 'unix:///home/me/.rd/docker.sock', source: 'socket' },
        ['--host', 'unix:///home/me/.rd/docker.sock'],
      ],
      [{ host: 'tcp://x:2375', source: 'DOCKER_HOST' }, []],
      [{ host: 'unix:///x', source: 'context', context: 'colima' }, []],
      [{ host: 'unix:///x', source: 'setting', context: 'colima' }, ['--context', 'colima']],
      [{ host: 'ssh://x', source: 'setting' }, ['--host', 'ssh://x']],
    ];
    for (const [endpoint, words] of cases) assert.deepEqual(engineArguments(endpoint), words);
  });
});
