// Packages of Debian, from the mirror that this machine already uses.

import fs from 'node:fs';
import path from 'node:path';
import { findProgram, installableDebian, run, say, SetupError, withLock } from './machine.mjs';

const environment = () => ({ ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' });
const timeouts = [
  '-o',
  'Acquire::http::Timeout=60',
  '-o',
  'Acquire::https::Timeout=60',
  '-o',
  'Acquire::Retries=2',
];

/** Installs packages on the machine itself; only on Debian and as root. */
export async function install(packages) {
  await withLock('apt', async () => {
    say(`installing ${packages.join(', ')}`);
    const options = { env: environment(), seconds: 600 };
    const wait = ['-o', 'DPkg::Lock::Timeout=300', ...timeouts];
    await run('apt-get', [...wait, 'update'], options);
    await run('apt-get', [...wait, 'install', '-y', '--no-install-recommends', ...packages], options);
  });
}

/**
 * The path of the first of `programs` that the machine has; where none is there, `packages` are installed.
 * `hint` ends the sentence that a person reads on a machine where that is not possible.
 */
export async function program(programs, packages, hint) {
  const find = () => programs.map(findProgram).find((file) => file !== undefined);
  const found = find();
  if (found) return found;
  if (installableDebian()) {
    await install(packages);
    const installed = find();
    if (installed) return installed;
  }
  throw new SetupError(`${programs[0]} is not on this machine: ${hint}.`);
}

/** Downloads packages of a suite and unpacks them into `folder`, leaving the machine's own apt and programs as they are. */
export async function unpack(suite, packages, folder) {
  const apt = path.join(folder, '.apt');
  for (const part of ['sources', 'lists/partial', 'cache/archives/partial', 'packages']) {
    fs.mkdirSync(path.join(apt, part), { recursive: true });
  }
  fs.writeFileSync(path.join(apt, 'sources', `${suite}.sources`), sourceOf(suite));
  const options = [
    ['Dir::Etc::SourceList', '/dev/null'],
    ['Dir::Etc::SourceParts', path.join(apt, 'sources')],
    // A pin or a default release of this machine speaks of its own suite.
    ['Dir::Etc::Preferences', '/dev/null'],
    ['Dir::Etc::PreferencesParts', '/dev/null'],
    ['Dir::State::Lists', path.join(apt, 'lists')],
    ['Dir::Cache', path.join(apt, 'cache')],
    ['APT::Default-Release', ''],
    ['APT::Sandbox::User', 'root'],
  ].flatMap(([name, value]) => ['-o', `${name}=${value}`]);
  const settings = { env: environment(), cwd: path.join(apt, 'packages'), seconds: 600 };
  await run('apt-get', [...timeouts, ...options, 'update'], settings);
  await run('apt-get', [...timeouts, ...options, 'download', ...packages], settings);
  for (const file of fs.readdirSync(settings.cwd).sort()) {
    await run('dpkg', ['-x', path.join(settings.cwd, file), folder]);
  }
  fs.rmSync(apt, { recursive: true, force: true });
}

/** The machine's own Debian source, in deb822 form, naming another suite. */
function sourceOf(suite) {
  const own = installableDebian();
  const folder = '/etc/apt/sources.list.d';
  const files = fs.existsSync(folder) ? fs.readdirSync(folder).map((name) => path.join(folder, name)) : [];
  for (const file of files.filter((name) => name.endsWith('.sources'))) {
    for (const stanza of fs.readFileSync(file, 'utf8').split(/\n\s*\n/)) {
      const suites = /^Suites:(.*)$/im.exec(stanza)?.[1]?.trim().split(/\s+/) ?? [];
      if (!suites.includes(own) || /^Enabled:\s*no/im.test(stanza)) continue;
      return `${stanza
        .replace(/^Suites:.*$/im, `Suites: ${suite}`)
        .replace(/^Components:.*$/im, 'Components: main')
        .trim()}\n`;
    }
  }
  for (const file of ['/etc/apt/sources.list', ...files.filter((name) => name.endsWith('.list'))]) {
    if (!fs.existsSync(file)) continue;
    for (const line of fs.readFileSync(file, 'utf8').split('\n')) {
      const entry = /^deb\s+(?:\[(.*?)\]\s+)?(\S+)\s+(\S+)\s/.exec(line);
      if (entry?.[3] !== own) continue;
      const key = /signed-by=(\S+)/.exec(entry[1] ?? '')?.[1];
      return `Types: deb\nURIs: ${entry[2]}\nSuites: ${suite}\nComponents: main\n${key ? `Signed-By: ${key}\n` : ''}`;
    }
  }
  throw new SetupError(
    `No apt source of Debian ${own} was found on this machine: add one to /etc/apt/sources.list.d.`,
  );
}
