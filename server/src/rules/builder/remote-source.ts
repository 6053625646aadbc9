import { parseBoolean } from './check-options';

/** Where ADD takes a source from (dockerfile2llb/convert_copy.go, dfgitutil). */
export interface RemoteSource {
  readonly kind: 'git' | 'http' | 'local';
  /** BuildKit's sentence about the query of a git URL. */
  readonly problem?: string;
  /** `?keep-git-dir=` and `?checksum=` of a git URL. */
  readonly keepGitDir?: boolean;
  readonly checksum?: string;
}

export function remoteSource(text: string): RemoteSource {
  const url = /^([a-zA-Z0-9]+):\/\/([^?#]*)(?:\?([^#]*))?/.exec(text);
  if (url !== null) {
    const scheme = (url[1] ?? '').toLowerCase();
    const isWeb = scheme === 'http' || scheme === 'https';
    if (scheme === 'git' || scheme === 'ssh' || (isWeb && (url[2] ?? '').endsWith('.git')))
      return gitSource(url[3] ?? '');
    return { kind: /^https?:\/\//.test(text) ? 'http' : 'local' };
  }
  const scp = /^[a-zA-Z0-9_-]+@[a-zA-Z0-9.-]+:([^?#]*)(?:\?([^#]*))?/.exec(text);
  return scp === null ? { kind: 'local' } : gitSource(scp[2] ?? '');
}

function gitSource(query: string): RemoteSource {
  const values = new Map<string, string[]>();
  for (const part of query.split('&')) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    const key = equals === -1 ? part : part.slice(0, equals);
    values.set(key, [...(values.get(key) ?? []), equals === -1 ? '' : part.slice(equals + 1)]);
  }
  let keepGitDir: boolean | undefined;
  let checksum: string | undefined;
  for (const [key, [value = '', ...others]] of values) {
    if (others.length > 0) return { kind: 'git', problem: `query "${key}" has multiple values` };
    const isSwitch = key === 'keep-git-dir' || key === 'submodules';
    if (value === '' && !isSwitch) return { kind: 'git', problem: `query "${key}" has no value` };
    if (isSwitch) {
      const truth = value === '' ? true : parseBoolean(value);
      if (truth === undefined) return { kind: 'git', problem: `invalid ${key} value: "${value}"` };
      if (key === 'keep-git-dir') keepGitDir = truth;
    } else if (key === 'checksum' || key === 'commit') {
      checksum = value;
    } else if (!['ref', 'tag', 'branch', 'subdir'].includes(key)) {
      return { kind: 'git', problem: `unexpected query "${key}"` };
    }
  }
  if (values.has('tag') && values.has('branch')) return { kind: 'git', problem: 'branch conflicts with tag' };
  return {
    kind: 'git',
    ...(keepGitDir === undefined ? {} : { keepGitDir }),
    ...(checksum === undefined ? {} : { checksum }),
  };
}
