import type { Dirent } from 'node:fs';
import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dockerignore } from '../dockerfile/dockerignore';
import type { ContextResult } from '../protocol';
import { ignoreFile } from './context';

/** Counting stops here; a context of this size is a mistake that the figures already show. */
const mostFiles = 200_000;

/** Walks the build context as a build would read it, without following links and without blocking the event loop. */
export async function measureContext(context: string, dockerfile: string): Promise<ContextResult> {
  const ignorePath = ignoreFile(context, dockerfile);
  const ignore = ignorePath === undefined ? undefined : dockerignore(await readFile(ignorePath, 'utf8'));
  let files = 0;
  let bytes = 0;
  let ignored = 0;
  const folders = [''];
  for (let folder = folders.pop(); folder !== undefined && files < mostFiles; folder = folders.pop()) {
    const kept: string[] = [];
    for (const entry of await entriesOf(join(context, folder))) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (ignore?.ignores(path)) {
        ignored += 1;
        // A later `!` may bring back something below.
        if (entry.isDirectory() && ignore.hasNegation) folders.push(path);
      } else if (entry.isDirectory()) folders.push(path);
      else if (entry.isFile() || entry.isSymbolicLink()) kept.push(path);
    }
    files += kept.length;
    for (const size of await Promise.all(kept.map((path) => sizeOf(join(context, path))))) bytes += size;
  }
  return {
    context,
    dockerfile,
    ...(ignorePath === undefined ? {} : { dockerignore: ignorePath }),
    files,
    bytes,
    ignored,
    ...(files >= mostFiles ? { incomplete: true } : {}),
  };
}

/** A folder that cannot be read counts as empty: the build will name it. */
async function entriesOf(path: string): Promise<Dirent[]> {
  return readdir(path, { withFileTypes: true }).catch(() => []);
}

/** Bytes of a file; a link counts as nothing. */
async function sizeOf(path: string): Promise<number> {
  const stats = await lstat(path).catch(() => undefined);
  return stats?.isFile() ? stats.size : 0;
}
