// The parts of a machine that tests and `npm start` can ask for. Each gives a path, is made on first use and kept.

import { program } from './debian.mjs';

export { codeServer } from './code-server.mjs';
export { buildxOf, engineBinaries, engineEnvironment } from './engine.mjs';
export { cacheFolder, findProgram, installableDebian, part, SetupError, withLock } from './machine.mjs';

const packageHint = (name) =>
  `install the package ${name}, or run this on Debian as root, where it is installed for you`;

/** A Chromium that Playwright can drive: `$STRATA_CHROMIUM`, the machine's own, or Debian's. */
export function chromium() {
  const chosen = process.env.STRATA_CHROMIUM;
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  const applications = [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ];
  return chosen
    ? program([chosen], ['chromium'], 'STRATA_CHROMIUM names it')
    : program(
        [...names, ...applications],
        ['chromium', 'fonts-dejavu-core'],
        'install Chromium or Chrome, or name one in STRATA_CHROMIUM',
      );
}

/** The program of a registry as companies run it. */
export const registry = () =>
  program(['docker-registry', 'registry'], ['docker-registry'], packageHint('docker-registry'));

/** The real ShellCheck. */
export const shellcheck = () => program(['shellcheck'], ['shellcheck'], packageHint('shellcheck'));

/** A busybox without libraries, of which base images are made. */
export const busybox = () => program(['busybox'], ['busybox-static'], packageHint('busybox-static'));

/** Makes the root folder of a Debian. */
export const debootstrap = () => program(['debootstrap'], ['debootstrap'], packageHint('debootstrap'));

/** Writes password files for a registry. */
export const htpasswd = () => program(['htpasswd'], ['apache2-utils'], packageHint('apache2-utils'));

/** Makes keys and certificates. */
export const openssl = () => program(['openssl'], ['openssl'], packageHint('openssl'));

/** Another HTTP client than ours. */
export const curl = () => program(['curl'], ['curl'], packageHint('curl'));

/** The other engine that many people have, with what it needs to run and to publish ports. */
export const podman = () =>
  program(
    ['podman'],
    ['podman', 'containernetworking-plugins', 'catatonit', 'iptables'],
    packageHint('podman'),
  );
