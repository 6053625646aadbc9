import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { root } from '../../scripts/project.mjs';
import { answerOf } from '../machine/answer';
import { startEngine } from '../machine/engine';
import type { Engine } from '../machine/engine';
import { freePort } from '../machine/program';
import { makeSampleBases } from '../machine/samples';

describe('the samples, built and run with the docker command as their texts say', () => {
  let engine: Engine;
  before(async () => {
    engine = await startEngine('current');
    await makeSampleBases(engine);
  });
  after(() => engine.stop());

  const build = (sample: string, ...args: string[]) =>
    engine.cli(['build', '-t', sample, ...args, join(root, 'samples', sample)]);

  /** The answer of a sample's server with `-e` and `-p`, on the port that its image exposes. */
  async function answerFrom(sample: string, ...args: string[]): Promise<string> {
    const exposed = await engine.cli([
      'image',
      'inspect',
      sample,
      '--format',
      '{{json .Config.ExposedPorts}}',
    ]);
    const [inside] = Object.keys(JSON.parse(exposed) as Record<string, unknown>);
    assert.ok(inside, `${sample} exposes no port`);
    const port = await freePort();
    const publish = `127.0.0.1:${port}:${inside.replace('/tcp', '')}`;
    const container = await engine.cli(['run', '-d', '-p', publish, ...args, sample]);
    const answer = await answerOf(`http://127.0.0.1:${port}/`);
    await engine.cli(['rm', '-f', container]);
    return answer;
  }

  it('cowsay says what it is given', async () => {
    await build('cowsay', '-f', join(root, 'samples', 'cowsay', 'cowsay.Dockerfile'));
    assert.match(await engine.cli(['run', '--rm', 'cowsay', 'Moo']), /< Moo >/);
    assert.match(await engine.cli(['run', '--rm', 'cowsay']), /< Hello from a container >/);
  });

  it('sleeper takes the time as its argument', async () => {
    await build('sleeper');
    const started = Date.now();
    await engine.cli(['run', '--rm', 'sleeper', '0']);
    assert.ok(Date.now() - started < 20_000);
  });

  it('website answers', async () => {
    await build('website');
    assert.match(await answerFrom('website'), /<html/i);
  });

  it('website-multistage answers from its last stage', async () => {
    await build('website-multistage');
    assert.match(await answerFrom('website-multistage'), /<html/i);
  });

  it('services runs all its daemons under one init process, and one-shot commands', async () => {
    await build('services');
    assert.match(await answerFrom('services', '-e', 'GREETING=Hello Ada'), /Hello Ada/);
    assert.equal(await engine.cli(['run', '--rm', 'services', 'echo', 'once']), 'once');
  });

  it('vendor-base keeps the ENTRYPOINT of its base and has no arguments', async () => {
    await build('vendor-base');
    const format = '{{json .Config.Entrypoint}} {{json .Config.Cmd}}';
    const inspect = (image: string) => engine.cli(['image', 'inspect', image, '--format', format]);
    const [base] = (await inspect('jenkins/jenkins:lts-jdk21')).split(' ');
    const [entrypoint, command] = (await inspect('vendor-base')).split(' ');
    assert.equal(entrypoint, base);
    assert.ok(command === '[]' || command === 'null', `CMD is ${String(command)}`);
  });
});
