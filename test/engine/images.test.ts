import assert from 'node:assert/strict';
import { createReadStream, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import { build } from '../../engine/src/build';
import type { Engine } from '../../engine/src/connect';
import { exec, remove } from '../../engine/src/containers';
import { historyByInstruction, imageHistory } from '../../engine/src/history';
import {
  load,
  localImages,
  pull,
  push,
  removeImage,
  save,
  tag,
  type PullEvent,
} from '../../engine/src/images';
import { compareImages, imageConfig, inspectContainer, inspectImage } from '../../engine/src/inspect';
import { prune, prunePreview } from '../../engine/src/prune';
import { run } from '../../engine/src/run';
import { parse } from '../../server/src/dockerfile/parse';
import { startEngine, type Engine as Machine, type EngineName } from '../machine/engine';
import { makeBaseImage } from '../machine/images';
import { startRegistry, type Registry } from '../machine/registry';
import { connectTo, project } from './project';

const machines = new Map<EngineName, Machine>();
let registry: Registry;
const account = { username: 'me', password: 'p:ä "s"' };

before(async () => {
  registry = await startRegistry({ account });
  for (const name of ['current', 'old'] as const) {
    const machine = await startEngine(name);
    machines.set(name, machine);
    await makeBaseImage(machine, 'busybox:1', 'busybox', ['ENV FROM_BASE=1']);
  }
});

after(async () => {
  for (const machine of machines.values()) await machine.stop();
  await registry.stop();
});

function machineOf(name: EngineName): Machine {
  const machine = machines.get(name);
  assert.ok(machine, `${name} runs`);
  return machine;
}

/** Connected with a docker configuration of its own. */
function connected(name: EngineName, config: object): Engine {
  const machine = machineOf(name);
  const folder = project({
    'config.json': JSON.stringify(config),
    ...(machine.buildx
      ? { 'cli-plugins': { link: join(machine.env['DOCKER_CONFIG'] ?? '', 'cli-plugins') } }
      : {}),
  });
  return connectTo({ ...machine, env: { ...machine.env, DOCKER_CONFIG: folder } });
}

const login = () => ({
  auths: {
    [registry.host]: { auth: Buffer.from(`${account.username}:${account.password}`).toString('base64') },
  },
});

async function built(
  engine: Engine,
  reference: string,
  dockerfile: string,
  transport: 'auto' | 'classic' = 'auto',
) {
  const folder = project({ Dockerfile: dockerfile, 'a.txt': 'a'.repeat(5000) });
  const request = { dockerfile: join(folder, 'Dockerfile'), context: folder, tags: [reference], transport };
  const result = await build(engine, request, () => undefined);
  assert.equal(result.error, undefined);
  return result;
}

for (const name of ['current', 'old'] as const) {
  describe(`images on the ${name} engine`, () => {
    it('are shown arranged, with what a container of them runs', async () => {
      const engine = connectTo(machineOf(name));
      const { imageId } = await built(
        engine,
        'arranged:1',
        [
          'FROM busybox:1',
          'ENV A="b c" EMPTY=',
          'WORKDIR /w',
          'USER 1:1',
          'EXPOSE 80 53/udp',
          'VOLUME /data',
          'LABEL a.b="c d"',
          'STOPSIGNAL SIGINT',
          'HEALTHCHECK --interval=5s --retries=2 CMD true',
          'ENTRYPOINT ["sleep"]',
          'CMD ["60"]',
        ].join('\n'),
      );
      const image = await inspectImage(engine, 'arranged:1');
      assert.equal(image.id, imageId);
      assert.deepEqual(image.tags, ['arranged:1']);
      assert.match(image.platform, /^linux\/\w+$/);
      assert.deepEqual(image.command, ['sleep', '60']);
      const { env, ...config } = image.config;
      assert.deepEqual(env.slice(1), [
        { name: 'FROM_BASE', value: '1' },
        { name: 'A', value: 'b c' },
        { name: 'EMPTY', value: '' },
      ]);
      assert.deepEqual(config, {
        entrypoint: ['sleep'],
        cmd: ['60'],
        user: '1:1',
        workdir: '/w',
        ports: ['53/udp', '80/tcp'],
        volumes: ['/data'],
        labels: { 'a.b': 'c d' },
        stopSignal: 'SIGINT',
        healthcheck: { test: ['CMD-SHELL', 'true'], interval: 5, timeout: 0, startPeriod: 0, retries: 2 },
        shell: [],
        onbuild: [],
      });
      assert.equal(await imageConfig(engine, 'nobody:1'), undefined);
      await assert.rejects(inspectImage(engine, 'nobody:1'), { code: 'not-found' });

      const { id } = await run(engine, {
        image: 'arranged:1',
        detached: true,
        args: ['9'],
        user: '0',
        env: { A: 'other' },
        volumes: ['/more', 'named:/named:ro'],
      });
      const container = await inspectContainer(engine, id);
      assert.deepEqual(container.command, ['sleep', '9']);
      assert.deepEqual(container.changes, [
        { what: 'CMD', before: '["60"]', after: '["9"]' },
        { what: 'ENV A', before: 'b c', after: 'other' },
        { what: 'USER', before: '1:1', after: '0' },
        { what: 'VOLUME /more', before: undefined, after: '' },
      ]);
      assert.deepEqual(container.mounts.map(({ target, readOnly }) => `${target} ${readOnly}`).sort(), [
        '/data false',
        '/more false',
        '/named true',
      ]);
      const shell = await exec(engine, id, { cmd: ['pwd'] });
      let text = '';
      for await (const chunk of shell.output) text += String(chunk);
      assert.equal(text, '/w\n');
      await remove(engine, id);
    });

    for (const transport of ['auto', 'classic'] as const) {
      it(`have a history that lies beside the file they were built from (${transport})`, async () => {
        const engine = connectTo(machineOf(name));
        const dockerfile = [
          'ARG WHAT=1',
          'FROM busybox:1 AS base',
          `LABEL way=${transport}`,
          'RUN head -c 7000 /dev/zero > /seven',
          'FROM busybox:1 AS unused',
          'RUN echo unused',
          'FROM base',
          'ARG WHAT',
          'COPY a.txt /',
          'ENV X=$WHAT',
          'RUN true',
          'CMD ["sh"]',
        ].join('\n');
        await built(engine, 'storied:1', dockerfile, transport);
        const history = await imageHistory(engine, 'storied:1');
        const tree = parse(dockerfile);
        const sizes = [...(historyByInstruction(tree, history) ?? [])].map(
          ([{ firstLine, name: instruction }, { size }]) => `${firstLine + 1} ${instruction} ${size}`,
        );
        assert.deepEqual(sizes, [
          ...['3 LABEL 0', '4 RUN 7000', '8 ARG 0', '9 COPY 5000', '10 ENV 0', '11 RUN 0', '12 CMD 0'],
        ]);
        assert.equal(
          historyByInstruction(parse('FROM busybox:1\nRUN a\nRUN b\nRUN c\n'), history),
          undefined,
        );
      });
    }

    it('can be compared', async () => {
      const engine = connectTo(machineOf(name));
      await built(engine, 'small:1', 'FROM busybox:1\nENV A=1\n');
      await built(engine, 'large:1', 'FROM busybox:1\nCOPY a.txt /\nENV A=2\nCMD ["large"]\n');
      const [small, large] = await Promise.all(
        ['small:1', 'large:1'].map((image) => inspectImage(engine, image)),
      );
      assert.ok(small && large);
      const { config, sharedLayers, layers, size } = compareImages(small, large);
      assert.deepEqual(config, [
        { what: 'CMD', before: '["sh"]', after: '["large"]' },
        { what: 'ENV A', before: '1', after: '2' },
      ]);
      assert.deepEqual([sharedLayers, layers, size.after - size.before], [1, { before: 1, after: 2 }, 5000]);
    });

    it('go to a registry with the login of the docker command, and come back', async () => {
      const engine = connected(name, login());
      const reference = `${registry.host}/team/${name}:1`;
      await built(engine, 'pushed:1', 'FROM busybox:1\nCOPY a.txt /\n');
      await tag(engine, 'pushed:1', reference);
      const seen: PullEvent[] = [];
      await push(engine, reference, { on: (event) => seen.push(event) });
      assert.ok(seen.some(({ status }) => status === 'Pushed'));
      await removeImage(engine, reference);
      await pull(engine, reference);
      const [image] = (await localImages(engine)).filter(
        (one) => one.name === `${registry.host}/team/${name}`,
      );
      assert.deepEqual(image?.tags, ['1']);

      const anonymous = connected(name, {});
      const folder = project({ Dockerfile: `FROM ${registry.host}/team/${name}:2\n` });
      const request = { dockerfile: join(folder, 'Dockerfile'), context: folder, tags: [] };
      const { error } = await build(anonymous, request, () => undefined);
      assert.equal(error?.code, 'pull-failed');
      assert.match(
        error.message,
        /cannot be pulled: check the name, or log in to its registry with `docker login`\.$/,
      );

      await assert.rejects(push(anonymous, reference), {
        code: 'other',
        message: new RegExp(`^"${reference}" cannot be pushed: log in to its registry with \`docker login\``),
      });
      await assert.rejects(pull(anonymous, reference), {
        code: 'pull-failed',
        message: /cannot be pulled: check the name, or log in to its registry/,
      });
      await assert.rejects(pull(engine, `${registry.host}/team/${name}:nope`), {
        code: 'pull-failed',
        message: /:nope" does not exist in its registry: check the name and the tag\.$/,
      });
    });

    it('are base images from a registry with a login, for every way of building', async () => {
      const engine = connected(name, login());
      const reference = `${registry.host}/base/${name}:1`;
      await tag(engine, 'busybox:1', reference);
      await push(engine, reference);
      await removeImage(engine, reference);
      for (const transport of ['auto', 'api', 'classic'] as const) {
        const folder = project({ Dockerfile: `FROM ${reference}\nENV A=${transport}\n` });
        const request = { dockerfile: join(folder, 'Dockerfile'), context: folder, tags: [], pull: true };
        const { error } = await build(engine, { ...request, transport }, () => undefined);
        assert.equal(error, undefined, transport);
        await removeImage(engine, reference).catch(() => undefined);
      }
    });

    it('are saved and loaded', async () => {
      const engine = connectTo(machineOf(name));
      await built(engine, 'saved:1', 'FROM busybox:1\nENV SAVED=1\n');
      const chunks: Buffer[] = [];
      for await (const chunk of await save(engine, ['saved:1'])) chunks.push(chunk as Buffer);
      const file = join(project({}), 'saved.tar');
      writeFileSync(file, Buffer.concat(chunks));
      await removeImage(engine, 'saved:1');
      assert.deepEqual(await load(engine, createReadStream(file)), ['saved:1']);
      assert.equal((await imageConfig(engine, 'saved:1'))?.env.at(-1)?.name, 'SAVED');
    });

    it('are pruned as the preview says', async () => {
      const engine = connectTo(machineOf(name));
      await built(engine, 'loose:1', 'FROM busybox:1\nCOPY a.txt /one\n', 'classic');
      await built(engine, 'loose:1', 'FROM busybox:1\nCOPY a.txt /two\n', 'classic');
      const { id, session } = await run(engine, {
        image: 'loose:1',
        detached: false,
        name: 'ended',
        args: ['true'],
      });
      assert.equal(await session?.exit, 0);
      const options = { images: true, containers: true };
      const preview = await prunePreview(engine, options);
      assert.deepEqual(
        preview.containers.map((container) => container.name),
        ['ended'],
      );
      assert.ok(preview.images.some(({ names }) => names.length === 0));
      await prune(engine, options);
      assert.deepEqual(await prunePreview(engine, options), {
        images: [],
        containers: [],
        cache: { records: 0, bytes: 0 },
      });
      await assert.rejects(inspectContainer(engine, id), { code: 'not-found' });
    });
  });
}

afterEach(async () => {
  for (const machine of machines.values()) {
    if (machine.own) await machine.run(['container', 'prune', '-f']);
  }
});
