import { createHash } from 'node:crypto';
import {
  closeSync,
  lstatSync,
  openSync,
  readdirSync,
  readlinkSync,
  readSync,
  realpathSync,
  type Stats,
} from 'node:fs';
import { join, posix, relative, sep } from 'node:path';
import { dockerignore, type Ignore } from '../dockerfile/dockerignore';

/**
 * One file, folder or link that a step reads, and all of it that enters BuildKit's content hash
 * (cache/contenthash): type, permissions, size, content, link target. Times and owners do not reach the builder, and a
 * folder's permissions do in a tar only.
 */
export interface ContentRow {
  /** In the build context, with `/`. */
  readonly path: string;
  /** Under which the builder gets it: relative to the folder that is copied, a file's own name otherwise. */
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'link' | 'other' | 'unreadable' | 'missing';
  /** Permission bits of a file, and of a folder where they count. */
  readonly mode: number;
  /** SHA-256 of a file's content, the target of a link; empty for the rest. */
  readonly content: string;
}

export interface Selection {
  readonly paths: readonly string[];
  /** Patterns of `--exclude`. */
  readonly exclude: readonly string[];
  /** Root of the build context. */
  readonly context: string;
  readonly ignore: Ignore | undefined;
  readonly folderModes: boolean;
}

/** What the sources of one instruction select in the build context; sorted by path. Synchronous: run it in a worker. */
export function contentOf(selection: Selection): ContentRow[] {
  const { paths, exclude, context, ignore } = selection;
  const excluded = exclude.length > 0 ? dockerignore(exclude.join('\n')) : undefined;
  const rows: ContentRow[] = [];
  for (const path of paths) {
    const matches = matching(context, posix.join('/', path).slice(1), ignore);
    if (matches.length === 0) rows.push(row(path, path, 'missing'));
    for (const match of matches) addTree(rows, match, selection, excluded);
  }
  return rows.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

function addTree(
  rows: ContentRow[],
  start: string,
  { context, ignore, folderModes }: Selection,
  excluded: Ignore | undefined,
): void {
  // The builder follows a link that is named as a source, inside the context only.
  const top = followed(context, start);
  if (top === undefined) {
    rows.push(row(start, posix.basename(start), 'missing'));
    return;
  }
  const waiting = [top];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const stats = lstatSync(join(context, path), { throwIfNoEntry: false });
    const name = path === top && !stats?.isDirectory() ? posix.basename(path) : posix.relative(top, path);
    if (!stats || (name !== '' && excluded?.ignores(name))) continue;
    const isIgnored = path !== '' && ignore?.ignores(path);
    if (stats.isDirectory()) {
      if (!isIgnored && name !== '') {
        rows.push({ ...row(path, name, 'folder'), mode: folderModes ? stats.mode & 0o7777 : 0 });
      }
      if (!isIgnored || ignore?.hasNegation) waiting.push(...children(context, path, rows));
    } else if (!isIgnored) rows.push(leaf(context, path, name, stats));
  }
}

function children(context: string, path: string, rows: ContentRow[]): string[] {
  try {
    return readdirSync(join(context, path)).map((name) => (path === '' ? name : `${path}/${name}`));
  } catch {
    rows.push(row(path, path, 'unreadable'));
    return [];
  }
}

function leaf(context: string, path: string, name: string, stats: Stats): ContentRow {
  const absolute = join(context, path);
  if (stats.isSymbolicLink()) return { ...row(path, name, 'link'), content: readlinkSync(absolute) };
  if (!stats.isFile()) return row(path, name, 'other');
  try {
    return { ...row(path, name, 'file'), mode: stats.mode & 0o7777, content: contentHash(absolute, stats) };
  } catch {
    return row(path, name, 'unreadable');
  }
}

function row(path: string, name: string, kind: ContentRow['kind']): ContentRow {
  return { path, name, kind, mode: 0, content: '' };
}

/** Hashes of files by path, as long as nothing that the file system notes of a file has changed. */
const hashes = new Map<string, { readonly stamp: string; readonly hash: string }>();
const mostHashes = 200_000;

/** A file that was written this recently (milliseconds) may be written again without another stamp. */
const racy = 100;

/** The time of the last change of the inode is in the stamp, so a modification time that is put back deceives nobody. */
function contentHash(path: string, { dev, ino, size, mtimeMs, ctimeMs }: Stats): string {
  const stamp = [dev, ino, size, mtimeMs, ctimeMs].join(' ');
  const known = hashes.get(path);
  if (known?.stamp === stamp) return known.hash;
  const hash = hashFile(path);
  if (hashes.size >= mostHashes) hashes.clear();
  if (Math.abs(Date.now() - ctimeMs) > racy) hashes.set(path, { stamp, hash });
  return hash;
}

const block = Buffer.allocUnsafe(1 << 16);

/** In pieces, so that a file of any size needs no more memory than one of them. */
function hashFile(path: string): string {
  const hash = createHash('sha256');
  const file = openSync(path, 'r');
  try {
    for (let read = readSync(file, block); read > 0; read = readSync(file, block))
      hash.update(block.subarray(0, read));
  } finally {
    closeSync(file);
  }
  return hash.digest('hex');
}

/** The path that a source leads to, through links; undefined when there is nothing or it lies outside. */
function followed(context: string, path: string): string | undefined {
  try {
    const root = realpathSync(context);
    const real = relative(root, realpathSync(join(root, path)));
    return real.startsWith('..') ? undefined : real.split(sep).join('/');
  } catch {
    return undefined;
  }
}

/** The paths that a source names; a pattern (Go's filepath.Match, a part at a time) may name several. */
function matching(context: string, path: string, ignore: Ignore | undefined): string[] {
  if (!/[*?[\\]/.test(path)) return [path.replace(/\/$/, '')];
  let found = [''];
  for (const part of path.split('/').filter(Boolean)) {
    const pattern = partPattern(part);
    found = found.flatMap((folder) =>
      children(context, folder, []).filter((child) => pattern.test(posix.basename(child))),
    );
  }
  return found.filter((match) => !ignore?.ignores(match)).sort();
}

/** `*`, `?`, `[a-z]`, `[^a]` and `\x` within one part of a path. */
function partPattern(part: string): RegExp {
  const source = part.replace(
    /\\(.)|\*+|\?|\[(\^?)((?:\\.|[^\]])+)\]|[^*?[\\]/g,
    (text, escaped?: string, not?: string, set?: string) => {
      if (escaped !== undefined) return quoted(escaped);
      if (text.startsWith('*')) return '[^/]*';
      if (text === '?') return '[^/]';
      return set === undefined ? quoted(text) : `[${not ?? ''}${set.replace(/[[\]]/g, '\\$&')}]`;
    },
  );
  try {
    return new RegExp(`^${source}$`, 'su');
  } catch {
    return /^(?!)/;
  }
}

function quoted(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
