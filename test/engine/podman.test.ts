import assert from 'node:assert/strict';
import { copyFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { build } from '../../engine/src/build';
import type { BuildRequest } from '../../engine/src/build-request';
import { connect, type Engine } from '../../engine/src/connect';
import { inspectImage } from '../../engine/src/inspect';
import { busybox, podman } from '../../scripts/setup/index.mjs';
import { startProgram, temporaryFolder, type Program } from '../machine/program';
import { project } from './project';

let service: Program;
let engine: Engine;
let tool: string;

before(async () => {
  const folder = temporaryFolder('podman');
  const socket = join(folder, 'podman.sock');
  tool = await busybox();
  service = startProgram(
    await podman(),
    [
      ...['--root', join(folder, 'root'), '--runroot', join(folder, 'run'), '--storage-driver', 'vfs'],
      ...['system', 'service', '--time=0', `unix://${socket}`],
    ],
    { folder },
  );
  await service.until(() => Promise.resolve(existsSync(socket)), 30);
  engine = connect({ host: `unix://${socket}`, source: 'setting' });
});

after(() => service.stop());

async function built(dockerfile: string, request: Partial<BuildRequest> = {}) {
  const folder = project({ Dockerfile: dockerfile, 'a.txt': 'a\n' });
  copyFileSync(tool, join(folder, 'busybox'));
  const result = await build(
    engine,
    { dockerfile: join(folder, 'Dockerfile'), context: folder, tags: [], ...request },
    () => undefined,
  );
  return {
    result,
    steps: result.steps.map(({ line, instruction, status }) => `${line} ${instruction} ${status}`),
  };
}

describe('Podman', () => {
  it('is known by its answer and needs no docker command', async () => {
    const { kind, buildkit } = await engine.info();
    assert.deepEqual({ kind, buildkit }, { kind: 'podman', buildkit: false });
  });

  it('builds, with steps on their lines, then from its cache', async () => {
    const dockerfile = [
      'ARG V=1',
      'FROM scratch AS one',
      'COPY busybox /bin/sh',
      'RUN echo hello',
      'FROM one',
      'ENV A=1',
      'COPY a.txt /',
      'CMD ["sh"]',
    ].join('\n');
    const lines = ['2 FROM', '3 COPY', '4 RUN', '5 FROM', '6 ENV', '7 COPY', '8 CMD'];
    const first = await built(dockerfile, { tags: ['podman-built:1'] });
    assert.equal(first.result.error, undefined);
    assert.deepEqual(
      first.steps,
      lines.map((line) => `${line} done`),
    );
    const second = await built(dockerfile);
    assert.ok(second.steps.includes('4 RUN cached'), second.steps.join());
    const image = await inspectImage(engine, 'podman-built:1');
    assert.equal(image.id.replace('sha256:', ''), first.result.imageId?.replace('sha256:', ''));
    assert.deepEqual(image.command, ['sh']);
  });

  it('says which line failed', async () => {
    const { result } = await built('FROM scratch\nCOPY busybox /bin/sh\n\nRUN echo why; exit 7\n');
    assert.deepEqual(result.error, {
      code: 'build-failed',
      message: 'RUN on line 4 failed with exit code 7: its last output says why.',
      line: 4,
      endLine: 4,
      log: ['why'],
    });
  });

  it('says that a base image cannot be pulled', async () => {
    const { result } = await built('# first\nFROM 127.0.0.1:9/not/there:1\n');
    assert.deepEqual([result.error?.code, result.error?.line], ['pull-failed', 2]);
  });
});
