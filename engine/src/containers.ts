import type Dockerode from 'dockerode';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, resolve, sep } from 'node:path';
import { PassThrough, pipeline } from 'node:stream';
import type { Duplex, Readable } from 'node:stream';
import { t } from '../../server/src/text';
import { asking, request } from './connect';
import type { Engine } from './connect';
import { EngineError } from './errors';
import { session, unframe } from './session';
import type { Session } from './session';
import { readTar } from './tar';

export interface ContainerSummary {
  readonly id: string;
  readonly name: string;
  /** As it was named when the container was made; the id where that name now means another image. */
  readonly image: string;
  readonly imageId: string;
  readonly state: string;
  /** The engine's own words, e.g. `Up 3 minutes`. */
  readonly status: string;
  /** ISO date. */
  readonly created: string;
  readonly command: string;
  readonly ports: readonly { container: number; host?: number; hostIp?: string; protocol: string }[];
  readonly labels: Readonly<Record<string, string>>;
}

/** The containers, newest first; those that run alone with `all: false`. */
export function containers(
  engine: Engine,
  { all = true }: { all?: boolean } = {},
): Promise<ContainerSummary[]> {
  return asking(engine, async () =>
    (await engine.docker.listContainers({ all })).map((found) => ({
      id: found.Id,
      name: found.Names[0]?.replace(/^\//, '') ?? found.Id.slice(0, 12),
      image: found.Image,
      imageId: found.ImageID,
      state: found.State,
      status: found.Status,
      created: new Date(found.Created * 1000).toISOString(),
      command: found.Command,
      labels: found.Labels,
      ports: found.Ports.map(({ IP, PrivatePort, PublicPort, Type }) => ({
        container: PrivatePort,
        protocol: Type,
        ...(PublicPort ? { host: PublicPort } : {}),
        ...(IP ? { hostIp: IP } : {}),
      })),
    })),
  );
}

/** Nothing happens where it already runs. */
export function start(engine: Engine, id: string): Promise<void> {
  return change(engine, id, (container) => container.start({}));
}

/** Asks it to end, and ends it after `seconds`. Nothing happens where it has ended. */
export function stop(engine: Engine, id: string, seconds = 10): Promise<void> {
  return change(engine, id, (container) => container.stop({ t: seconds }));
}

export function restart(engine: Engine, id: string, seconds = 10): Promise<void> {
  return change(engine, id, (container) => container.restart({ t: seconds }));
}

/** With its anonymous volumes; one that runs is ended. */
export function remove(engine: Engine, id: string): Promise<void> {
  return change(engine, id, (container) => container.remove({ force: true, v: true }));
}

async function change(
  engine: Engine,
  id: string,
  work: (container: Dockerode.Container) => Promise<unknown>,
): Promise<void> {
  await asking(engine, async () => {
    try {
      await work(engine.docker.getContainer(id));
    } catch (error) {
      // 304: it is so already.
      if ((error as { statusCode?: number }).statusCode !== 304) throw error;
    }
  });
}

export interface LogOptions {
  /** Stay and give what is printed from now on, until the container ends or `signal` aborts. */
  readonly follow?: boolean;
  /** Seconds since 1970. */
  readonly since?: number;
  /** Only so many last lines. */
  readonly tail?: number;
  readonly timestamps?: boolean;
  readonly signal?: AbortSignal;
}

/** What a container printed, standard output and standard error as they came, as UTF-8 text. */
export function logs(engine: Engine, id: string, options: LogOptions = {}): Promise<Readable> {
  return asking(engine, async () => {
    const { Config } = await engine.docker.getContainer(id).inspect();
    const answer = await request(engine, {
      method: 'GET',
      path: `/containers/${encodeURIComponent(id)}/logs`,
      query: {
        stdout: '1',
        stderr: '1',
        follow: options.follow ? '1' : '0',
        timestamps: options.timestamps ? '1' : '0',
        ...(options.since === undefined ? {} : { since: String(options.since) }),
        ...(options.tail === undefined ? {} : { tail: String(options.tail) }),
      },
      signal: options.signal,
    });
    // The error, if any, arrives through the stream that is handed out.
    const text = pipeline(answer, Config.Tty ? new PassThrough() : unframe(), () => undefined);
    return text.setEncoding('utf8');
  });
}

/** A conversation with a container's main process; connect before `start` to miss nothing. */
export function attach(engine: Engine, id: string): Promise<Session> {
  return asking(engine, async () => {
    const container = engine.docker.getContainer(id);
    const { Config, State } = await container.inspect();
    const connection = await container.attach({
      stream: true,
      hijack: true,
      stdin: Config.OpenStdin,
      stdout: true,
      stderr: true,
    });
    // Asked before it starts: one that removes itself can be asked nothing afterwards.
    const waiting = new AbortController();
    const condition = State.Status === 'created' ? 'next-exit' : 'not-running';
    const exit = container.wait({ condition, abortSignal: waiting.signal }).then(
      (ended) => (ended as { StatusCode: number }).StatusCode,
      () => undefined,
    );
    // Typed there without what a hijacked socket has.
    return session(connection as unknown as Duplex, Config.Tty, {
      exit,
      letGo: () => waiting.abort(),
      resize: async (columns, rows) => {
        await container.resize({ w: columns, h: rows }).catch(() => undefined);
      },
    });
  });
}

export interface ExecRequest {
  readonly cmd: readonly string[];
  readonly tty?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  readonly user?: string;
  /** A folder in the container. */
  readonly workdir?: string;
}

/** Starts a further process in a running container. */
export function exec(
  engine: Engine,
  id: string,
  { cmd, tty = false, env, user, workdir }: ExecRequest,
): Promise<Session> {
  return asking(engine, async () => {
    const process = await engine.docker.getContainer(id).exec({
      Cmd: [...cmd],
      Tty: tty,
      AttachStdin: true,
      AttachStdout: true,
      AttachStderr: true,
      Env: Object.entries(env ?? {}).map(([name, value]) => `${name}=${value}`),
      ...(user ? { User: user } : {}),
      ...(workdir ? { WorkingDir: workdir } : {}),
    });
    const connection = await process.start({ hijack: true, stdin: true, Tty: tty });
    const exit = new Promise<number | undefined>((resolve) => {
      const asked = () =>
        process.inspect().then(
          ({ ExitCode }) => resolve(ExitCode ?? undefined),
          () => resolve(undefined),
        );
      connection.once('end', () => void asked());
      connection.once('close', () => connection.readableEnded || resolve(undefined));
    });
    return session(connection, tty, {
      exit,
      resize: async (columns, rows) => {
        await process.resize({ w: columns, h: rows }).catch(() => undefined);
      },
    });
  });
}

/**
 * The best shell that a container has, as a command.
 *
 * @throws EngineError `not-found` where it has none
 */
export async function shellIn(engine: Engine, id: string): Promise<string[]> {
  const { os } = await engine.info();
  if (os === 'windows') return ['cmd.exe'];
  const container = engine.docker.getContainer(id);
  for (const shell of shells) {
    const found = await container.infoArchive({ path: shell }).then(
      () => true,
      (error: unknown) => {
        if ((error as { statusCode?: number }).statusCode === 404) return false;
        return asking(engine, () => Promise.reject(error as Error));
      },
    );
    if (found) return shell.endsWith('busybox') ? [shell, 'sh'] : [shell];
  }
  throw new EngineError(
    'not-found',
    t('This container has no shell: run one of its own programs, or copy files out of it.'),
  );
}

const shells = [
  ...['/bin/bash', '/usr/bin/bash', '/usr/local/bin/bash', '/bin/zsh', '/usr/bin/zsh'],
  ...['/bin/ash', '/bin/sh', '/usr/bin/sh', '/busybox/sh', '/bin/busybox'],
];

/** The processes of a running container, as `docker top` prints them. */
export function processes(engine: Engine, id: string): Promise<{ titles: string[]; rows: string[][] }> {
  return asking(engine, async () => {
    const top = (await engine.docker.getContainer(id).top()) as { Titles: string[]; Processes: string[][] };
    return { titles: top.Titles, rows: top.Processes };
  });
}

/**
 * Copies a file or folder out of a container into the folder `into`; gives the paths written. Links that lead out
 * of it are left out, and nothing is written through a link of theirs.
 */
export async function copyOut(engine: Engine, id: string, path: string, into: string): Promise<string[]> {
  const archive = await asking(engine, () => engine.docker.getContainer(id).getArchive({ path }));
  const written: string[] = [];
  const links = new Set<string>();
  const root = resolve(into);
  const inside = (file: string) => file.startsWith(root + sep) || file === root;
  const throughLink = (file: string) => {
    for (let folder = dirname(file); folder.length > root.length; folder = dirname(folder)) {
      if (links.has(folder)) return true;
    }
    return links.has(file);
  };
  await asking(engine, () =>
    readTar(archive as AsyncIterable<Buffer>, async (entry, content) => {
      const file = resolve(root, entry.path);
      if (!inside(file) || throughLink(file)) return;
      if (entry.type === 'directory') await mkdir(file, { recursive: true });
      else if (entry.type === 'file') {
        await mkdir(dirname(file), { recursive: true });
        await writeFile(file, content, { mode: entry.mode & 0o777 });
        written.push(file);
      } else if (entry.type === 'link' && entry.target !== undefined) {
        if (!inside(resolve(dirname(file), entry.target))) return;
        await mkdir(dirname(file), { recursive: true });
        await symlink(entry.target, file);
        links.add(file);
        written.push(file);
      }
    }),
  );
  return written;
}
