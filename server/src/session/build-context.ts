import { dirname, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Configuration } from '../configuration';
import { dockerignore } from '../dockerfile/dockerignore';

export interface BuildContext {
  /** Absolute path of the context's root. */
  readonly folder: string;
  /** Absolute path of the Dockerfile. */
  readonly dockerfile: string;
}

/** The path of a `file:` URI; undefined for every other scheme and for what is no URI. */
export function pathOf(uri: string): string | undefined {
  if (!uri.startsWith('file:')) return undefined;
  try {
    return fileURLToPath(uri);
  } catch {
    return undefined;
  }
}

/**
 * The build context of a Dockerfile: what the user chose last, else what `strata.contexts` says for it, else the
 * Dockerfile's own folder, as `docker build .` in it. Undefined where there is no disk.
 */
export function buildContext(
  uri: string,
  chosen: string | undefined,
  { contexts }: Pick<Configuration, 'contexts'>,
  workspaceFolders: readonly string[],
): BuildContext | undefined {
  const dockerfile = pathOf(uri);
  if (dockerfile === undefined) return undefined;
  const own = dirname(dockerfile);
  if (chosen !== undefined) return { folder: resolve(own, chosen), dockerfile };
  const root = workspaceFolders
    .flatMap((folder) => pathOf(folder) ?? [])
    .filter((folder) => dockerfile.startsWith(folder.endsWith(sep) ? folder : folder + sep))
    .sort((a, b) => b.length - a.length)[0];
  if (root !== undefined) {
    const path = relative(root, dockerfile).split(sep).join('/');
    // The globs are those of .dockerignore: `*`, `?` and `**`.
    for (const [glob, folder] of contexts) {
      if (dockerignore(glob).ignores(path)) return { folder: resolve(root, folder), dockerfile };
    }
  }
  return { folder: own, dockerfile };
}
