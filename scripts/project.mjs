// The steps of this project that several scripts share.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { say, SetupError } from './setup/machine.mjs';

/** The folder of the clone. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** The path of the VSIX that `npm run package` makes. */
export function vsixPath() {
  const { name, version } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
  return path.join(root, `${name}-${version}.vsix`);
}

/** Runs a program in the clone, showing what it prints; `onOutput` sees its standard output too. Gives the exit code. */
export function show(command, args, { env = process.env, onOutput } = {}) {
  return new Promise((resolve, reject) => {
    // npm is a .cmd file on Windows, which only a shell can start.
    const shell = process.platform === 'win32' && command === 'npm';
    const child = spawn(command, args, {
      cwd: root,
      env,
      shell,
      stdio: ['ignore', onOutput ? 'pipe' : 'inherit', 'inherit'],
    });
    child.stdout?.on('data', (data) => {
      process.stdout.write(data);
      onOutput(String(data));
    });
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}

/** Runs a step that must succeed. */
export async function step(command, ...args) {
  const code = await show(command, args);
  if (code !== 0) throw new SetupError(`\`${command} ${args.join(' ')}\` failed with code ${code}.`);
}

/** Installs the packages of package-lock.json where node_modules does not hold exactly those. */
export async function ensureInstalled() {
  if (isInstalled()) return;
  say('installing packages (npm ci)');
  await step('npm', 'ci', '--no-audit', '--no-fund');
}

function isInstalled() {
  const wanted = JSON.parse(fs.readFileSync(path.join(root, 'package-lock.json'), 'utf8')).packages;
  const installed = path.join(root, 'node_modules', '.package-lock.json');
  if (!fs.existsSync(installed)) return false;
  const present = JSON.parse(fs.readFileSync(installed, 'utf8')).packages;
  // An optional package may be one of another platform.
  return Object.entries(wanted).every(
    ([name, { version, optional }]) => name === '' || optional === true || present[name]?.version === version,
  );
}

/** Ends the process with one sentence instead of a stack where a person can act on the failure: code 2. */
export async function main(work) {
  try {
    process.exitCode = (await work()) ?? 0;
  } catch (error) {
    if (error?.name !== 'SetupError') throw error;
    process.stderr.write(`strata: ${error.message}\n`);
    process.exitCode = 2;
  }
}
