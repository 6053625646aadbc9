// Two Docker engines that leave the machine's own untouched: unpacked into the cache, started by whoever needs one.

import fs from 'node:fs';
import path from 'node:path';
import { program, unpack } from './debian.mjs';
import { installableDebian, part, run, SetupError } from './machine.mjs';

const engines = {
  current: {
    suite: 'forky',
    packages: ['docker.io', 'docker-cli', 'docker-buildx', 'containerd', 'tini'],
    programs: ['dockerd', 'docker', 'containerd', 'containerd-shim-runc-v2'],
  },
  // The classic builder, and an embedded BuildKit without buildx.
  old: {
    suite: 'bookworm',
    packages: ['docker.io', 'containerd', 'tini'],
    programs: ['dockerd', 'docker', 'containerd', 'containerd-shim-runc-v2'],
  },
};

/** The folder with the programs of the engine `current` or `old`, to be put first on PATH to start it. */
export async function engineBinaries(name) {
  const own = installableDebian();
  if (!own) {
    throw new SetupError(
      `The ${name} Docker engine can only be set up on Debian as root: name a running one in STRATA_ENGINE_${name.toUpperCase()} (for example unix:///var/run/docker.sock).`,
    );
  }
  await program(['iptables'], ['iptables'], 'install iptables');
  await program(['ip'], ['iproute2'], 'install iproute2');
  const { suite, packages, programs } = engines[name];
  const make = async (folder) => {
    await unpack(suite, packages, folder);
    // A newer suite's runc asks for a newer libc, and then every RUN fails.
    await unpack(own, ['runc', 'libseccomp2', 'libdevmapper1.02.1'], path.join(folder, 'own'));
    const bin = path.join(folder, 'bin');
    fs.mkdirSync(bin);
    for (const from of ['usr/bin', 'usr/sbin', 'own/usr/sbin']) {
      const source = path.join(folder, from);
      if (!fs.existsSync(source)) continue;
      for (const file of fs.readdirSync(source)) {
        fs.rmSync(path.join(bin, file), { force: true });
        fs.symlinkSync(path.relative(bin, path.join(source, file)), path.join(bin, file));
      }
    }
  };
  const verify = async (folder) => {
    for (const file of [...programs, 'runc']) {
      await run(path.join(folder, 'bin', file), [file.startsWith('containerd-shim') ? '-v' : '--version'], {
        env: engineEnvironment(folder),
        seconds: 60,
      }).catch((error) => {
        throw new SetupError(
          `${file} of the ${name} Docker engine does not run on this machine (${error.message.split('\n').at(-1)}).`,
        );
      });
    }
  };
  return part({ name: `engine-${name}`, recipe: `${suite} ${packages.join(' ')} recipe 1`, make, verify });
}

/** The environment in which an engine of `engineBinaries` and its docker command run. */
export function engineEnvironment(folder) {
  const libraries = path.join(folder, 'own', 'usr', 'lib');
  const triplet = fs.existsSync(libraries)
    ? fs.readdirSync(libraries).find((entry) => entry.includes('-linux-'))
    : undefined;
  // Where the machine's own engine is must not lead a command there.
  const rest = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith('DOCKER_')),
  );
  return {
    ...rest,
    PATH: [path.join(folder, 'bin'), process.env.PATH].join(path.delimiter),
    ...(triplet ? { LD_LIBRARY_PATH: path.join(libraries, triplet) } : {}),
  };
}

/** The buildx plugin among an engine's programs, if that engine has one. */
export function buildxOf(folder) {
  return ['usr/libexec/docker/cli-plugins', 'usr/lib/docker/cli-plugins']
    .map((place) => path.join(folder, place, 'docker-buildx'))
    .find((file) => fs.existsSync(file));
}
