import { createReadStream } from 'node:fs';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { busybox, debootstrap, part, SetupError } from '../../scripts/setup/index.mjs';
import type { Engine } from './engine';
import { runCommand } from './program';

/**
 * What is in a base image: `busybox` (a shell and small tools, 2 MB), `node` (that plus this machine's Node and
 * npm, 110 MB), `debian` (a minimal Debian 12 with apt, 200 MB, takes half a minute to make the first time).
 */
export type Root = 'busybox' | 'node' | 'debian';

/**
 * Gives an engine a base image under the name that a Dockerfile uses, without any registry. On an engine that
 * the machine's owner named, the real image is pulled instead where it is not there yet.
 *
 * @param reference such as `node:20-alpine`
 * @param config the image's configuration, as lines of a Dockerfile: ENV, CMD, ENTRYPOINT, EXPOSE, LABEL, USER,
 *   WORKDIR, VOLUME, ONBUILD, HEALTHCHECK
 */
export async function makeBaseImage(
  engine: Engine,
  reference: string,
  root: Root = 'busybox',
  config: readonly string[] = [],
): Promise<void> {
  if (!engine.own) {
    const known = await engine.run(['image', 'inspect', reference]);
    if (known.code !== 0) await engine.cli(['pull', reference]);
    return;
  }
  const known = imported.get(engine) ?? new Map<Root, string>();
  imported.set(engine, known);
  const plain = known.get(root);
  if (plain !== undefined && config.length === 0) {
    // A test may have removed it.
    const tagged = await engine.run(['tag', plain, reference]);
    if (tagged.code === 0) return;
  }
  const changes = [...defaults[root], ...config].flatMap((line) => ['--change', line]);
  const input = createReadStream(await rootOf(root));
  const id = await engine.cli(['import', ...changes, '-', reference], { input });
  if (config.length === 0) known.set(root, id);
}

/** What each engine already has, by its id: a second name for it costs nothing. */
const imported = new WeakMap<Engine, Map<Root, string>>();

const path = 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const certificates = '/etc/ssl/certs/ca-certificates.crt';

const defaults: Record<Root, readonly string[]> = {
  busybox: [path, 'CMD ["sh"]'],
  node: [
    path,
    `ENV NODE_VERSION=${process.versions.node} NODE_EXTRA_CA_CERTS=${certificates}`,
    'CMD ["node"]',
  ],
  debian: [path, 'CMD ["bash"]'],
};

/** The path of a tar file with the files of a base image, made on first use and kept in the cache. */
async function rootOf(root: Root): Promise<string> {
  const folder = await part({
    name: `root-${root}`,
    recipe: `${root} node ${process.version} recipe 1`,
    make: async (target: string) => {
      const files = join(target, 'files');
      mkdirSync(files);
      await makers[root](files);
      const archived = await runCommand('tar', [
        '-C',
        files,
        '--numeric-owner',
        '-cf',
        join(target, 'root.tar'),
        '.',
      ]);
      if (archived.code !== 0)
        throw new SetupError(`The base image ${root} could not be archived: ${archived.stderr}`);
      rmSync(files, { recursive: true, force: true });
    },
    verify: (target: string) =>
      existsSync(join(target, 'root.tar'))
        ? Promise.resolve()
        : Promise.reject(new SetupError(`The base image ${root} was not made.`)),
  });
  return join(folder, 'root.tar');
}

const makers: Record<Root, (files: string) => Promise<void>> = {
  busybox: makeBusybox,
  async node(files) {
    await makeBusybox(files);
    copyProgram(process.execPath, '/usr/local/bin/node', files);
    for (const library of await librariesOf(process.execPath)) copyProgram(library, library, files);
    const npm = realpathSync(join(dirname(process.execPath), 'npm'));
    cpSync(dirname(dirname(npm)), join(files, 'usr/local/lib/node_modules/npm'), {
      recursive: true,
      dereference: true,
    });
    for (const name of ['npm', 'npx']) {
      symlinkSync(`../lib/node_modules/npm/bin/${name}-cli.js`, join(files, 'usr/local/bin', name));
    }
    symlinkSync('/bin/busybox', join(files, 'usr/bin/env'));
    if (existsSync(certificates)) copyProgram(certificates, certificates, files);
  },
  async debian(files) {
    const program = await debootstrap();
    const made = await runCommand(program, ['--variant=minbase', 'bookworm', files, ...ownMirror()], {
      seconds: 600,
    });
    if (made.code !== 0)
      throw new SetupError(`debootstrap made no Debian: ${made.stdout.trim().split('\n').at(-1) ?? ''}`);
    rmSync(join(files, 'var/cache/apt/archives'), { recursive: true, force: true });
  },
};

async function makeBusybox(files: string): Promise<void> {
  const program = await busybox();
  if ((await librariesOf(program)).length > 0) {
    throw new SetupError(`${program} needs libraries of this machine: install Debian's busybox-static.`);
  }
  for (const folder of [
    'bin',
    'etc',
    'home',
    'proc',
    'root',
    'sys',
    'tmp',
    'usr/bin',
    'usr/local/bin',
    'var/log',
  ]) {
    mkdirSync(join(files, folder), { recursive: true });
  }
  copyProgram(program, '/bin/busybox', files);
  const { stdout } = await runCommand(program, ['--list']);
  for (const applet of stdout.split('\n').filter((name) => name !== '' && name !== 'busybox')) {
    symlinkSync('busybox', join(files, 'bin', applet));
  }
  writeFileSync(
    join(files, 'etc/passwd'),
    'root:x:0:0:root:/root:/bin/sh\nnode:x:1000:1000::/home/node:/bin/sh\nnobody:x:65534:65534::/:/bin/false\n',
  );
  writeFileSync(join(files, 'etc/group'), 'root:x:0:\nnode:x:1000:\nnogroup:x:65534:\n');
}

function copyProgram(from: string, to: string, files: string): void {
  mkdirSync(dirname(join(files, to)), { recursive: true });
  copyFileSync(from, join(files, to));
}

/** The libraries that a program is linked with, none for a static one. */
async function librariesOf(program: string): Promise<string[]> {
  const { stdout } = await runCommand('ldd', [program]);
  return [...stdout.matchAll(/(?:=> |^\s+)(\/\S+) \(0x/gm)].flatMap(([, library]) =>
    library === undefined ? [] : [library],
  );
}

/** The mirror that this machine's apt uses, where it names one in the form that debootstrap takes. */
function ownMirror(): string[] {
  const file = '/etc/apt/sources.list.d/debian.sources';
  const mirror = existsSync(file) ? /^URIs:\s*(\S+)/m.exec(readFileSync(file, 'utf8'))?.[1] : undefined;
  return mirror === undefined ? [] : [mirror];
}
