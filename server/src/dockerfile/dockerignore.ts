import { ignorePattern, type IgnorePattern } from './ignore-pattern';
import type { Span } from './tree';

/** A .dockerignore file, with the meaning that the builder gives it. */
export interface Ignore {
  readonly lines: readonly IgnoreLine[];
  /** Whether any line begins with `!`. */
  readonly hasNegation: boolean;
  /** Whether the builder leaves the path out. Paths are relative to the build context, with `/`. */
  readonly ignores: (path: string) => boolean;
  /** The line that decides about the path, if any says something: the last one that matches it or a folder above it. */
  readonly decidingLine: (path: string) => IgnoreLine | undefined;
  /** The lines whose patterns match the path or a folder above it, those with `!` too; in the order of the file. */
  readonly matchingLines: (path: string) => readonly IgnoreLine[];
}

export interface IgnoreLine {
  readonly kind: 'pattern' | 'comment' | 'blank';
  /** 0-based. */
  readonly line: number;
  /** Without blanks around it; empty for a blank line. */
  readonly span: Span;
  /** `!pattern` takes paths back in. */
  readonly isNegated: boolean;
  /** As the builder cleans it: no `./`, no slash at the start or end, no `!`. Empty for comments and blank lines. */
  readonly pattern: string;
  /** What makes the builder reject the whole file. */
  readonly problem: string | undefined;
  /** Whether the line's own pattern matches the path or a folder above it. */
  readonly matches: (path: string) => boolean;
}

/** Folders whose results are remembered; more are forgotten at once. */
const mostFolders = 20_000;

/**
 * Reads a .dockerignore file (moby: ignorefile.ReadAll and patternmatcher). Later lines win, `!` takes back, and what
 * holds for a folder holds for all that is in it.
 */
export function dockerignore(text: string): Ignore {
  const lines = readLines(text);
  const patterns = lines.filter((line) => line.kind === 'pattern' && line.problem === undefined);
  const folders = new Map<string, readonly boolean[]>();

  function matchingLines(path: string): readonly IgnoreLine[] {
    const matched = results(normalize(path));
    return patterns.filter((_, index) => matched[index]);
  }

  /** Which patterns match the path or a folder above it, by the index of the pattern. */
  function results(path: string): readonly boolean[] {
    if (path === '') return [];
    const slash = path.lastIndexOf('/');
    const parent = slash < 0 ? [] : folderResults(path.slice(0, slash));
    return patterns.map((line, index) => parent[index] === true || line.matchesItself(path));
  }

  function folderResults(path: string): readonly boolean[] {
    const known = folders.get(path);
    if (known) return known;
    if (folders.size >= mostFolders) folders.clear();
    const found = results(path);
    folders.set(path, found);
    return found;
  }

  return {
    lines,
    hasNegation: lines.some(({ isNegated }) => isNegated),
    ignores: (path) => decisive(matchingLines(path))?.isNegated === false,
    decidingLine: (path) => decisive(matchingLines(path)),
    matchingLines,
  };
}

/** Of the lines that match a path the one that decides about it, if any says something. */
export function decisive(matching: readonly IgnoreLine[]): IgnoreLine | undefined {
  let decides: IgnoreLine | undefined;
  for (const line of matching) {
    // A `!` line says something only about what is left out so far, as moby has it.
    if (!line.isNegated || (decides && !decides.isNegated)) decides = line;
  }
  return decides;
}

type ReadLine = IgnoreLine & { readonly matchesItself: (path: string) => boolean };

function readLines(text: string): readonly ReadLine[] {
  const lines: ReadLine[] = [];
  let start = 0;
  for (const [line, content] of text.split('\n').entries()) {
    lines.push(readLine(text, line, start, start + content.length));
    start += content.length + 1;
  }
  return lines;
}

function readLine(text: string, line: number, lineStart: number, lineEnd: number): ReadLine {
  const from = lineStart === 0 && text.startsWith('\uFEFF') ? 1 : lineStart;
  const content = text.slice(from, lineEnd);
  const trimmed = content.trim();
  const start = from + content.length - content.trimStart().length;
  const span = { start: trimmed === '' ? from : start, end: trimmed === '' ? from : start + trimmed.length };
  const never = (): boolean => false;
  // Only a `#` in the first column makes a comment.
  if (content.startsWith('#') || trimmed === '') {
    const kind = trimmed === '' ? 'blank' : 'comment';
    return {
      kind,
      line,
      span,
      isNegated: false,
      pattern: '',
      problem: undefined,
      matches: never,
      matchesItself: never,
    };
  }
  const isNegated = trimmed.startsWith('!');
  const written = isNegated ? trimmed.slice(1).trim() : trimmed;
  const pattern = written === '' ? '' : cleanPattern(written);
  const compiled: IgnorePattern | string =
    pattern === '' ? 'illegal exclusion pattern: "!"' : ignorePattern(pattern);
  const isWrong = typeof compiled === 'string';
  const matchesItself = isWrong ? never : (path: string): boolean => compiled.matches(path);
  return {
    kind: 'pattern',
    line,
    span,
    isNegated,
    pattern,
    problem: isWrong ? compiled : undefined,
    matchesItself,
    matches: (path) => pathsTo(normalize(path)).some(matchesItself),
  };
}

/** The folders above a path from the top, and the path. */
function pathsTo(path: string): readonly string[] {
  const paths: string[] = [];
  for (let slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
    paths.push(path.slice(0, slash));
  }
  return path === '' ? [] : [...paths, path];
}

/** An empty part, `.` or `..`. */
const needsCleaning = /(^|\/)\.{0,2}(\/|$)/;

function normalize(path: string): string {
  // Whoever asks about a whole build context asks with clean paths.
  if (!needsCleaning.test(path)) return path;
  const cleaned = cleanPath(path);
  return cleaned === '.' || cleaned === '/' ? '' : cleaned.replace(/^\//, '');
}

function cleanPattern(pattern: string): string {
  const cleaned = cleanPath(pattern);
  return cleaned.length > 1 && cleaned.startsWith('/') ? cleaned.slice(1) : cleaned;
}

/** Go's filepath.Clean: no empty or `.` parts, `..` resolved, no slash at the end. */
export function cleanPath(path: string): string {
  const isRooted = path.startsWith('/');
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (!isRooted) parts.push(part);
  }
  const joined = parts.join('/');
  if (isRooted) return `/${joined}`;
  return joined === '' ? '.' : joined;
}
