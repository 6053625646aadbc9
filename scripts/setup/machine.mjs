// What every set-up step needs: programs with a time limit, the cache folder, and parts that are made once.
// Plain JavaScript on Node alone, because it runs before `npm ci`.

import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** A failure that a person can act on: its message is one sentence that names what is missing and how to get it. */
export class SetupError extends Error {
  name = 'SetupError';
}

/** One line of progress; on stderr, so that a command's own output stays clean. */
export function say(line) {
  process.stderr.write(`strata: ${line}\n`);
}

/** Downloaded and built parts live outside the source tree, shared by all clones of this user. */
export function cacheFolder() {
  const base = process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache');
  return path.resolve(process.env.STRATA_CACHE || path.join(base, 'strata'));
}

/** Debian's code name (`bookworm`) where packages can be installed: on Debian itself and as root. */
export function installableDebian() {
  if (process.getuid?.() !== 0 || !fs.existsSync('/etc/os-release')) return undefined;
  const release = fs.readFileSync('/etc/os-release', 'utf8');
  if (!/^ID="?debian"?$/m.test(release)) return undefined;
  return /^VERSION_CODENAME="?(\w+)"?$/m.exec(release)?.[1];
}

/** The full path of a program, looked up as a shell would. */
export function findProgram(name) {
  if (path.isAbsolute(name)) return fs.existsSync(name) ? name : undefined;
  const endings = process.platform === 'win32' ? ['.exe', '.cmd'] : [''];
  for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
    for (const ending of endings) {
      const file = path.join(folder, name + ending);
      try {
        fs.accessSync(file, fs.constants.X_OK);
        return file;
      } catch {
        // The next folder may have it.
      }
    }
  }
  return undefined;
}

/** The environment for an inner npm: an outer `npm run` describes its own package there, which would mislead it. */
export function cleanEnvironment() {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^npm_(package|lifecycle|config_local_prefix|command|execpath)|^INIT_CWD$/.test(name),
  );
  return Object.fromEntries(inherited);
}

/**
 * Runs a program to its end and gives its standard output.
 * Fails with the last lines that it printed, or when it takes longer than `seconds`.
 */
export async function run(command, args, { cwd, env = cleanEnvironment(), seconds = 600, input } = {}) {
  const child = spawn(command, args, { cwd, env, stdio: ['pipe', 'pipe', 'pipe'], detached: true });
  let output = '';
  let everything = '';
  child.stdout.on('data', (data) => ((output += data), (everything += data)));
  child.stderr.on('data', (data) => (everything += data));
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  let timedOut = false;
  const stop = () => {
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  };
  const timer = setTimeout(() => ((timedOut = true), stop()), seconds * 1000);
  process.once('exit', stop);
  try {
    const code = await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    if (timedOut)
      throw new SetupError(`\`${command} ${args.join(' ')}\` did not end within ${seconds} seconds.`);
    if (code !== 0) {
      const end = everything.trim().split('\n').slice(-12).join('\n');
      throw new SetupError(`\`${command} ${args.join(' ')}\` failed with code ${code}:\n${end}`);
    }
    return output;
  } finally {
    clearTimeout(timer);
    process.off('exit', stop);
  }
}

/** Holds the named lock of the cache while `work` runs; another process waits, a dead one's lock is taken over. */
export async function withLock(name, work) {
  const file = path.join(cacheFolder(), `${name}.lock`);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  for (let waited = 0; !takeLock(file); waited += 1) {
    if (waited === 10) say(`waiting for another process that prepares ${name} (${file})`);
    if (waited > 4 * 1800)
      throw new SetupError(
        `${file} is held by another process since half an hour; remove it if that one is gone.`,
      );
    await delay(250);
  }
  try {
    return await work();
  } finally {
    fs.rmSync(file, { force: true });
  }
}

function takeLock(file) {
  if (createLock(file)) return true;
  const owner = readOwner(file);
  if (owner === undefined || isAlive(owner)) return false;
  // Only one process may clear a dead one's lock, or a third process's fresh lock could be removed.
  const clearing = `${file}.clearing`;
  if (!createLock(clearing)) {
    const clearer = readOwner(clearing);
    if (clearer !== undefined && !isAlive(clearer)) fs.rmSync(clearing, { force: true });
    return false;
  }
  try {
    if (readOwner(file) === owner) fs.rmSync(file, { force: true });
    return createLock(file);
  } finally {
    fs.rmSync(clearing, { force: true });
  }
}

function createLock(file) {
  // A lock must never be seen without its owner's number, so it is written aside and linked into place.
  const draft = `${file}.${process.pid}`;
  fs.writeFileSync(draft, String(process.pid));
  try {
    fs.linkSync(draft, file);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  } finally {
    fs.rmSync(draft, { force: true });
  }
}

function readOwner(file) {
  try {
    return Number(fs.readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/**
 * A part of the machine that is made once: the folder of `name` in the cache, made by `make(folder)` in a
 * temporary folder, proven by `verify(folder)`, then moved into place with the name of its recipe.
 * It is made again when the recipe changed or the proof no longer holds.
 */
export async function part({ name, recipe, make, verify }) {
  const folder = path.join(cacheFolder(), name);
  const marker = path.join(folder, '.strata-recipe');
  const isReady = async () => {
    if (!fs.existsSync(marker) || fs.readFileSync(marker, 'utf8') !== recipe) return false;
    return verify(folder).then(
      () => true,
      () => false,
    );
  };
  if (await isReady()) return folder;
  return withLock(name, async () => {
    if (await isReady()) return folder;
    const draft = `${folder}.new`;
    fs.rmSync(draft, { recursive: true, force: true });
    fs.mkdirSync(draft, { recursive: true });
    const started = Date.now();
    say(`preparing ${name} in ${folder}`);
    await make(draft);
    await verify(draft);
    fs.writeFileSync(path.join(draft, '.strata-recipe'), recipe);
    fs.rmSync(folder, { recursive: true, force: true });
    fs.renameSync(draft, folder);
    say(`${name} is ready (${Math.round((Date.now() - started) / 1000)} s)`);
    return folder;
  });
}
