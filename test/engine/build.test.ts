import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { build, type BuildResult } from '../../engine/src/build';
import type { BuildRequest } from '../../engine/src/build-request';
import type { Transport } from '../../engine/src/build-task';
import type { Engine } from '../../engine/src/connect';
import { EngineError } from '../../engine/src/errors';
import type { BuildEvent } from '../../engine/src/tracker';
import { root } from '../../scripts/project.mjs';
import { startEngine, type Engine as Machine, type EngineName } from '../machine/engine';
import { makeBaseImage } from '../machine/images';
import { connectTo, project } from './project';

const machines = new Map<EngineName, Machine>();

before(async () => {
  for (const name of ['current', 'old'] as const) {
    const machine = await startEngine(name);
    machines.set(name, machine);
    await makeBaseImage(machine, 'busybox:1');
    await makeBaseImage(machine, 'with-triggers:1', 'busybox', [
      'ONBUILD COPY app.txt /app.txt',
      'ONBUILD RUN cat /app.txt',
    ]);
  }
});

after(async () => {
  for (const machine of machines.values()) await machine.stop();
});

/** Every way in which Strata builds. */
const ways: readonly (readonly [EngineName, Transport])[] = [
  ['current', 'buildx'],
  ['current', 'api'],
  ['current', 'classic'],
  ['old', 'api'],
  ['old', 'classic'],
];

function machineOf(name: EngineName): Machine {
  const machine = machines.get(name);
  assert.ok(machine, `${name} runs`);
  return machine;
}

async function buildIn(
  engine: Engine,
  folder: string,
  request: Partial<BuildRequest> = {},
  signal?: AbortSignal,
): Promise<{ result: BuildResult; events: BuildEvent[] }> {
  const events: BuildEvent[] = [];
  const result = await build(
    engine,
    { dockerfile: join(folder, 'Dockerfile'), context: folder, tags: [], ...request },
    (event) => events.push(event),
    signal,
  );
  return { result, events };
}

/** `3 RUN done`, for each instruction that is a step for every builder. */
function steps({ steps }: BuildResult): string[] {
  return steps
    .filter(({ instruction }) => ['RUN', 'COPY', 'ADD'].includes(instruction))
    .map(({ line, endLine, instruction, status }) => {
      const lines = line === endLine ? line : `${line}-${endLine}`;
      return `${lines} ${instruction} ${status}`;
    });
}

for (const [name, transport] of ways) {
  describe(`${transport} on the ${name} engine`, () => {
    it('tells of each instruction on its lines, first run, then cached', async () => {
      const folder = project({
        'a.txt': `a ${transport}\n`,
        Dockerfile: [
          '# syntax is the default',
          'ARG VERSION=1',
          'FROM busybox:1 AS build',
          `ENV WAY=${transport}`,
          'WORKDIR /',
          'WORKDIR /w',
          'COPY a.txt .',
          'RUN echo "$VERSION" && \\',
          '    # a comment inside',
          '    cat a.txt',
          'FROM busybox:1',
          'ENV A=1',
          'COPY --from=build /w/a.txt /b.txt',
          'RUN test -f /b.txt',
          '',
        ].join('\n'),
      });
      const engine = connectTo(machineOf(name));
      const first = await buildIn(engine, folder, { transport, tags: ['steps:1'] });
      assert.equal(first.result.error, undefined);
      assert.deepEqual(steps(first.result), ['7 COPY done', '8-10 RUN done', '13 COPY done', '14 RUN done']);
      assert.match(first.result.imageId ?? '', /^sha256:[0-9a-f]{64}$/);
      assert.equal(
        await machineOf(name).cli(['image', 'inspect', '-f', '{{.Id}}', 'steps:1']),
        first.result.imageId,
      );
      assert.ok(
        first.events.some(
          (event) => event.kind === 'log' && event.line === 8 && event.text === `a ${transport}\n`,
        ),
      );

      writeFileSync(join(folder, 'a.txt'), `changed ${transport}`);
      const second = await buildIn(engine, folder, { transport });
      assert.deepEqual(steps(second.result), ['7 COPY done', '8-10 RUN done', '13 COPY done', '14 RUN done']);
      const third = await buildIn(engine, folder, { transport });
      assert.deepEqual(steps(third.result), [
        '7 COPY cached',
        '8-10 RUN cached',
        '13 COPY cached',
        '14 RUN cached',
      ]);
      assert.equal(third.result.cached, third.result.total - (transport === 'classic' ? 1 : 0));
      const last = third.events.filter((event) => event.kind === 'progress').at(-1);
      assert.equal(last?.done, last?.total);
    });

    it('builds only what the target needs, with arguments and labels', async () => {
      const folder = project({
        Dockerfile: [
          'FROM busybox:1 AS one',
          'ARG WHO',
          `RUN echo "hello $WHO" "${transport}"`,
          'FROM busybox:1 AS two',
          'RUN exit 1',
        ].join('\n'),
      });
      const { result, events } = await buildIn(connectTo(machineOf(name)), folder, {
        transport,
        target: 'ONE',
        tags: ['target:1'],
        buildArgs: { WHO: `$(id) "'; it` },
        labels: { 'my label': 'a "b"' },
      });
      assert.deepEqual(steps(result), ['3 RUN done']);
      assert.ok(
        events.some((event) => event.kind === 'log' && event.text === `hello $(id) "'; it ${transport}\n`),
      );
      const labels = await machineOf(name).cli([
        'image',
        'inspect',
        '-f',
        '{{json .Config.Labels}}',
        'target:1',
      ]);
      assert.deepEqual(JSON.parse(labels), { 'my label': 'a "b"' });
    });

    it('builds a stage that has no name, by its index', async () => {
      const folder = project({
        Dockerfile: `FROM busybox:1\nRUN echo first ${transport}\n# between\nFROM busybox:1 AS two\nRUN exit 1\n`,
      });
      const engine = connectTo(machineOf(name));
      const { result } = await buildIn(engine, folder, { transport, target: '0', tags: ['unnamed:1'] });
      assert.deepEqual(steps(result), ['2 RUN done']);
      const [shell = '', ...words] = result.command;
      const { id } = inspected(await machineOf(name).cli(['image', 'inspect', 'unnamed:1']));
      assert.equal(id, result.imageId);
      if (transport === 'buildx') {
        // The command that is shown does the same.
        execFileSync(shell, words, { env: machineOf(name).env, stdio: 'ignore' });
        assert.equal(
          inspected(await machineOf(name).cli(['image', 'inspect', 'unnamed:1'])).id,
          result.imageId,
        );
      }
    });

    it('counts past the triggers that a base image brings', async () => {
      const folder = project({
        'app.txt': `from ${name} ${transport}`,
        Dockerfile: 'FROM with-triggers:1\nRUN echo own\nCOPY app.txt /b.txt\n',
      });
      const { result } = await buildIn(connectTo(machineOf(name)), folder, { transport });
      assert.deepEqual(steps(result), ['2 RUN done', '3 COPY done']);
    });

    it('says which line failed, how, and what it printed last', async () => {
      const folder = project({
        Dockerfile:
          'FROM busybox:1\nWORKDIR /x\nRUN echo before && \\\n  echo why >&2 && exit 7\nRUN echo never\n',
      });
      const { result } = await buildIn(connectTo(machineOf(name)), folder, { transport });
      assert.equal(result.imageId, undefined);
      assert.deepEqual(steps(result), ['3-4 RUN failed']);
      const { log = [], ...error } = result.error ?? {};
      assert.deepEqual(error, {
        code: 'build-failed',
        message: 'RUN on line 3 failed with exit code 7: its last output says why.',
        line: 3,
        endLine: 4,
      });
      assert.deepEqual([...log].sort(), ['before', 'why']);
    });

    it('names a file that is not in the context, on its line', async () => {
      const folder = project({
        '.dockerignore': 'secret.txt\n',
        'secret.txt': 's',
        Dockerfile: 'FROM busybox:1\n\nCOPY secret.txt /\n',
      });
      const { result } = await buildIn(connectTo(machineOf(name)), folder, { transport });
      assert.deepEqual(
        [result.error?.line, result.error?.message],
        [
          3,
          '"secret.txt" is not in the build context: check the path, the chosen context and .dockerignore.',
        ],
      );
    });

    it('places what the parser of the builder rejects', async () => {
      const folder = project({ Dockerfile: 'FROM busybox:1\nRUN true\nNOPE x\n' });
      const { result } = await buildIn(connectTo(machineOf(name)), folder, { transport });
      assert.equal(result.error?.code, 'build-failed');
      assert.equal(result.error.line, 3);
      assert.match(result.error.message, /unknown instruction: NOPE/i);
    });

    it('says that a base image cannot be pulled, on the line of its FROM', async () => {
      const folder = project({
        Dockerfile:
          'FROM busybox:1 AS one\nARG X\nFROM 127.0.0.1:9/not/there:1\nCOPY --from=one /bin/sh /x\n',
      });
      const { result } = await buildIn(connectTo(machineOf(name)), folder, { transport });
      assert.equal(result.error?.code, 'pull-failed');
      assert.equal(result.error.line, 3);
      assert.match(result.error.message, /cannot be pulled, because its registry cannot be reached/);
    });

    it('ends at once when it is cancelled and leaves nothing behind', { timeout: 30_000 }, async () => {
      const folder = project({ Dockerfile: `FROM busybox:1\nRUN echo up ${transport} && sleep 987\n` });
      const machine = machineOf(name);
      const stop = new AbortController();
      const events: BuildEvent[] = [];
      const temporary = project({});
      const usual = process.env['TMPDIR'];
      process.env['TMPDIR'] = temporary;
      const request = { dockerfile: join(folder, 'Dockerfile'), context: folder, tags: [], transport };
      const building = build(
        connectTo(machine),
        request,
        (event) => {
          events.push(event);
          if (event.kind === 'log' && event.text.startsWith('up')) stop.abort();
        },
        stop.signal,
      );
      await assert.rejects(building, (error) => error instanceof EngineError && error.code === 'cancelled');
      assert.deepEqual(readdirSync(temporary), []);
      if (usual === undefined) delete process.env['TMPDIR'];
      else process.env['TMPDIR'] = usual;
      await settled(async () => {
        assert.deepEqual(processes(/^sleep 987/), []);
        assert.equal(await machine.cli(['ps', '-aq']), '');
      });
    });
  });
}

describe('a build that cannot begin', () => {
  it('says so in one sentence', async () => {
    const folder = project({ Dockerfile: 'FROM busybox:1\n' });
    const engine = connectTo(machineOf('current'));
    const cases: [Partial<BuildRequest>, RegExp][] = [
      [
        { dockerfile: join(folder, 'no', 'Dockerfile') },
        /^There is no Dockerfile at ".*Dockerfile": create one, or choose another file\.$/,
      ],
      [{ context: join(folder, 'nowhere') }, /^The build context ".*nowhere" is no folder: /],
      [{ tags: ['-rm'] }, /^"-rm" is no image name: /],
      [{ target: 'nobody' }, /^The Dockerfile has no stage "nobody": choose another/],
      [{ target: '--push' }, /^"--push" is no valid stage: /],
      [{ platform: 'linux amd64' }, /^"linux amd64" is no valid platform: /],
      [{ buildArgs: { 'A=B': 'c' } }, /^"A=B" is no valid build argument: /],
    ];
    for (const [request, message] of cases) {
      await assert.rejects(buildIn(engine, folder, request), { code: 'invalid', message });
    }
  });

  it('names what only buildx can do where there is none', async () => {
    const folder = project({ Dockerfile: 'FROM busybox:1\n' });
    const engine = connectTo(machineOf('old'));
    const secrets = [{ id: 'x', env: 'HOME' }];
    await assert.rejects(buildIn(engine, folder, { secrets }), {
      code: 'invalid',
      message: 'A secret needs docker buildx, which was not found: install the buildx plugin of docker.',
    });
  });

  it('fails fast without an engine', async () => {
    const folder = project({ Dockerfile: 'FROM busybox:1\n' });
    const machine = { ...machineOf('current'), dockerHost: `unix://${folder}/none.sock` };
    await assert.rejects(buildIn(connectTo(machine), folder), {
      code: 'no-engine',
      message: /^No Docker engine answers at /,
    });
  });
});

describe('what buildx brings', () => {
  it('ends with the process that asked for it', { timeout: 30_000 }, async () => {
    const machine = machineOf('current');
    const folder = project({ Dockerfile: 'FROM busybox:1\nRUN echo up && sleep 876\n' });
    const script = `
      const { build } = require(${JSON.stringify(join(root, 'engine/src/build.ts'))});
      const { connect } = require(${JSON.stringify(join(root, 'engine/src/connect.ts'))});
      const endpoint = { host: process.env.DOCKER_HOST, source: 'DOCKER_HOST' };
      const engine = connect(endpoint, { docker: ${JSON.stringify(machine.docker)} });
      const context = ${JSON.stringify(folder)};
      build(engine, { dockerfile: context + '/Dockerfile', context, tags: [] }, (event) => {
        if (event.kind === 'log') console.log(event.text);
      });`;
    const child = spawn(process.execPath, ['--import', 'tsx', '--eval', script], {
      env: machine.env,
      cwd: root,
    });
    for await (const text of child.stdout) if (String(text).includes('up')) break;
    const ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve(signal ?? code)));
    child.kill('SIGTERM');
    assert.equal(await ended, 'SIGTERM');
    await settled(() => {
      assert.deepEqual(processes(/^sleep 876/), []);
      assert.deepEqual(
        processes(/buildx/).filter(({ command }) => command.includes(folder)),
        [],
      );
      return Promise.resolve();
    });
  });

  it('hands a secret to the step that mounts it, and to no image', async () => {
    const folder = project({
      'token.txt': 'hush',
      Dockerfile: 'FROM busybox:1\nRUN --mount=type=secret,id=tok wc -c < /run/secrets/tok\n',
    });
    const { result, events } = await buildIn(connectTo(machineOf('current')), folder, {
      secrets: [{ id: 'tok', source: join(folder, 'token.txt') }],
    });
    assert.equal(result.error, undefined);
    assert.ok(events.some((event) => event.kind === 'log' && event.text === '4\n'));
  });

  it('passes on the warnings of BuildKit with their lines, once', async () => {
    const folder = project({ Dockerfile: 'FROM busybox:1\nRUN true\nMAINTAINER me\nCMD echo x\n' });
    const { events } = await buildIn(connectTo(machineOf('current')), folder);
    const warnings = events.flatMap((event) =>
      event.kind === 'warning' ? [`${event.lines[0]?.start} ${event.message.split(':')[0]}`] : [],
    );
    assert.deepEqual(warnings.sort(), ['3 MaintainerDeprecated', '4 JSONArgsRecommended']);
  });

  it('shows the docker command that does the same', async () => {
    const folder = project({ 'x.Dockerfile': 'FROM busybox:1\n' });
    const dockerfile = join(folder, 'x.Dockerfile');
    const machine = machineOf('current');
    const { result } = await buildIn(connectTo(machine), folder, { dockerfile, tags: ['shown:1'] });
    assert.deepEqual(result.command, [
      ...['docker', '--host', machine.dockerHost, 'buildx', 'build'],
      ...['-f', dockerfile, '-t', 'shown:1', '--load', folder],
    ]);
  });
});

describe('an engine that dies during a build', () => {
  for (const [name, transport] of ways) {
    it(`ends the build through ${transport} on ${name} with one sentence`, { timeout: 60_000 }, async () => {
      const machine = await startEngine(name);
      assert.ok(machine.own, 'an engine of the test itself');
      await makeBaseImage(machine, 'busybox:1');
      const folder = project({ Dockerfile: 'FROM busybox:1\nRUN echo up && sleep 654\n' });
      const request = { dockerfile: join(folder, 'Dockerfile'), context: folder, tags: [], transport };
      const building = build(connectTo(machine), request, (event) => {
        if (event.kind === 'log' && event.text.startsWith('up')) {
          process.kill(Number(readFileSync(join(dirname(machine.socket), 'pid'), 'utf8')), 'SIGKILL');
        }
      });
      await assert.rejects(building, {
        code: 'lost',
        message: /^The connection to the Docker engine at .* broke: /,
      });
      // What only the engine would have ended.
      for (const { pid, command } of processes(/^sleep 654|containerd-shim/)) {
        const own = command.startsWith('sleep') || command.includes(dirname(machine.socket));
        if (own) process.kill(pid, 'SIGKILL');
      }
      await machine.stop();
      const mounts = readFileSync('/proc/mounts', 'utf8')
        .split('\n')
        .map((line) => line.split(' ')[1] ?? '');
      for (const mount of mounts.filter((path) => path.startsWith(dirname(machine.socket))).reverse()) {
        execFileSync('umount', ['--lazy', mount]);
      }
      rmSync(dirname(machine.socket), { recursive: true, force: true });
    });
  }
});

function inspected(json: string): { id: string } {
  const [image] = JSON.parse(json) as { Id: string }[];
  return { id: image?.Id ?? '' };
}

/** The processes of this machine whose command line matches. */
function processes(pattern: RegExp): { pid: number; command: string }[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map((entry) => ({ pid: Number(entry), command: commandOf(entry) }))
    .filter(({ command }) => pattern.test(command));
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

/** Waits until `check` holds, for at most five seconds. */
async function settled(check: () => Promise<void>): Promise<void> {
  const deadline = Date.now() + 5000;
  for (;;) {
    try {
      await check();
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
  }
}
