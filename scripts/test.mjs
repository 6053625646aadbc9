// `npm test`: installs, builds, checks, and runs every suite. `node scripts/test.mjs SUITE…` runs those alone.
//   unit       what needs nothing but Node, in seconds: long checks over real files on a seeded sample of them
//   server     the language server over a real connection
//   vscode     the packaged extension in a real extension host
//   workbench  the packaged extension as a person sees it, in a browser
//   engine     real Docker engines; a seeded sample of the long ones unless asked for by name
// STRATA_TESTS=whole runs every suite on all that it has.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ensureInstalled, main, root, show, step } from './project.mjs';
import { say, SetupError } from './setup/machine.mjs';

const tsx = ['--import', 'tsx'];
const cores = Math.min(os.availableParallelism(), 4);
const nodeTest = [...tsx, '--test', '--test-reporter=spec'];
// A test that left something open would keep its file's process alive for ever.
const within = (minutes) => `--test-timeout=${minutes * 60_000}`;
const oneByOne = (minutes) => [...nodeTest, '--test-concurrency=1', within(minutes)];

const suites = {
  unit: {
    needs: [],
    run: (files) => [...nodeTest, `--test-concurrency=${cores}`, within(5), ...bundlesOf(files)],
  },
  server: { needs: ['build'], run: (files) => [...nodeTest, '--test-concurrency=2', within(5), ...files] },
  vscode: { needs: ['package'], run: (files) => [...oneByOne(10), ...files] },
  workbench: { needs: ['package'], run: (files) => [...oneByOne(10), ...files] },
  engine: { needs: ['build'], run: (files) => [...oneByOne(20), ...files] },
};

const seed = process.env.STRATA_SEED ?? String(Date.now() % 1_000_000);

await main(async () => {
  const asked = process.argv.slice(2);
  const unknown = asked.find((name) => !(name in suites));
  if (unknown)
    throw new SetupError(`There is no test suite ${unknown}; there are ${Object.keys(suites).join(', ')}.`);
  const started = Date.now();
  await ensureInstalled();
  const names = asked.length > 0 ? asked : Object.keys(suites);
  if (asked.length === 0) await timed('check', () => step('npm', 'run', '--silent', 'check'));
  const made = new Set();
  const total = { passed: 0, failed: 0 };
  say(`seed ${seed} (STRATA_SEED=${seed} repeats this run's random choices)`);
  for (const name of names) {
    for (const need of suites[name].needs) {
      // A package contains what a build makes.
      if (made.has(need) || made.has('package')) continue;
      await timed(need, () => step('npm', 'run', '--silent', need));
      made.add(need);
    }
    const whole = process.env.STRATA_TESTS === 'whole' || (name === 'engine' && asked.includes(name));
    const outcome = await timed(name, () => runSuite(name, whole));
    report(name, whole, outcome);
    total.passed += outcome.passed;
    total.failed += outcome.failed;
  }
  say(`everything took ${Math.round((Date.now() - started) / 1000)} s`);
  console.log(`${total.passed} passed, ${total.failed} failed`);
  return total.failed > 0 ? 1 : 0;
});

/** Runs a suite and counts its tests from the closing lines of node's runner. */
async function runSuite(name, whole) {
  const files = testFiles(name);
  if (files.length === 0) throw new SetupError(`The suite ${name} has no test.`);
  let output = '';
  const code = await show(process.execPath, suites[name].run(files), {
    env: { ...process.env, STRATA_TESTS: whole ? 'whole' : 'sample', STRATA_SEED: seed },
    onOutput: (text) => (output += text),
  });
  const count = (what) =>
    Number(
      output
        .match(new RegExp(`^ℹ ${what} (\\d+)`, 'gm'))
        ?.at(-1)
        ?.match(/\d+/)?.[0] ?? 0,
    );
  const passed = count('pass');
  // What was cancelled, skipped or left to do did not pass. A runner that ended without counting has failed too.
  const failed = count('fail') + count('cancelled') + count('skipped') + count('todo');
  const figures = output.split('\n').filter((line) => line.startsWith('figure: '));
  return { passed, failed: failed === 0 && (code !== 0 || passed === 0) ? 1 : failed, figures };
}

/** Keeps what a run found as artifacts/SUITE-report.json; a test adds to it with a line `figure: …`. */
function report(suite, whole, { passed, failed, figures }) {
  const git = spawnSync('git', ['rev-parse', 'HEAD'], { cwd: root, encoding: 'utf8' });
  const facts = { suite, whole, commit: git.stdout?.trim(), seed, node: process.version, passed, failed };
  const folder = path.join(root, 'artifacts');
  fs.mkdirSync(folder, { recursive: true });
  const lines = figures.map((line) => line.slice('figure: '.length));
  fs.writeFileSync(
    path.join(folder, `${suite}-report.json`),
    `${JSON.stringify({ ...facts, at: new Date().toISOString(), figures: lines }, undefined, 2)}\n`,
  );
}

/** A module for each core that imports its share of the files: a process for each file would take most of the time. */
function bundlesOf(files) {
  const folder = path.join(root, 'out');
  fs.mkdirSync(folder, { recursive: true });
  return Array.from({ length: cores }, (_, core) => {
    const share = files.filter((_, index) => index % cores === core);
    const bundle = path.join(folder, `unit-${core}.mjs`);
    fs.writeFileSync(bundle, share.map((file) => `await import('../${file}');\n`).join(''));
    return bundle;
  });
}

/** The test files of a suite: those in its folder, or for `unit` all others. */
function testFiles(name) {
  const others = Object.keys(suites).filter((suite) => suite !== 'unit');
  return fs
    .readdirSync(path.join(root, 'test'), { recursive: true })
    .map((file) => file.split(path.sep))
    .filter((parts) => parts.at(-1).endsWith('.test.ts') && !parts.includes('suite'))
    .filter(([folder]) => (name === 'unit' ? !others.includes(folder) : folder === name))
    .map((parts) => ['test', ...parts].join('/'))
    .sort();
}

async function timed(name, work) {
  say(`${name} …`);
  const started = Date.now();
  try {
    return await work();
  } finally {
    say(`${name} took ${((Date.now() - started) / 1000).toFixed(1)} s`);
  }
}
