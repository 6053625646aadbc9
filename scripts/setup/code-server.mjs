// A real VS Code for machines that cannot have the desktop one: the same workbench and extension host, as the
// npm package code-server, completed with the addons that its own installation would download.

import fs from 'node:fs';
import path from 'node:path';
import { install, program } from './debian.mjs';
import { cleanEnvironment, findProgram, installableDebian, part, run, say, SetupError } from './machine.mjs';

// The last one for Node 20; it is VS Code 1.100.3.
const version = '4.100.3';
const addons = ['node-pty', '@vscode/spdlog', 'native-watchdog', '@parcel/watcher'];

/** The folder of code-server; `out/node/entry.js` in it is the program. */
export async function codeServer() {
  const folder = await part({
    name: 'code-server',
    recipe: `${version} node ${process.versions.modules} recipe 1`,
    make,
    verify,
  });
  return path.join(folder, 'node_modules', 'code-server');
}

async function make(folder) {
  await compiler();
  const ripgrep = await program(['rg'], ['ripgrep'], 'install ripgrep');
  const env = { ...cleanEnvironment(), ...ownHeaders() };
  const npm = (step, cwd, ...args) => {
    say(`code-server: ${step}`);
    return run('npm', [...args, '--no-audit', '--no-fund', '--no-update-notifier'], {
      cwd,
      env,
      seconds: 900,
    });
  };
  fs.writeFileSync(path.join(folder, 'package.json'), '{ "private": true }\n');
  await npm(
    'downloading the package (1 of 4)',
    folder,
    'install',
    `code-server@${version}`,
    '--ignore-scripts',
  );
  const top = path.join(folder, 'node_modules', 'code-server');
  const editor = path.join(top, 'lib', 'vscode');
  await npm("downloading the editor's modules (2 of 4)", editor, 'install', '--omit=dev', '--ignore-scripts');
  await npm(
    "downloading its extensions' modules (3 of 4)",
    path.join(editor, 'extensions'),
    'install',
    '--omit=dev',
    '--ignore-scripts',
  );
  say('code-server: building addons (4 of 4)');
  for (const addon of addons) {
    // node-pty's rebuild fails in a cosmetic step after its addon is there: `verify` looks at the addons themselves.
    await run('npm', ['rebuild', addon], { cwd: editor, env, seconds: 900 }).catch((error) => {
      if (addon !== 'node-pty') throw error;
    });
  }
  // argon2 is hoisted or nested, depending on npm.
  await run('npm', ['rebuild', 'argon2'], {
    cwd: fs.existsSync(path.join(top, 'node_modules', 'argon2')) ? top : folder,
    env,
    seconds: 900,
  });
  fs.symlinkSync('node_modules', path.join(editor, 'node_modules.asar'));
  const search = path.join(editor, 'node_modules', '@vscode', 'ripgrep', 'bin');
  fs.mkdirSync(search, { recursive: true });
  fs.copyFileSync(ripgrep, path.join(search, 'rg'));
}

async function verify(folder) {
  const top = path.join(folder, 'node_modules', 'code-server');
  const modules = path.join(top, 'lib', 'vscode', 'node_modules');
  for (const file of ['node-pty/build/Release/pty.node', '@vscode/ripgrep/bin/rg']) {
    if (!fs.existsSync(path.join(modules, file)))
      throw new SetupError(`code-server has no ${file} after its set-up.`);
  }
  const printed = await run(process.execPath, [path.join(top, 'out', 'node', 'entry.js'), '--version'], {
    seconds: 60,
  });
  if (!printed.includes(version))
    throw new SetupError(`code-server ${version} does not start on this machine.`);
}

async function compiler() {
  const missing = ['g++', 'make', 'python3'].filter((name) => findProgram(name) === undefined);
  if (missing.length === 0) return;
  if (!installableDebian()) {
    throw new SetupError(
      `The browser VS Code needs ${missing.join(', ')} to build its addons: install a C++ compiler, make and Python 3.`,
    );
  }
  await install(['g++', 'make', 'python3']);
}

/** Node's own headers where they came with it, so that building an addon downloads nothing. */
function ownHeaders() {
  const prefix = path.dirname(path.dirname(process.execPath));
  return fs.existsSync(path.join(prefix, 'include', 'node', 'node.h')) ? { npm_config_nodedir: prefix } : {};
}
