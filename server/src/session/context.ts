import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { pathToFileURL } from 'node:url';
import { dockerignore, type Ignore } from '../dockerfile/dockerignore';
import type { ContextEntry } from '../features/facts';
import { nearest } from '../rules/builder/nearest';

/** What a build context on disk tells a rule or a completion; every answer is read from the disk as it is now. */
export interface ContextFacts {
  /** Text of the ignore file that the builder would use; undefined when there is none. */
  readonly dockerignore?: string;
  /** Undefined for a pattern, which would take a walk. */
  contextHas(path: string): boolean | undefined;
  /** Paths of the context that resemble `path`, for "did you mean". */
  contextNear(path: string): readonly string[];
  contextEntries(folder: string): readonly ContextEntry[];
  /** Address of what lies at a path of the context; undefined when nothing does. */
  contextUri(path: string): string | undefined;
}

/**
 * Path of the ignore file in force, undefined without one. The one beside the Dockerfile that bears its name wins
 * over the one at the root of the context.
 */
export function ignoreFile(folder: string, dockerfile: string | undefined): string | undefined {
  const candidates = [
    ...(dockerfile === undefined ? [] : [`${dockerfile}.dockerignore`]),
    join(folder, '.dockerignore'),
  ];
  return candidates.find((path) => existsSync(path));
}

/** `folder` is the build context, `dockerfile` the path of the Dockerfile where it lies on disk. */
export function contextFacts(folder: string, dockerfile: string | undefined): ContextFacts {
  const text = ignoreText(folder, dockerfile);
  let ignore: Ignore | undefined;
  const ignored = (path: string) => text !== undefined && (ignore ??= dockerignore(text)).ignores(path);
  return {
    ...(text === undefined ? {} : { dockerignore: text }),
    contextHas: (path) => {
      if (/[*?[\\]/.test(path)) return undefined;
      return lstatSync(join(folder, inside(path)), { throwIfNoEntry: false }) !== undefined;
    },
    contextNear: (path) => near(folder, inside(path)),
    contextUri: (path) => {
      const target = join(folder, inside(path));
      return existsSync(target) ? pathToFileURL(target).href : undefined;
    },
    contextEntries: (path) =>
      entries(join(folder, inside(path))).map(({ name, directory }) => ({
        name,
        directory,
        ignored: ignored(posix.join(inside(path), name)),
      })),
  };
}

/** The builder resolves every source below the root of the context: `/a`, `./a` and `../a` all mean `a`. */
function inside(path: string): string {
  return posix.join('/', path).slice(1);
}

function ignoreText(folder: string, dockerfile: string | undefined): string | undefined {
  const path = ignoreFile(folder, dockerfile);
  try {
    return path === undefined ? undefined : readFileSync(path, 'utf8');
  } catch {
    // Deleted meanwhile, or not readable: the builder would complain itself.
    return undefined;
  }
}

function entries(path: string): { name: string; directory: boolean }[] {
  try {
    return readdirSync(path, { withFileTypes: true }).map((entry) => ({
      name: entry.name,
      directory: entry.isDirectory(),
    }));
  } catch {
    return [];
  }
}

/** Follows `path` as far as it exists; where it does not, offers what is called nearly so in that folder. */
function near(folder: string, path: string): string[] {
  const parts = path.split('/').filter(Boolean);
  for (const [index, part] of parts.entries()) {
    const parent = parts.slice(0, index);
    const names = entries(join(folder, ...parent)).map((entry) => entry.name);
    if (names.includes(part)) continue;
    const match = nearest(part, names);
    return match === undefined ? [] : [[...parent, match, ...parts.slice(index + 1)].join('/')];
  }
  return [];
}
