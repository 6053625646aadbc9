import { dockerignore, type Ignore, type IgnoreLine } from '../dockerfile/dockerignore';

/** A file of the build context, ignored or not; the path is relative to its root, with `/`. */
export interface ContextFile {
  readonly path: string;
  readonly bytes: number;
}

/** What one line of a .dockerignore file does to a build context. */
export interface IgnoreEffect {
  /** Its pattern matches a file or a folder above one. */
  readonly matches: boolean;
  /** Files that it decides about: left out by it, or taken back in by a line with `!`. */
  readonly files: number;
  readonly bytes: number;
  /** A line below that decides otherwise about a file that this one matches; known where this one decides nothing. */
  readonly undoneBy: IgnoreLine | undefined;
}

const nothing = { matches: false, files: 0, bytes: 0, undoneBy: undefined as IgnoreLine | undefined };

/** Lines × files at most, where what is known of a folder holds for all in it. */
export function ignoreEffects(
  ignore: Ignore,
  context: readonly ContextFile[],
): ReadonlyMap<IgnoreLine, IgnoreEffect> {
  const patterns = ignore.lines.filter(({ kind, problem }) => kind === 'pattern' && problem === undefined);
  const effects = new Map(patterns.map((line) => [line, { ...nothing }]));
  for (const { path, bytes } of context) {
    const deciding = ignore.decidingLine(path);
    const effect = deciding && effects.get(deciding);
    if (!effect) continue;
    effect.matches = true;
    effect.files += 1;
    effect.bytes += bytes;
  }
  for (const [line, effect] of effects) {
    if (effect.files === 0) Object.assign(effect, idle(line, context, ignore));
  }
  return effects;
}

/** Whether a line that decides nothing matches at all, and which line below has taken its place. */
function idle(
  line: IgnoreLine,
  context: readonly ContextFile[],
  ignore: Ignore,
): Pick<IgnoreEffect, 'matches' | 'undoneBy'> {
  // A file of this line alone remembers folders; the blank keeps a `#` from making it a comment.
  const alone = dockerignore(` ${line.pattern}`);
  let matches = false;
  for (const { path } of context) {
    if (!alone.ignores(path)) continue;
    matches = true;
    const deciding = ignore.decidingLine(path);
    if (deciding && deciding.isNegated !== line.isNegated && deciding.line > line.line) {
      return { matches, undoneBy: deciding };
    }
  }
  return { matches, undoneBy: undefined };
}
