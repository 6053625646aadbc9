import type { ValueReference } from './instruction';

/** Flags that belong on a command of RUN nearly always. */
export interface ShellCommand {
  /** The words that begin the command: `apt-get install`. */
  readonly words: readonly string[];
  readonly flags: readonly ValueReference[];
}

const yes: ValueReference = { value: '-y', summary: 'Asks nothing: nobody could answer during a build' };

export const shellCommands: readonly ShellCommand[] = [
  {
    words: ['apt-get', 'install'],
    flags: [yes, { value: '--no-install-recommends', summary: 'Only what is needed: a smaller image' }],
  },
  { words: ['apt-get', 'upgrade'], flags: [yes] },
  { words: ['apt-get', 'remove'], flags: [yes, { value: '--purge', summary: 'Configuration files too' }] },
  { words: ['apt-get', 'autoremove'], flags: [yes] },
  {
    words: ['apk', 'add'],
    flags: [
      { value: '--no-cache', summary: 'Keeps no package index in the image' },
      { value: '--virtual', summary: 'Groups the packages under a name, to remove them together' },
    ],
  },
  {
    words: ['apk', 'upgrade'],
    flags: [{ value: '--no-cache', summary: 'Keeps no package index in the image' }],
  },
  { words: ['dnf', 'install'], flags: [yes, { value: '--nodocs', summary: 'Leaves documentation out' }] },
  {
    words: ['microdnf', 'install'],
    flags: [yes, { value: '--nodocs', summary: 'Leaves documentation out' }],
  },
  { words: ['yum', 'install'], flags: [yes] },
  {
    words: ['zypper', 'install'],
    flags: [
      { value: '-y', summary: 'Asks nothing' },
      { value: '--no-recommends', summary: 'Only what is needed' },
    ],
  },
  {
    words: ['pip', 'install'],
    flags: [
      { value: '--no-cache-dir', summary: 'Keeps no downloads in the image; not needed with a cache mount' },
      { value: '-r', summary: 'From a requirements file' },
    ],
  },
  {
    words: ['npm', 'ci'],
    flags: [
      { value: '--omit=dev', summary: 'Leaves development packages out' },
      { value: '--ignore-scripts', summary: 'Runs no scripts of packages' },
    ],
  },
  { words: ['npm', 'install'], flags: [{ value: '--omit=dev', summary: 'Leaves development packages out' }] },
  {
    words: ['useradd'],
    flags: [
      { value: '--create-home', summary: 'With a home directory' },
      { value: '--uid', summary: 'With this number' },
      { value: '--shell', summary: 'With this shell, /usr/sbin/nologin for none' },
      { value: '--no-log-init', summary: 'Writes no login records, which a large number would make huge' },
    ],
  },
  {
    words: ['adduser'],
    flags: [
      { value: '-D', summary: 'Without a password (Alpine)' },
      { value: '-u', summary: 'With this number' },
    ],
  },
  {
    words: ['curl'],
    flags: [
      { value: '-fsSL', summary: 'Fails on errors of the server, silent but for errors, follows redirects' },
      { value: '-o', summary: 'Into this file' },
    ],
  },
  {
    words: ['wget'],
    flags: [
      { value: '-q', summary: 'Quiet' },
      { value: '-O', summary: 'Into this file' },
    ],
  },
];
