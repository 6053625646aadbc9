import assert from 'node:assert/strict';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import type { Readable } from 'node:stream';
import { after, afterEach, before, describe, it } from 'node:test';
import { join } from 'node:path';
import { build } from '../../engine/src/build';
import type { Engine } from '../../engine/src/connect';
import {
  attach,
  containers,
  copyOut,
  exec,
  logs,
  processes,
  remove,
  restart,
  shellIn,
  start,
  stop,
} from '../../engine/src/containers';
import { events } from '../../engine/src/events';
import { freePort } from '../../engine/src/free-port';
import { inspectContainer } from '../../engine/src/inspect';
import { PortTakenError, run } from '../../engine/src/run';
import { stats, type Usage } from '../../engine/src/stats';
import { startEngine, type Engine as Machine, type EngineName } from '../machine/engine';
import { makeBaseImage } from '../machine/images';
import { connectTo, project } from './project';

const machines = new Map<EngineName, Machine>();

/** Answers HTTP on $PORT with the value of $WHO. */
const website = [
  'FROM busybox:1',
  'ENV PORT=8080 WHO=nobody',
  'EXPOSE $PORT',
  'RUN mkdir /data && echo kept > /data/kept.txt && ln -s kept.txt /data/link && ln -s /etc/passwd /data/out',
  `CMD ["sh", "-c", "echo listening on $PORT; while true; do printf \\"HTTP/1.0 200 OK\\\\r\\\\n\\\\r\\\\nhello $WHO\\\\n\\" | nc -l -p $PORT > /dev/null; done"]`,
].join('\n');

before(async () => {
  for (const name of ['current', 'old'] as const) {
    const machine = await startEngine(name);
    machines.set(name, machine);
    await makeBaseImage(machine, 'busybox:1');
    const folder = project({
      Dockerfile: website,
      'sleeper.Dockerfile': 'FROM busybox:1\nENTRYPOINT ["echo", "slept"]\nCMD ["5"]\n',
      'empty.Dockerfile': 'FROM scratch\nCOPY Dockerfile /only\nCMD ["/nothing"]\n',
    });
    for (const image of ['website', 'sleeper', 'empty']) {
      const file = image === 'website' ? 'Dockerfile' : `${image}.Dockerfile`;
      const request = { dockerfile: join(folder, file), context: folder, tags: [`${image}:1`] };
      const { error } = await build(connectTo(machine), request, () => undefined);
      assert.equal(error, undefined);
    }
  }
});

after(async () => {
  for (const machine of machines.values()) await machine.stop();
});

function engineOf(name: EngineName): Engine {
  const machine = machines.get(name);
  assert.ok(machine, `${name} runs`);
  return connectTo(machine);
}

async function textOf(stream: Readable): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += String(chunk);
  return text;
}

/** Reads until `wanted` has come. */
async function until(stream: Readable, wanted: string): Promise<string> {
  let text = '';
  for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
    text += String(chunk);
    if (text.includes(wanted)) return text;
  }
  throw new Error(`ended without "${wanted}": ${text}`);
}

/** The answer of a website that may still be starting. */
async function get(url: string): Promise<string> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    try {
      return await (await fetch(url)).text();
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
  }
}

// A test that failed leaves the next one an empty engine all the same.
afterEach(async () => {
  for (const machine of machines.values()) {
    const engine = connectTo(machine);
    for (const { id } of machine.own ? await containers(engine) : []) await remove(engine, id);
  }
});

for (const name of ['current', 'old'] as const) {
  describe(`a container on the ${name} engine`, () => {
    it('answers on its published port with the value of -e, until it is stopped', async () => {
      const engine = engineOf(name);
      const port = await freePort(18080, '127.0.0.1');
      const envFile = join(project({ '.env': '# who\nWHO=file\nQUOTED="as it is"\nHOME_LESS\n' }), '.env');
      const { id, ports, session } = await run(engine, {
        image: 'website:1',
        name: 'site',
        detached: true,
        env: { WHO: `$(id) "you" and 'me'` },
        envFile,
        ports: [{ container: 8080, host: port, hostIp: '127.0.0.1', protocol: 'tcp' }],
      });
      assert.equal(session, undefined);
      assert.deepEqual(ports, [{ container: 8080, host: port, hostIp: '127.0.0.1', protocol: 'tcp' }]);
      assert.equal(await get(`http://127.0.0.1:${port}/`), `hello $(id) "you" and 'me'\n`);

      const [listed] = await containers(engine, { all: false });
      assert.deepEqual(
        [listed?.id, listed?.name, listed?.image, listed?.state, listed?.ports],
        [
          id,
          'site',
          'website:1',
          'running',
          [{ container: 8080, protocol: 'tcp', host: port, hostIp: '127.0.0.1' }],
        ],
      );
      const inspection = await inspectContainer(engine, id);
      assert.deepEqual(inspection.changes, [
        { what: 'ENV WHO', before: 'nobody', after: `$(id) "you" and 'me'` },
        { what: 'ENV QUOTED', before: undefined, after: '"as it is"' },
      ]);
      assert.equal(await textOf(await logs(engine, id)), 'listening on 8080\n');

      await stop(engine, id, 1);
      await stop(engine, id, 1);
      assert.equal((await inspectContainer(engine, id)).state.status, 'exited');
      await start(engine, id);
      await restart(engine, id, 1);
      await remove(engine, id);
      await assert.rejects(inspectContainer(engine, id), { code: 'not-found' });
    });

    it('is not left behind when its port is taken; the error names the port and a free one', async () => {
      const engine = engineOf(name);
      const server = createServer().listen(0, '127.0.0.1');
      await new Promise((resolve) => server.once('listening', resolve));
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      const starting = run(engine, {
        image: 'website:1',
        detached: true,
        ports: [{ container: 8080, host: port, hostIp: '127.0.0.1', protocol: 'tcp' }],
      });
      await assert.rejects(starting, (error) => {
        assert.ok(error instanceof PortTakenError);
        assert.equal(error.code, 'port-taken');
        assert.equal(error.port, port);
        assert.ok(error.free > port);
        assert.match(error.message, new RegExp(`^Port ${port} is already taken: use port ${error.free}, `));
        return true;
      });
      server.close();
      assert.deepEqual(await containers(engine), []);
    });

    it('gets a free port when none is said', async () => {
      const engine = engineOf(name);
      const { id, ports } = await run(engine, {
        image: 'website:1',
        detached: true,
        ports: [{ container: 8080, hostIp: '127.0.0.1', protocol: 'tcp' }],
      });
      assert.equal(await get(`http://127.0.0.1:${ports[0]?.host}/`), 'hello nobody\n');
      await remove(engine, id);
    });

    it('shows what it prints and how it ended when it is not detached', async () => {
      const engine = engineOf(name);
      const cases: [Partial<Parameters<typeof run>[1]>, string, number][] = [
        [{}, 'slept 5\n', 0],
        [{ args: ['9', '$(id)', '-x'] }, 'slept 9 $(id) -x\n', 0],
        [{ entrypoint: 'sh', args: ['-c', 'echo out; exit 4'] }, 'out\n', 4],
      ];
      for (const [request, output, code] of cases) {
        const { id, session } = await run(engine, { image: 'sleeper:1', detached: false, ...request });
        assert.ok(session);
        assert.equal(await textOf(session.output), output);
        assert.equal(await session.exit, code);
        await remove(engine, id);
      }
    });

    it('converses through a terminal, which has a size', async () => {
      const engine = engineOf(name);
      const { id, session } = await run(engine, {
        image: 'busybox:1',
        detached: false,
        tty: true,
        remove: true,
      });
      assert.ok(session);
      await session.resize(101, 42);
      session.write('stty size; echo do"ne"\n');
      assert.match(await until(session.output, '\ndone'), /42 101\r\n/);
      session.write('exit 3\n');
      await textOf(session.output);
      assert.equal(await session.exit, 3);
      await gone(engine, id);
    });

    it('runs further commands and the best shell that is there', async () => {
      const engine = engineOf(name);
      const { id } = await run(engine, { image: 'website:1', detached: true, init: false });
      assert.deepEqual(await shellIn(engine, id), ['/bin/ash']);
      const one = await exec(engine, id, {
        cmd: ['sh', '-c', 'echo "$A in $PWD"; exit 6'],
        env: { A: '$B' },
        workdir: '/data',
      });
      assert.equal(await textOf(one.output), '$B in /data\n');
      assert.equal(await one.exit, 6);

      const shell = await exec(engine, id, { cmd: await shellIn(engine, id), tty: true });
      shell.write('tty; exit\n');
      assert.match(await textOf(shell.output), /\/dev\/pts\/\d/);
      assert.equal(await shell.exit, 0);

      const echo = await exec(engine, id, { cmd: ['cat'] });
      echo.write('to and fro\n');
      echo.endInput();
      assert.equal(await textOf(echo.output), 'to and fro\n');
      assert.match((await processes(engine, id)).rows.flat().join(' '), /while true/);
      await remove(engine, id);
    });

    it('without a shell says so, and cannot start what it does not have', async () => {
      const engine = engineOf(name);
      await assert.rejects(run(engine, { image: 'empty:1', detached: true }), {
        code: 'invalid',
        message: 'The image has no program "/nothing": check ENTRYPOINT, CMD and the arguments.',
      });
      assert.deepEqual(await containers(engine), []);
      const machine = machines.get(name);
      const id = await machine?.cli(['create', 'empty:1']);
      assert.ok(id);
      await assert.rejects(shellIn(engine, id), {
        code: 'not-found',
        message: /^This container has no shell: /,
      });
      await remove(engine, id);
    });

    it('gives its files, links out of the folder left out', async () => {
      const engine = engineOf(name);
      const { id } = await run(engine, { image: 'website:1', detached: true });
      const into = project({});
      await copyOut(engine, id, '/data', into);
      assert.deepEqual(readdirSync(join(into, 'data')).sort(), ['kept.txt', 'link']);
      assert.equal(readFileSync(join(into, 'data', 'link'), 'utf8'), 'kept\n');
      assert.equal(statSync(join(into, 'data', 'kept.txt')).mode & 0o777, 0o644);
      await assert.rejects(copyOut(engine, id, '/nowhere', into), { code: 'not-found' });
      await remove(engine, id);
    });

    it('tells what it uses and what happens to it', async () => {
      const engine = engineOf(name);
      const enough = new AbortController();
      const happened: string[] = [];
      const watching = events(
        engine,
        ({ action, attributes }) => {
          happened.push(`${action} ${attributes['name'] ?? ''}`);
          if (action === 'destroy') enough.abort();
        },
        enough.signal,
      );
      const { id } = await run(engine, { image: 'website:1', name: 'watched', detached: true });
      const usages: Usage[] = [];
      const measured = new AbortController();
      await stats(
        engine,
        id,
        (usage) => {
          if (usages.push(usage) === 2) measured.abort();
        },
        measured.signal,
      );
      assert.ok(usages.every(({ memoryLimit }) => memoryLimit > 0));
      await remove(engine, id);
      await watching;
      assert.ok(happened.includes('start watched'), happened.join());
    });

    it('is followed until it ends', async () => {
      const engine = engineOf(name);
      const { id } = await run(engine, {
        image: 'busybox:1',
        detached: true,
        args: ['sh', '-c', 'echo one; echo two >&2; sleep 1; echo three'],
      });
      const text = await textOf(await logs(engine, id, { follow: true }));
      assert.deepEqual(text.split('\n').sort(), ['', 'one', 'three', 'two']);
      assert.equal(await textOf(await logs(engine, id, { tail: 1 })), 'three\n');
      await assert.rejects(logs(engine, 'nobody'), { code: 'not-found' });
      await remove(engine, id);
    });

    it('can be attached to again', async () => {
      const engine = engineOf(name);
      const { id, session } = await run(engine, {
        image: 'busybox:1',
        detached: true,
        tty: true,
        args: ['cat'],
      });
      assert.equal(session, undefined);
      const first = await attach(engine, id);
      first.write('here\n');
      await until(first.output, 'here');
      first.close();
      assert.equal(await first.exit, undefined);
      assert.equal((await inspectContainer(engine, id)).state.status, 'running');
      const second = await attach(engine, id);
      second.write('again\n');
      await until(second.output, 'again');
      second.close();
      await remove(engine, id);
    });

    it('is refused with one sentence when what is asked cannot be', async () => {
      const engine = engineOf(name);
      const cases: [Partial<Parameters<typeof run>[1]>, { code: string; message: RegExp }][] = [
        [{ name: '-x' }, { code: 'invalid', message: /^"-x" is no valid container name: / }],
        [{ image: '--privileged' }, { code: 'invalid', message: /^"--privileged" is no image name: / }],
        [{ env: { 'A=B': 'c' } }, { code: 'invalid', message: /^"A=B" is no valid name of a variable: / }],
        [
          { ports: [{ container: 70000, protocol: 'tcp' }] },
          { code: 'invalid', message: /^"70000" is no valid port: / },
        ],
        [
          { envFile: '/nowhere.env' },
          { code: 'invalid', message: /^The env file "\/nowhere.env" cannot be read: / },
        ],
        [{ image: '127.0.0.1:9/no:1' }, { code: 'pull-failed', message: /registry cannot be reached/ }],
      ];
      for (const [request, error] of cases) {
        await assert.rejects(run(engine, { image: 'busybox:1', detached: true, ...request }), error);
      }
      const { id } = await run(engine, { image: 'website:1', name: 'twice', detached: true });
      await assert.rejects(run(engine, { image: 'website:1', name: 'twice', detached: true }), {
        code: 'conflict',
        message: 'A container named "twice" exists already: remove it, or choose another name.',
      });
      await remove(engine, id);
      assert.deepEqual(await containers(engine), []);
    });
  });
}

/** Waits until the engine has removed a container. */
async function gone(engine: Engine, id: string): Promise<void> {
  const deadline = Date.now() + 5000;
  while ((await containers(engine)).some((container) => container.id === id)) {
    assert.ok(Date.now() < deadline, 'removed');
  }
}
