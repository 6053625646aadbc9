import { createReadStream, lstatSync, readdirSync, readlinkSync } from 'node:fs';
import { lstat, readFile, realpath } from 'node:fs/promises';
import { basename, isAbsolute, join, relative, sep } from 'node:path';
import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { dockerignore } from '../../server/src/dockerfile/dockerignore';
import type { Ignore } from '../../server/src/dockerfile/dockerignore';
import { t } from '../../server/src/text';
import { EngineError } from './errors';
import { padding, tarEnd, tarHeader } from './tar';
import type { TarEntry } from './tar';

/** A build context, ready to be sent. */
export interface ContextTar {
  /** The archive; read once. Content is read from disk as it is sent. */
  readonly stream: Readable;
  /** Bytes of all files in it. */
  readonly bytes: number;
  readonly files: number;
  /** The Dockerfile's name in the archive. */
  readonly dockerfile: string;
}

interface Member extends TarEntry {
  /** Where the content lies. */
  readonly source: string;
}

/**
 * The files that the docker command would send for `context`: without what .dockerignore (or
 * `<Dockerfile>.dockerignore`) excludes, owned by root, with modes, links and times. The Dockerfile and the ignore
 * file are always in it, because the engine reads them there; a Dockerfile from elsewhere comes under a name of its
 * own. Sockets are left out, as docker does.
 *
 * @param dockerfile path of the Dockerfile
 * @throws EngineError `invalid` where a file cannot be read, now or while the stream is read
 */
export async function contextTar(context: string, dockerfile: string): Promise<ContextTar> {
  const inside = relative(context, dockerfile);
  // The engine cannot follow a link out of the archive.
  const link = await lstat(dockerfile).then(
    (stats) => stats.isSymbolicLink(),
    () => false,
  );
  const outside = link || inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside);
  const name = outside ? `.strata.${basename(dockerfile)}` : inside.split(sep).join('/');
  const { ignore, file } = await ignoreOf(context, dockerfile);
  const keep = new Set([name, ...(file ? [file] : [])]);
  const members: Member[] = await collect(context, ignore, keep);
  if (outside) members.push(member(await realpath(dockerfile), name));
  const bytes = members.reduce((sum, { size }) => sum + size, 0);
  return {
    stream: Readable.from(archive(members), { objectMode: false, highWaterMark: 256 * 1024 }),
    bytes,
    files: members.filter(({ type }) => type !== 'directory').length,
    dockerfile: name,
  };
}

async function ignoreOf(context: string, dockerfile: string): Promise<{ ignore?: Ignore; file?: string }> {
  const candidates = [`${dockerfile}.dockerignore`, join(context, '.dockerignore')];
  for (const path of candidates) {
    try {
      const ignore = dockerignore(await readFile(path, 'utf8'));
      const inside = relative(context, path);
      return inside.startsWith('..') || isAbsolute(inside)
        ? { ignore }
        : { ignore, file: inside.split(sep).join('/') };
    } catch (error) {
      if (!['ENOENT', 'ENOTDIR'].includes(codeOf(error))) throw unreadable(path, error);
    }
  }
  return {};
}

/** Every member below `context`, parents before children, in the order of their names. */
async function collect(context: string, ignore: Ignore | undefined, keep: Set<string>): Promise<Member[]> {
  const members: Member[] = [];
  // A folder that is ignored may hold what `!pattern` includes again; its own entry then comes before that.
  const visit = async (folder: string, pending: readonly Member[]): Promise<boolean> => {
    let waiting = pending;
    const emit = (found: Member) => {
      members.push(...waiting, found);
      waiting = [];
    };
    // Asking for each file in turn is five times slower when it is asynchronous; others get their turn between folders.
    await setImmediate();
    const entries = namesIn(context, folder);
    for (const entry of entries.sort()) {
      const path = folder === '' ? entry : `${folder}/${entry}`;
      const ignored = !keep.has(path) && (ignore?.ignores(path) ?? false);
      const mayHoldKept =
        ignore?.hasNegation === true || [...keep].some((kept) => kept.startsWith(`${path}/`));
      if (ignored && !mayHoldKept) continue;
      const found = member(join(context, path), path);
      if (found.type === 'other') continue;
      if (found.type !== 'directory') {
        if (!ignored) emit(found);
        continue;
      }
      if (!ignored) emit(found);
      if (await visit(path, ignored ? [...waiting, found] : [])) waiting = [];
    }
    return pending.length > 0 && waiting.length === 0;
  };
  await visit('', []);
  return members;
}

function namesIn(context: string, folder: string): string[] {
  try {
    return readdirSync(join(context, folder));
  } catch (error) {
    throw folder === '' ? unusableContext(context, error) : unreadable(join(context, folder), error);
  }
}

function member(source: string, path: string): Member {
  try {
    const stats = lstatSync(source);
    const common = {
      path,
      source,
      // Windows has no such bits; docker sends everything as executable there.
      mode: process.platform === 'win32' ? 0o755 : stats.mode & 0o7777,
      modified: stats.mtimeMs / 1000,
      size: 0,
    };
    if (stats.isDirectory()) return { ...common, type: 'directory' };
    if (stats.isSymbolicLink()) return { ...common, type: 'link', target: linkTarget(source) };
    if (stats.isFile()) return { ...common, type: 'file', size: stats.size };
    if (stats.isFIFO()) return { ...common, type: 'fifo' };
    if (stats.isSocket()) return { ...common, type: 'other' };
  } catch (error) {
    throw unreadable(source, error);
  }
  throw new EngineError(
    'invalid',
    t('"{0}" is a device and cannot be sent to the engine: list it in .dockerignore.', source),
  );
}

function linkTarget(source: string): string {
  const target = readlinkSync(source);
  return process.platform === 'win32' ? target.split(sep).join('/') : target;
}

async function* archive(members: readonly Member[]): AsyncGenerator<Buffer> {
  for (const entry of members) {
    yield tarHeader(entry);
    if (entry.type !== 'file' || entry.size === 0) continue;
    let sent = 0;
    try {
      // A file that grows meanwhile is sent as long as its header says.
      for await (const chunk of createReadStream(entry.source, { end: entry.size - 1 })) {
        sent += (chunk as Buffer).length;
        yield chunk as Buffer;
      }
    } catch (error) {
      throw unreadable(entry.source, error);
    }
    if (sent < entry.size) {
      throw new EngineError(
        'invalid',
        t('"{0}" became shorter while it was sent: build again, or list it in .dockerignore.', entry.source),
      );
    }
    yield padding(entry.size);
  }
  yield tarEnd;
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? '';

function unreadable(path: string, error: unknown): EngineError {
  if (error instanceof EngineError) return error;
  const missing = codeOf(error) === 'ENOENT';
  return new EngineError(
    'invalid',
    missing
      ? t('"{0}" went away while the build context was read: build again.', path)
      : t(
          '"{0}" is in the build context but cannot be read ({1}): change its permissions, or list it in .dockerignore.',
          path,
          codeOf(error) || String(error),
        ),
    error,
  );
}

function unusableContext(context: string, error: unknown): EngineError {
  const code = codeOf(error);
  const reason =
    code === 'ENOENT' ? t('does not exist') : code === 'ENOTDIR' ? t('is no folder') : t('cannot be read');
  return new EngineError(
    'invalid',
    t('The build context "{0}" {1}: choose a folder.', context, reason),
    error,
  );
}
