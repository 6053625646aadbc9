import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ContextFile } from '../features/ignore-effect';

/** A context with more files is not counted: half of it would tell half-truths. */
const mostFiles = 100_000;
/** What was read is good for so long (milliseconds), since not every editor tells of files that change. */
const fresh = 30_000;

/** All files of build contexts with their sizes, ignored or not: what the lines of a .dockerignore file work on. */
export interface ContextFiles {
  /** Waits until the folder has been read; undefined where it holds too much. */
  read(folder: string): Promise<readonly ContextFile[] | undefined>;
  /** What is known now. Where that is nothing yet, the folder is read and `changed` called behind it. */
  known(folder: string): readonly ContextFile[] | undefined;
  /** Files have come or gone. */
  forget(): void;
}

interface Entry {
  readonly at: number;
  readonly reading: Promise<readonly ContextFile[] | undefined>;
  files?: readonly ContextFile[] | undefined;
}

export function contextFiles(changed: () => void): ContextFiles {
  const entries = new Map<string, Entry>();
  const entryOf = (folder: string): Entry => {
    const last = entries.get(folder);
    if (last && performance.now() - last.at < fresh) return last;
    // Until the folder has been read again, what was known of it is the best answer.
    const entry: Entry = { at: performance.now(), reading: allFiles(folder), files: last?.files };
    entries.set(folder, entry);
    void entry.reading.then((files) => {
      entry.files = files;
    });
    return entry;
  };
  return {
    read: (folder) => entryOf(folder).reading,
    known: (folder) => {
      const last = entries.get(folder);
      const entry = entryOf(folder);
      if (entry !== last) void entry.reading.then(changed);
      return entry.files;
    },
    forget: () => {
      entries.clear();
    },
  };
}

/** Does not follow links, as the builder does not, and does not block the event loop. */
async function allFiles(root: string): Promise<readonly ContextFile[] | undefined> {
  const files: ContextFile[] = [];
  const folders = [''];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(() => []);
    const names: string[] = [];
    for (const entry of entries) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) folders.push(path);
      else names.push(path);
    }
    if (files.length + names.length > mostFiles) return undefined;
    files.push(
      ...(await Promise.all(names.map(async (path) => ({ path, bytes: await sizeOf(join(root, path)) })))),
    );
  }
  return files;
}

/** A link, a socket and whatever has gone meanwhile count as nothing. */
async function sizeOf(path: string): Promise<number> {
  const stats = await lstat(path).catch(() => undefined);
  return stats?.isFile() ? stats.size : 0;
}
