import type { ValueReference } from './instruction';

/** A command that many RUNs hold: what it means for the image, and the flags that belong on it nearly always. */
export interface ShellCommandReference {
  /** The words that begin the command, flags aside: `apt-get install`. */
  readonly words: readonly string[];
  readonly summary: string;
  readonly flags: readonly ValueReference[];
}

const yes: ValueReference = { value: '-y', summary: 'Asks nothing: nobody could answer during a build' };
const noDocs: ValueReference = { value: '--nodocs', summary: 'Leaves documentation out' };
const noIndex: ValueReference = { value: '--no-cache', summary: 'Keeps no package index in the image' };
const noDevelopment: ValueReference = { value: '--omit=dev', summary: 'Leaves development packages out' };

/** The longer ones first where one begins like another. */
export const shellCommands: readonly ShellCommandReference[] = [
  {
    words: ['apt-get', 'update'],
    summary:
      'Fetches the package lists of Debian and Ubuntu. Keep it in one RUN with the installation, or the cache goes on using old lists, and delete them there too: `rm -rf /var/lib/apt/lists/*`.',
    flags: [],
  },
  {
    words: ['apt-get', 'install'],
    summary:
      'Installs Debian packages. `apt-get update` belongs before it, `rm -rf /var/lib/apt/lists/*` after it, in the same RUN.',
    flags: [yes, { value: '--no-install-recommends', summary: 'Only what is needed: a smaller image' }],
  },
  {
    words: ['apt-get', 'upgrade'],
    summary: 'Brings all packages up to date. A newer base image does the same for everybody who uses it.',
    flags: [yes],
  },
  {
    words: ['apt-get', 'remove'],
    summary: 'Removes packages. An earlier layer still holds them unless they were installed in this RUN.',
    flags: [yes, { value: '--purge', summary: 'Configuration files too' }],
  },
  {
    words: ['apt-get', 'autoremove'],
    summary: 'Removes packages that nothing needs any more.',
    flags: [yes],
  },
  {
    words: ['apk', 'add'],
    summary: 'Installs packages of Alpine.',
    flags: [
      noIndex,
      { value: '--virtual', summary: 'Groups the packages under a name, to remove them together' },
    ],
  },
  { words: ['apk', 'upgrade'], summary: 'Brings all packages of Alpine up to date.', flags: [noIndex] },
  {
    words: ['dnf', 'install'],
    summary: 'Installs packages of Fedora and Red Hat; `dnf clean all` belongs behind it in the same RUN.',
    flags: [yes, noDocs],
  },
  {
    words: ['microdnf', 'install'],
    summary:
      'Installs packages in minimal Red Hat images; `microdnf clean all` belongs behind it in the same RUN.',
    flags: [yes, noDocs],
  },
  {
    words: ['yum', 'install'],
    summary: 'Installs packages of older Red Hat systems; `yum clean all` belongs behind it in the same RUN.',
    flags: [yes],
  },
  {
    words: ['zypper', 'install'],
    summary: 'Installs packages of SUSE; `zypper clean` belongs behind it in the same RUN.',
    flags: [yes, { value: '--no-recommends', summary: 'Only what is needed: a smaller image' }],
  },
  {
    words: ['pip', 'install'],
    summary:
      'Installs Python packages. Copy the requirements file alone before it, so that other files do not install again.',
    flags: [
      { value: '--no-cache-dir', summary: 'Keeps no downloads in the image; not needed with a cache mount' },
      { value: '-r', summary: 'From a requirements file' },
    ],
  },
  {
    words: ['npm', 'ci'],
    summary:
      'Installs exactly what package-lock.json names. Copy the two package files alone before it, so that other files do not install again.',
    flags: [noDevelopment, { value: '--ignore-scripts', summary: 'Runs no scripts of packages' }],
  },
  {
    words: ['npm', 'install'],
    summary:
      'Installs Node.js packages and may change package-lock.json; `npm ci` installs what it names and nothing else.',
    flags: [noDevelopment],
  },
  {
    words: ['useradd'],
    summary: 'Creates a user (Debian, Red Hat), for USER.',
    flags: [
      { value: '--create-home', summary: 'With a home directory' },
      { value: '--uid', summary: 'With this number' },
      { value: '--shell', summary: 'With this shell, /usr/sbin/nologin for none' },
      { value: '--no-log-init', summary: 'Writes no login records, which a large number would make huge' },
    ],
  },
  {
    words: ['adduser'],
    summary:
      'Creates a user, for USER. On Alpine it is the command of busybox, on Debian a script that asks questions.',
    flags: [
      { value: '-D', summary: 'Without a password (Alpine)' },
      { value: '-u', summary: 'With this number (Alpine)' },
      { value: '--disabled-password', summary: 'Without a password (Debian)' },
    ],
  },
  {
    words: ['chown'],
    summary:
      'Changes owners. Each file is stored a second time in this layer: `COPY --chown=` does it at once.',
    flags: [],
  },
  {
    words: ['curl'],
    summary: 'Downloads. The cache does not notice when the file changes; `ADD` with `--checksum=` does.',
    flags: [
      { value: '-fsSL', summary: 'Fails on errors of the server, silent but for errors, follows redirects' },
      { value: '-o', summary: 'Into this file' },
    ],
  },
  {
    words: ['wget'],
    summary: 'Downloads. The cache does not notice when the file changes; `ADD` with `--checksum=` does.',
    flags: [
      { value: '-q', summary: 'Quiet' },
      { value: '-O', summary: 'Into this file' },
    ],
  },
];

/** The command that these words begin, flags among them left aside. */
export function shellCommandOf(words: readonly string[]): ShellCommandReference | undefined {
  const plain = words.filter((word) => !word.startsWith('-'));
  return shellCommands.find((command) => command.words.every((word, index) => plain[index] === word));
}
