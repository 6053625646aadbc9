import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { build } from '../../engine/src/build';
import { connect } from '../../engine/src/connect';
import { containers, exec, remove } from '../../engine/src/containers';
import { contextTar } from '../../engine/src/context-tar';
import { resolveEndpoint } from '../../engine/src/endpoint';
import { run } from '../../engine/src/run';
import type { BuildEvent } from '../../engine/src/tracker';
import { startEngine, type Engine as Machine } from '../machine/engine';
import { makeBaseImage } from '../machine/images';
import { connectTo, project } from './project';

let machine: Machine;

before(async () => {
  machine = await startEngine('current');
  await makeBaseImage(machine, 'busybox:1');
});

after(() => machine.stop());

/** A build that must succeed; what it told of its steps, and all that happened. */
async function built(files: Record<string, string>, request: { buildArgs?: Record<string, string> } = {}) {
  const folder = project(files);
  const events: BuildEvent[] = [];
  const result = await build(
    connectTo(machine),
    { dockerfile: join(folder, 'Dockerfile'), context: folder, tags: [], ...request },
    (event) => events.push(event),
  );
  assert.equal(result.error, undefined);
  return {
    steps: result.steps.map(({ line, instruction, status }) => `${line} ${instruction} ${status}`),
    events,
  };
}

describe('steps that the builder runs once for several lines', () => {
  it('give each line its state', async () => {
    const { steps } = await built({
      'a.txt': 'shared',
      Dockerfile: [
        'ARG BASE=busybox:1',
        'FROM $BASE AS one',
        'WORKDIR /shared',
        'COPY a.txt .',
        'LABEL differs=1',
        'RUN echo shared',
        'FROM busybox:1 AS two',
        'WORKDIR /shared',
        'COPY a.txt .',
        'RUN echo shared',
        'FROM two',
        'COPY --from=one /shared/a.txt /b.txt',
      ].join('\n'),
    });
    assert.deepEqual(steps, [
      ...['2 FROM done', '3 WORKDIR done', '4 COPY done', '6 RUN done'],
      ...['7 FROM done', '8 WORKDIR done', '9 COPY done', '10 RUN done', '12 COPY done'],
    ]);
  });

  it('are not taken for equal when a variable differs', async () => {
    const { steps, events } = await built({
      Dockerfile: [
        'FROM busybox:1 AS one',
        'ENV WHO=one',
        'RUN echo "I am $WHO"',
        'FROM busybox:1 AS two',
        'ENV WHO=two',
        'RUN echo "I am $WHO"',
        'FROM one',
        'COPY --from=two /bin/sh /x',
      ].join('\n'),
    });
    assert.deepEqual(
      steps.filter((step) => step.includes('RUN')),
      ['3 RUN done', '6 RUN done'],
    );
    const said = events.flatMap((event) => (event.kind === 'log' ? [`${event.line} ${event.text}`] : []));
    assert.deepEqual(said.sort(), ['3 I am one\n', '6 I am two\n']);
  });

  it('stand beside what the builder does for itself', async () => {
    const { steps } = await built({
      'a.txt': 'a',
      Dockerfile: [
        'FROM busybox:1 AS tools',
        'FROM scratch AS empty',
        'COPY a.txt /',
        'FROM tools',
        'WORKDIR ..',
        'WORKDIR w',
        'ONBUILD RUN echo never',
        'COPY --link a.txt /linked.txt',
        'COPY --from=busybox:1 /bin/sh /copied',
        'RUN --mount=type=bind,from=empty,target=/m --mount=type=cache,target=/c cat /m/a.txt',
        'COPY <<one <<two /',
        '1',
        'one',
        '2',
        'two',
        'RUN <<EOF',
        'echo 3',
        'EOF',
      ].join('\n'),
    });
    assert.deepEqual(steps, [
      ...['1 FROM done', '3 COPY done', '6 WORKDIR done', '8 COPY done', '9 COPY done'],
      ...['10 RUN done', '11 COPY done', '16 RUN done'],
    ]);
  });
});

describe('builds at the same time', () => {
  it('do not mix up', async () => {
    const each = await Promise.all(
      ['a', 'b', 'c'].map((who) =>
        built({
          Dockerfile: `FROM busybox:1\n${'# more\n'.repeat(who.charCodeAt(0) - 97)}RUN echo "I am ${who}"\n`,
        }),
      ),
    );
    const said = each.map(({ events }) =>
      events.filter((event) => event.kind === 'log').map(({ text }) => text),
    );
    assert.deepEqual(said, [['I am a\n'], ['I am b\n'], ['I am c\n']]);
    assert.deepEqual(
      each.map(({ steps }) => steps.at(-1)),
      ['2 RUN done', '3 RUN done', '4 RUN done'],
    );
  });
});

describe('an engine behind ssh', () => {
  /** A folder with an `ssh` that goes nowhere: it runs what follows the host here. */
  function sshFolder(script: string): string {
    return project({ ssh: { run: `#!/bin/sh\n${script}` } });
  }
  const behind = (script: string) => {
    const env = { ...machine.env, PATH: [sshFolder(script), machine.env['PATH']].join(delimiter) };
    return { ...machine, env, dockerHost: 'ssh://me@far.invalid' };
  };

  it('builds through the api, runs and converses', async () => {
    const engine = connectTo(behind(`while [ "$1" != -- ]; do shift; done; shift 2; exec "$@" 2>/dev/null`));
    assert.equal((await engine.info()).kind, 'docker');
    const folder = project({ Dockerfile: 'FROM busybox:1\nCOPY Dockerfile /far\nRUN echo far away\n' });
    const request = { dockerfile: join(folder, 'Dockerfile'), context: folder, tags: ['far:1'] };
    const { error } = await build(engine, { ...request, transport: 'api' }, () => undefined);
    assert.equal(error, undefined);
    const { id } = await run(engine, { image: 'far:1', detached: true, args: ['sleep', '60'] });
    const session = await exec(engine, id, { cmd: ['head', '-n', '1', '/far'] });
    let text = '';
    for await (const chunk of session.output) text += String(chunk);
    assert.equal(text, 'FROM busybox:1\n');
    await remove(engine, id);
    assert.deepEqual(await containers(engine), []);
  });

  it('says why it cannot be reached', async () => {
    const engine = connectTo(behind('echo "me@far.invalid: Permission denied (publickey)." >&2; exit 255'));
    await assert.rejects(engine.info(), {
      code: 'no-engine',
      message:
        'ssh to the Docker engine at ssh://me@far.invalid failed: me@far.invalid: Permission denied (publickey).',
    });
  });
});

describe('a docker context', () => {
  it('is used by the connection and by buildx alike', async () => {
    const config = project({});
    const { DOCKER_HOST, ...rest } = machine.env;
    assert.ok(DOCKER_HOST);
    const env: NodeJS.ProcessEnv = { ...rest, DOCKER_CONFIG: config };
    const docker = (...args: string[]) => execFileSync(machine.docker, args, { env, stdio: 'pipe' });
    docker('context', 'create', 'mine', '--docker', `host=${machine.dockerHost}`);
    docker('context', 'use', 'mine');
    mkdirSync(join(config, 'cli-plugins'), { recursive: true });
    execFileSync('cp', [
      join(machine.env['DOCKER_CONFIG'] ?? '', 'cli-plugins', 'docker-buildx'),
      join(config, 'cli-plugins'),
    ]);
    const endpoint = await resolveEndpoint({ env });
    assert.deepEqual(endpoint, { host: machine.dockerHost, source: 'context', context: 'mine' });
    const folder = project({ Dockerfile: 'FROM busybox:1\nRUN echo mine\n' });
    const request = { dockerfile: join(folder, 'Dockerfile'), context: folder, tags: ['mine:1'] };
    const result = await build(connect(endpoint, { docker: machine.docker, env }), request, () => undefined);
    assert.equal(result.error, undefined);
    assert.deepEqual(result.command, ['docker', 'buildx', 'build', '-t', 'mine:1', '--load', folder]);
    assert.equal(await machine.cli(['image', 'inspect', '-f', '{{.Id}}', 'mine:1']), result.imageId);
  });
});

describe('a context of 20,000 files', () => {
  it('is read in seconds', async () => {
    const folder = project({
      Dockerfile: 'FROM busybox:1\n',
      '.dockerignore': '**/node_modules\n!keep\n*.log\n',
    });
    for (let outer = 0; outer < 20; outer += 1) {
      mkdirSync(join(folder, `d${outer}`));
      for (let inner = 0; inner < 1000; inner += 1)
        writeFileSync(join(folder, `d${outer}`, String(inner)), '');
    }
    const started = performance.now();
    const { files } = await contextTar(folder, join(folder, 'Dockerfile'));
    assert.equal(files, 20_002);
    const seconds = (performance.now() - started) / 1000;
    assert.ok(seconds < 10, `${seconds} s`);
  });
});
