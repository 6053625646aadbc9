import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { after, before, describe, it } from 'node:test';
import type { LayersView } from '../../server/src/protocol';
import { startEngine, type Engine as Machine } from '../machine/engine';
import { makeBaseImage } from '../machine/images';
import { runCommand } from '../machine/program';
import { dist, startClient } from '../server/language-client';
import { project } from './project';

const dockerfile = 'FROM busybox:1\nCOPY a.txt /\nRUN head -c 100000 /dev/zero > /zeros\nCMD ["true"]\n';

let machine: Machine;
let folder: string;

before(async () => {
  machine = await startEngine('current');
  await makeBaseImage(machine, 'busybox:1');
  folder = project({ Dockerfile: dockerfile, 'a.txt': 'a' });
});
after(() => machine.stop());

const environment = () => ({ ...machine.env, STRATA_STATE_DIR: process.env['STRATA_STATE_DIR'] });

/** The built command line against the test's engine. */
function strata(args: readonly string[], env: NodeJS.ProcessEnv = environment()) {
  return runCommand(process.execPath, [join(dist, 'cli.js'), ...args], { env });
}

const lines = (text: string) => text.trimEnd().split('\n');

describe('strata build and strata layers on an engine', () => {
  it('builds, tells what becomes of each instruction, and names the image', async () => {
    const { code, stdout } = await strata(['build', '--format', 'json', '-t', 'cli:1', folder]);
    assert.equal(code, 0);
    const events = lines(stdout).map((line) => JSON.parse(line) as Record<string, unknown>);
    const done = events.filter(({ event, status }) => event === 'instruction' && status === 'done');
    assert.deepEqual(new Set(done.map(({ line }) => line)), new Set([1, 2, 3]));
    const last = events.at(-1);
    assert.equal(last?.['event'], 'result');
    assert.match(String(last['image']), /^sha256:[0-9a-f]{64}$/);
    assert.equal(
      (await machine.cli(['image', 'inspect', '--format', '{{.Id}}', 'cli:1'])).trim(),
      String(last['image']),
    );
  });

  it('shows what the next build will do, with sizes', async () => {
    const view = async () => {
      const { stdout } = await strata(['layers', '--format', 'json', folder]);
      return JSON.parse(stdout) as LayersView;
    };
    const before = await view();
    assert.deepEqual(
      before.instructions.map(({ prediction, last }) => [prediction, last]),
      [
        ['hit', 'ran'],
        ['hit', 'ran'],
        ['hit', 'ran'],
        [undefined, undefined],
      ],
    );
    assert.equal(before.basis.kind, 'record');
    assert.equal(before.instructions[2]?.size, 100_000);

    writeFileSync(join(folder, 'a.txt'), 'b');
    const { instructions, totals } = await view();
    assert.deepEqual(
      instructions.map(({ prediction, reason }) => [
        prediction,
        reason?.kind,
        reason?.files,
        reason?.because,
      ]),
      [
        ['hit', undefined, undefined, undefined],
        ['rebuild', 'file-changed', ['a.txt'], undefined],
        ['rebuild', 'parent-rebuilt', undefined, 2],
        [undefined, undefined, undefined, undefined],
      ],
    );
    assert.deepEqual([totals.hit, totals.rebuild], [1, 2]);
  });

  it('prints it for people', async () => {
    const { code, stdout } = await strata(['layers', folder]);
    assert.equal(code, 0);
    assert.match(stdout, /^2 {2}COPY a\.txt \/ +rebuild: a\.txt changed\./m);
    assert.match(stdout, /^3 {2}RUN .* rebuild: Line 2 is rebuilt first\. · 100 kB$/m);
    assert.match(stdout, /next build: 1 cached, 2 rebuilt, 0 depend, 0 unknown/);
  });

  it('says where a build failed, and ends with 1', async () => {
    const broken = project({ Dockerfile: 'FROM busybox:1\nRUN echo words && exit 3\n' });
    const { code, stderr } = await strata(['build', broken]);
    assert.equal(code, 1);
    assert.match(stderr, /^strata: words$/m);
    assert.match(stderr, /^strata: line 2: /m);
  });

  it('says in one sentence that there is no engine, and ends with 2', async () => {
    const nowhere = { ...environment(), DOCKER_HOST: 'unix:///nowhere/docker.sock' };
    const { code, stdout, stderr } = await strata(['build', folder], nowhere);
    assert.deepEqual([code, stdout, lines(stderr).length], [2, '', 1]);
    const view = await strata(['layers', folder], nowhere);
    assert.deepEqual([view.code, lines(view.stderr).length], [0, 1]);
    assert.match(view.stdout, /^2 layer\(s\)$/m);
  });

  it('keeps no value of an argument in what it records', async () => {
    const secret = 'canary-4711';
    const built = project({ Dockerfile: 'FROM busybox:1\nARG TOKEN\nENV KEPT=$TOKEN\nRUN true\n' });
    assert.equal((await strata(['build', '--build-arg', `TOKEN=${secret}`, built])).code, 0);
    const { stdout } = await runCommand('grep', ['-r', secret, process.env['STRATA_STATE_DIR'] ?? '']);
    assert.equal(stdout, '');
  });
});

describe('the layers view of an editor', () => {
  it('foretells from the engine, once the workspace is trusted', async () => {
    const client = await startClient({ env: environment() });
    try {
      const uri = client.open(dockerfile, pathToFileURL(join(folder, 'Dockerfile')).href);
      const ask = async () =>
        (await client.request('strata/layers', { textDocument: { uri } })) as LayersView;
      assert.equal((await ask()).basis.kind, 'none');
      // The trust itself, then each thing that the engine tells.
      const foretold = new Promise<LayersView>((resolve) => {
        client.connection.onNotification('strata/layersChanged', () => {
          // A question that the end of the test overtakes has no answer.
          ask().then(
            (view) => view.basis.kind === 'record' && resolve(view),
            () => undefined,
          );
        });
      });
      await client.connection.sendNotification('strata/trust', { trusted: true });
      const { instructions } = await foretold;
      assert.deepEqual(
        instructions.map(({ prediction }) => prediction),
        ['hit', 'rebuild', 'rebuild', undefined],
      );
    } finally {
      await client.stop();
    }
  });
});
