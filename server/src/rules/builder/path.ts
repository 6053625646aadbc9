import { cleanPath } from '../../dockerfile/dockerignore';

/** `path` seen from the directory `from`, cleaned. */
export function joinPath(from: string, path: string): string {
  return path.startsWith('/') ? cleanPath(path) : cleanPath(`${from}/${path}`);
}

/** BuildKit's sentence about a path of a Windows image (util/system: CheckSystemDriveAndRemoveDriveLetter). */
export function windowsPathProblem(path: string): string | undefined {
  const slashed = path.replaceAll('\\', '/');
  if (/^[A-Za-z]:$/.test(slashed)) return `No relative path specified in ${JSON.stringify(path)}`;
  if (slashed.startsWith('//')) return 'UNC paths are not supported';
  if (/^[A-Za-z]:/.test(slashed) && !/^c:/i.test(slashed))
    return 'The specified path is not on the system drive (C:)';
  return undefined;
}

/** As BuildKit sees it for a stage of that operating system. */
export function isAbsolute(path: string, os: string): boolean {
  if (os !== 'windows') return path.startsWith('/');
  return windowsPathProblem(path) === undefined && /^(?:[cC]:)?[\\/]/.test(path);
}
