// `npm start`: installs, builds and opens VS Code on a folder with the extension in it.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { ensureInstalled, main, root, step, vsixPath } from './project.mjs';
import { findProgram, run, say, SetupError } from './setup/machine.mjs';

const usage = `npm start [FOLDER] [--browser] [--engine]
  FOLDER     what to open; samples/ without one
  --browser  VS Code in the browser even where the desktop one is installed
  --engine   start a Docker engine beside it that ends with it (Debian as root); implies --browser
`;

await main(async () => {
  const options = parse(process.argv.slice(2));
  if (options === undefined) {
    process.stdout.write(usage);
    return 0;
  }
  await ensureInstalled();
  const desktop = options.browser ? undefined : findProgram('code');
  return desktop ? openDesktop(desktop, options.folder) : openInBrowser(options);
});

function parse(words) {
  const flags = words.filter((word) => word.startsWith('-'));
  const folders = words.filter((word) => !word.startsWith('-'));
  if (flags.includes('--help') || flags.includes('-h')) return undefined;
  const unknown = flags.find((flag) => flag !== '--browser' && flag !== '--engine');
  if (unknown)
    throw new SetupError(`\`npm start\` does not know ${unknown}; it takes [FOLDER] [--browser] [--engine].`);
  if (folders.length > 1)
    throw new SetupError(`\`npm start\` opens one folder, not ${folders.join(' and ')}.`);
  // npm runs this in the clone; the person meant a folder seen from where they stand.
  const from = process.env.INIT_CWD ?? process.cwd();
  const folder = folders.length === 1 ? path.resolve(from, folders[0]) : path.join(root, 'samples');
  if (!fs.statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new SetupError(`There is no folder ${folder}: name one that exists.`);
  }
  // Without `--` npm takes a flag for its own and hands it on as a variable.
  const has = (name) => flags.includes(`--${name}`) || process.env[`npm_config_${name}`] === 'true';
  return { folder, browser: has('browser') || has('engine'), engine: has('engine') };
}

/** The desktop VS Code runs the extension from this clone. */
async function openDesktop(code, folder) {
  await step('npm', 'run', '--silent', 'build');
  await warnWithoutEngine();
  const shell = process.platform === 'win32';
  const child = spawn(code, [`--extensionDevelopmentPath=${root}`, folder], { stdio: 'inherit', shell });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (status) => resolve(status ?? 1));
  });
}

/** The browser VS Code has the packaged extension installed, in an empty profile of its own. */
async function openInBrowser({ folder, engine: wanted }) {
  await step('npm', 'run', '--silent', 'package');
  const { tsImport } = await import('tsx/esm/api');
  const machine = (name) => tsImport(`../test/machine/${name}.ts`, import.meta.url);
  const { startEditor } = await machine('editor');
  const stopped = new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => resolve('stopped'));
  });
  const engine = wanted ? await startOwnEngine(machine) : undefined;
  if (!engine) await warnWithoutEngine();
  const editor = await startEditor({
    vsix: vsixPath(),
    env: engine?.env ?? process.env,
    settings: { 'workbench.startupEditor': 'none', 'security.workspace.trust.enabled': false },
  });
  console.log(editor.urlOf(folder));
  say('press Ctrl-C to stop');
  // Neither a signal that may come nor the editor, which ends with this process, keeps Node running.
  const wait = setInterval(() => {}, 60_000);
  const end = await Promise.race([stopped, editor.ended.then(() => 'ended')]);
  clearInterval(wait);
  if (end === 'ended') process.stderr.write(editor.log());
  await editor.stop();
  await engine?.stop();
  if (end === 'ended') throw new SetupError('The browser VS Code has ended by itself; its log is above.');
  return 0;
}

/** An engine with the base images that the samples build on, because none can be pulled everywhere. */
async function startOwnEngine(machine) {
  const { startEngine } = await machine('engine');
  const { makeSampleBases } = await machine('samples');
  const engine = await startEngine('current');
  await makeSampleBases(engine);
  say(`a Docker engine of its own answers at ${engine.dockerHost}`);
  return engine;
}

async function warnWithoutEngine() {
  const docker = findProgram('docker');
  const answer =
    docker &&
    (await run(docker, ['version', '--format', '{{.Server.Version}}'], { seconds: 10 }).catch(() => ''));
  if (!answer?.trim()) say('no Docker engine answers: editing works, building and running wait for one');
}
