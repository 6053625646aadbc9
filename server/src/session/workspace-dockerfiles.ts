import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isDockerfileName, toolFolders } from '../dockerfile/file-name';
import { parse } from '../dockerfile/parse';
import type { WorkspaceDockerfile } from '../features/workspace-symbols';
import { pathOf } from './build-context';

/** Larger workspaces are read in part: what lies nearest to their roots. */
const mostFolders = 20_000;
const mostFiles = 1_000;
/** Bytes; what is larger was hardly written by hand. */
const largestFile = 1_000_000;
/** What was read is good for so long (milliseconds): a search asks again at every letter. */
const fresh = 5_000;

export interface WorkspaceDockerfiles {
  /** The Dockerfiles below the workspace folders as they are on disk, those nearest to the roots first. */
  of(workspaceFolders: readonly string[]): Promise<readonly WorkspaceDockerfile[]>;
}

export function workspaceDockerfiles(): WorkspaceDockerfiles {
  let last: { key: string; at: number; files: Promise<readonly WorkspaceDockerfile[]> } | undefined;
  return {
    of: (workspaceFolders) => {
      const key = workspaceFolders.join('\n');
      if (last?.key !== key || performance.now() - last.at > fresh) {
        const roots = workspaceFolders.flatMap((folder) => pathOf(folder) ?? []);
        last = { key, at: performance.now(), files: readAll(roots) };
      }
      return last.files;
    },
  };
}

async function readAll(roots: readonly string[]): Promise<readonly WorkspaceDockerfile[]> {
  const paths = await dockerfilesBelow(roots);
  const files = await Promise.all(paths.map(readDockerfile));
  return files.filter((file) => file !== undefined);
}

/** Breadth first, without following links. */
async function dockerfilesBelow(roots: readonly string[]): Promise<readonly string[]> {
  const folders = [...new Set(roots)];
  const found = new Set<string>();
  // The list grows while it is walked.
  for (const folder of folders) {
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (!toolFolders.has(entry.name) && folders.length < mostFolders) folders.push(path);
      } else if (entry.isFile() && isDockerfileName(entry.name)) found.add(path);
    }
    if (found.size >= mostFiles) break;
  }
  return [...found].slice(0, mostFiles);
}

/** Undefined for a file that vanished meanwhile, may not be read or is too large. */
async function readDockerfile(path: string): Promise<WorkspaceDockerfile | undefined> {
  try {
    if ((await stat(path)).size > largestFile) return undefined;
    return { uri: pathToFileURL(path).href, dockerfile: parse(await readFile(path, 'utf8')) };
  } catch {
    return undefined;
  }
}
