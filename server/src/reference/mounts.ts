import { documentation } from './documentation';
import type { ValueReference } from './instruction';

/** A value of `type=` in `RUN --mount`. */
export interface MountReference {
  readonly type: string;
  readonly summary: string;
  readonly details: string;
  readonly keys: readonly MountKeyReference[];
  readonly example: string;
  /** What completion inserts behind `type=`, in the snippet syntax of LSP. */
  readonly snippet: string;
  readonly link: string;
}

export interface MountKeyReference {
  readonly name: string;
  /** Other spellings. */
  readonly aliases: readonly string[];
  readonly value:
    'text' | 'boolean' | 'path' | 'context-path' | 'source' | 'choice' | 'mode' | 'number' | 'size';
  readonly summary: string;
  readonly values?: readonly ValueReference[];
  readonly default?: string;
  /** The version of the Dockerfile frontend that brought it. */
  readonly since?: string;
}

const target: MountKeyReference = {
  name: 'target',
  aliases: ['dst', 'destination'],
  value: 'path',
  summary: 'Where the command sees it: a path in the image, relative to WORKDIR.',
};

const from: MountKeyReference = {
  name: 'from',
  aliases: [],
  value: 'source',
  summary: 'A stage (by name, not by number), an image or a named context. Variables are not expanded.',
};

const readonly: MountKeyReference = {
  name: 'readonly',
  aliases: ['ro'],
  value: 'boolean',
  summary: 'The command cannot write there.',
};

const readwrite: MountKeyReference = {
  name: 'readwrite',
  aliases: ['rw'],
  value: 'boolean',
  summary: 'The command can write there; for `bind` what it writes is thrown away afterwards.',
};

const uid = (owner: string): MountKeyReference => ({
  name: 'uid',
  aliases: [],
  value: 'number',
  summary: `The user, by number, that ${owner} belongs to.`,
  default: '0',
});

const gid = (owner: string): MountKeyReference => ({
  name: 'gid',
  aliases: [],
  value: 'number',
  summary: `The group, by number, that ${owner} belongs to.`,
  default: '0',
});

const mode = (owner: string, value: string): MountKeyReference => ({
  name: 'mode',
  aliases: [],
  value: 'mode',
  summary: `The permissions of ${owner}, an octal number.`,
  default: value,
});

const required: MountKeyReference = {
  name: 'required',
  aliases: [],
  value: 'boolean',
  summary: 'Fails when the build did not get it, instead of going on without. Must stand behind `type=`.',
  default: 'false',
};

export const mounts: readonly MountReference[] = [
  {
    type: 'cache',
    summary:
      'A directory that outlives the build: for the download caches of package managers and compilers.',
    details:
      'Builds on the same builder share it by its id. It is not part of the image and may be emptied at any time (`docker builder prune`), so the command must also work without it.',
    keys: [
      target,
      {
        name: 'id',
        aliases: [],
        value: 'text',
        summary:
          'Names the cache; equal ids share one. Variables such as `$TARGETPLATFORM` keep platforms apart.',
        default: 'the target',
      },
      {
        name: 'sharing',
        aliases: [],
        value: 'choice',
        summary: 'What happens when two builds want the cache at the same time.',
        values: [
          { value: 'shared', summary: 'Both use it together: the default' },
          { value: 'locked', summary: 'The second waits: for apt and others that lock their files' },
          { value: 'private', summary: 'The second gets a new one' },
        ],
        default: 'shared',
      },
      readonly,
      readwrite,
      { ...from, summary: `What fills the cache at first. ${from.summary}` },
      {
        name: 'source',
        aliases: ['src'],
        value: 'path',
        summary: 'The directory in `from` that fills the cache at first.',
        default: 'its root',
      },
      mode('the new directory', '0755'),
      uid('the new directory'),
      gid('the new directory'),
    ],
    example: `RUN --mount=type=cache,target=/var/cache/apt,sharing=locked \\
    --mount=type=cache,target=/var/lib/apt,sharing=locked \\
    apt-get update && apt-get install -y gcc`,
    snippet: 'cache,target=${1:/root/.cache}',
    link: documentation.section('run---mounttypecache'),
  },
  {
    type: 'bind',
    summary:
      'Files of the build context, of a stage or of an image, lent to the command without copying them.',
    details:
      'Saves a COPY and its layer where the files are needed only once. Read-only unless `rw` is given, and even then nothing is kept. It is the default type.',
    keys: [
      target,
      {
        name: 'source',
        aliases: ['src'],
        value: 'context-path',
        summary: 'The path in the context, or in what `from` names.',
        default: 'its root',
      },
      from,
      readonly,
      readwrite,
    ],
    example: 'RUN --mount=type=bind,source=package.json,target=package.json npm install',
    snippet: 'bind,source=${1:.},target=${2:.}',
    link: documentation.section('run---mounttypebind'),
  },
  {
    type: 'secret',
    summary: 'A secret that the command can read and that leaves no trace in the image or its history.',
    details:
      'Given by `docker build --secret id=token,src=token.txt` (or `,env=TOKEN`). The command finds it in the file `/run/secrets/<id>`, or in the variable that `env` names. Changing its value runs nothing again.',
    keys: [
      {
        name: 'id',
        aliases: [],
        value: 'text',
        summary: 'The id that `docker build --secret id=…` gives it.',
        default: 'the last part of the target',
      },
      { ...target, summary: `${target.summary} A file.`, default: '/run/secrets/<id>' },
      {
        name: 'env',
        aliases: [],
        value: 'text',
        summary: 'Puts the secret into this environment variable instead of a file; with a target into both.',
        since: '1.10',
      },
      required,
      mode('the file', '0400'),
      uid('the file'),
      gid('the file'),
      { name: 'source', aliases: ['src'], value: 'text', summary: 'The same as `id`.' },
    ],
    example: 'RUN --mount=type=secret,id=npmrc,target=/root/.npmrc npm ci',
    snippet: 'secret,id=${1:token},env=${2:TOKEN}',
    link: documentation.section('run---mounttypesecret'),
  },
  {
    type: 'ssh',
    summary: 'The ssh agent of whoever builds: private repositories without a key in the image.',
    details:
      'Given by `docker build --ssh default`. `ssh` finds the agent through `SSH_AUTH_SOCK`; the host must be in known_hosts (`ssh-keyscan`).',
    keys: [
      {
        name: 'id',
        aliases: [],
        value: 'text',
        summary: 'Which agent or key, where `docker build --ssh id=…` gave several.',
        default: 'default',
      },
      { ...target, summary: 'Path of the socket.', default: '/run/buildkit/ssh_agent.<n>' },
      required,
      mode('the socket', '0600'),
      uid('the socket'),
      gid('the socket'),
    ],
    example: 'RUN --mount=type=ssh git clone git@github.com:acme/private.git',
    snippet: 'ssh',
    link: documentation.section('run---mounttypessh'),
  },
  {
    type: 'tmpfs',
    summary: 'Memory that looks like a directory: for scratch files that must not land in the layer.',
    details: 'Empty at the beginning, gone at the end of the command.',
    keys: [
      target,
      {
        name: 'size',
        aliases: [],
        value: 'size',
        summary: 'The most that it may hold, such as `512m`. Must stand behind `type=`.',
        default: 'no limit',
      },
    ],
    example: 'RUN --mount=type=tmpfs,target=/tmp make test',
    snippet: 'tmpfs,target=${1:/tmp}',
    link: documentation.section('run---mounttypetmpfs'),
  },
];
