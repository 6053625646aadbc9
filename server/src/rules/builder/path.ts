import { cleanPath } from '../../dockerfile/dockerignore';

/** `path` seen from the directory `from`, cleaned. */
export function joinPath(from: string, path: string): string {
  return path.startsWith('/') ? cleanPath(path) : cleanPath(`${from}/${path}`);
}
