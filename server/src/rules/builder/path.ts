/** Without `.`, `..` and doubled slashes, as Go's path.Clean has it; `.` for nothing. */
export function cleanPath(path: string): string {
  const isAbsolute = path.startsWith('/');
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (part !== '..' || !isAbsolute) parts.push(part);
  }
  const joined = parts.join('/');
  return isAbsolute ? `/${joined}` : joined === '' ? '.' : joined;
}

/** `path` seen from the directory `from`. */
export function joinPath(from: string, path: string): string {
  return path.startsWith('/') ? cleanPath(path) : cleanPath(`${from}/${path}`);
}
