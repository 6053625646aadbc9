import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { root } from '../../scripts/project.mjs';
import { temporaryFolder } from './program';

const machine = pathToFileURL(join(root, 'scripts', 'setup', 'machine.mjs')).href;
const emptyCache = (): string => temporaryFolder('cache');

/** Runs a module's text in a process of its own, as two clones on one machine would. */
async function inProcess(cache: string, text: string): Promise<string> {
  const source = `import { part, withLock, run, SetupError } from ${JSON.stringify(machine)}; import fs from 'node:fs';\n${text}`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', source], {
    env: { ...process.env, STRATA_CACHE: cache },
  });
  return stdout;
}

/** Makes a part that counts in a file how often it was made. */
const makePart = (cache: string, recipe = 'one') => `
  const folder = await part({
    name: 'thing', recipe: '${recipe}',
    make: async (folder) => {
      fs.appendFileSync(${JSON.stringify(join(cache, 'made'))}, 'x');
      await new Promise((resolve) => setTimeout(resolve, 300));
      fs.writeFileSync(folder + '/content', '${recipe}');
    },
    verify: async (folder) => { if (!fs.existsSync(folder + '/content')) throw new SetupError('no content'); },
  });
  console.log(folder);`;

describe('a part of the machine', { concurrency: true }, () => {
  it('is made once by two processes that ask at the same time', async () => {
    const cache = emptyCache();
    const folders = await Promise.all([inProcess(cache, makePart(cache)), inProcess(cache, makePart(cache))]);
    assert.deepEqual(folders, [`${join(cache, 'thing')}\n`, `${join(cache, 'thing')}\n`]);
    assert.equal(readFileSync(join(cache, 'made'), 'utf8'), 'x');
    assert.deepEqual(readdirSync(cache).sort(), ['made', 'thing']);
  });

  it('is made again for a new recipe, and when its proof no longer holds', async () => {
    const cache = emptyCache();
    await inProcess(cache, makePart(cache));
    await inProcess(cache, makePart(cache));
    assert.equal(readFileSync(join(cache, 'made'), 'utf8'), 'x');
    await inProcess(cache, makePart(cache, 'two'));
    assert.equal(readFileSync(join(cache, 'thing', 'content'), 'utf8'), 'two');
    await inProcess(
      cache,
      `fs.rmSync(${JSON.stringify(join(cache, 'thing', 'content'))});${makePart(cache, 'two')}`,
    );
    assert.equal(readFileSync(join(cache, 'made'), 'utf8'), 'xxx');
  });

  it('leaves the former one in place when making the new one fails', async () => {
    const cache = emptyCache();
    await inProcess(cache, makePart(cache));
    const failing = makePart(cache, 'two').replace("fs.writeFileSync(folder + '/content', 'two');", '');
    await assert.rejects(inProcess(cache, failing), /no content/);
    assert.equal(readFileSync(join(cache, 'thing', 'content'), 'utf8'), 'one');
  });

  it('takes over the lock of a process that has died', async () => {
    const cache = emptyCache();
    const dead = spawnSync(process.execPath, ['-e', '']).pid;
    writeFileSync(join(cache, 'thing.lock'), String(dead));
    assert.equal(await inProcess(cache, makePart(cache)), `${join(cache, 'thing')}\n`);
  });

  it('names a step that takes too long', async () => {
    const text = `await run(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { seconds: 0.2 }).catch((error) => console.log(error.message));`;
    assert.match(await inProcess(emptyCache(), text), /did not end within 0.2 seconds\.\n$/);
  });
});

describe('npm start', () => {
  const start = (...words: string[]) =>
    spawnSync(process.execPath, [join(root, 'scripts', 'start.mjs'), ...words], {
      encoding: 'utf8',
      cwd: tmpdir(),
    });

  it('says in one sentence what it does not know', () => {
    const outcome = start('--brwoser');
    assert.equal(
      outcome.stderr,
      'strata: `npm start` does not know --brwoser; it takes [FOLDER] [--browser] [--engine].\n',
    );
    assert.equal(outcome.status, 2);
  });

  it('says which folder is not there', () => {
    const folder = join(emptyCache(), 'absent');
    const outcome = start(folder);
    assert.equal(outcome.stderr, `strata: There is no folder ${folder}: name one that exists.\n`);
    assert.equal(outcome.status, 2);
  });
});

describe('a machine that is not Debian', () => {
  it('reads in one sentence what is missing and how to get it', async () => {
    const cache = emptyCache();
    mkdirSync(join(cache, 'empty'));
    // Another user than root cannot install packages anywhere.
    const text = `
      process.getuid = () => 1000;
      process.env.PATH = ${JSON.stringify(join(cache, 'empty'))};
      const parts = await import(${JSON.stringify(pathToFileURL(join(root, 'scripts', 'setup', 'index.mjs')).href)});
      for (const ask of [() => parts.chromium(), () => parts.engineBinaries('old'), () => parts.codeServer(), () => parts.busybox()])
        await ask().catch((error) => console.log(error.message));`;
    assert.deepEqual((await inProcess(cache, text)).trim().split('\n'), [
      'chromium is not on this machine: install Chromium or Chrome, or name one in STRATA_CHROMIUM.',
      'The old Docker engine can only be set up on Debian as root: name a running one in STRATA_ENGINE_OLD (for example unix:///var/run/docker.sock).',
      'The browser VS Code needs g++, make, python3 to build its addons: install a C++ compiler, make and Python 3.',
      'busybox is not on this machine: install the package busybox-static, or run this on Debian as root, where it is installed for you.',
    ]);
  });
});
