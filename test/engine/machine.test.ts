import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { answerOf } from '../machine/answer';
import { startEngine } from '../machine/engine';
import type { Engine } from '../machine/engine';
import { makeBaseImage } from '../machine/images';
import { freePort, temporaryFolder } from '../machine/program';
import { startPodman } from '../machine/podman';
import { startRegistry } from '../machine/registry';

function write(files: Record<string, string>): string {
  const folder = temporaryFolder('context');
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

const site = {
  'server.js':
    "require('http').createServer((_, response) => response.end(`Hello ${process.env.WHO}`)).listen(process.env.PORT)",
  Dockerfile: [
    'FROM node:20-alpine',
    'ENV PORT=3000 WHO=nobody',
    'WORKDIR /site',
    'COPY server.js .',
    'RUN node --version > version && ls | wc -l',
    'EXPOSE $PORT',
    'CMD ["node", "server.js"]',
  ].join('\n'),
};

const engines = {
  current: () => startEngine('current'),
  old: () => startEngine('old'),
  podman: startPodman,
};

for (const [name, start] of Object.entries(engines)) {
  describe(`the engine ${name}`, () => {
    let engine: Engine | undefined;
    after(() => engine?.stop());

    it('builds a Node site and publishes its port', async () => {
      engine = await start();
      await makeBaseImage(engine, 'node:20-alpine', 'node');
      await engine.cli(['build', '-t', 'site', write(site)]);
      const port = await freePort();
      const container = await engine.cli([
        'run',
        '-d',
        '-p',
        `127.0.0.1:${port}:3000`,
        '-e',
        'WHO=Ada',
        'site',
      ]);
      assert.equal(await answerOf(`http://127.0.0.1:${port}`), 'Hello Ada');
      await engine.cli(['rm', '-f', container]);
    });
  });
}

describe('two engines', () => {
  it('run side by side without disturbing each other', async () => {
    const engines = await Promise.all([startEngine('current'), startEngine('old')]);
    const ports = await Promise.all(
      engines.map(async (engine) => {
        await makeBaseImage(engine, 'busybox');
        const port = await freePort();
        const serve = `mkdir /www && echo -n ${engine.name} > /www/index.html && httpd -f -h /www -p 80`;
        await engine.cli(['run', '-d', '-p', `127.0.0.1:${port}:80`, 'busybox', 'sh', '-c', serve]);
        return port;
      }),
    );
    const answers = await Promise.all(ports.map((port) => answerOf(`http://127.0.0.1:${port}`)));
    assert.deepEqual(answers, ['current', 'old']);
    await Promise.all(engines.map((engine) => engine.stop()));
  });
});

describe('a registry', () => {
  it('answers an engine for Docker Hub', async () => {
    const registry = await startRegistry();
    const engine = await startEngine('current', { mirror: registry.url });
    await makeBaseImage(engine, `${registry.host}/library/node:20`);
    await engine.cli(['push', `${registry.host}/library/node:20`]);
    await engine.cli(['rmi', `${registry.host}/library/node:20`]);
    const folder = write({ Dockerfile: 'FROM node:20\nRUN echo built > /proof\n' });
    await engine.cli(['build', '-t', 'proof', folder]);
    assert.equal(await engine.cli(['run', '--rm', 'proof', 'cat', '/proof']), 'built');
    await engine.stop();
    await registry.stop();
  });

  it('asks for its account over TLS', async () => {
    const registry = await startRegistry({ account: { username: 'ada', password: 'secret' }, tls: true });
    const engine = await startEngine('current');
    const login = (password: string) =>
      engine.run(['login', registry.host, '-u', 'ada', '--password-stdin'], { input: password });
    const wrong = await login('wrong');
    assert.notEqual(wrong.code, 0);
    assert.equal((await login('secret')).code, 0);
    await engine.stop();
    await registry.stop();
  });
});
