import type { Ignore, IgnoreLine } from '../dockerfile/dockerignore';

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
  /** The last line that decides otherwise about a file that this one matches. */
  readonly undoneBy: IgnoreLine | undefined;
}

/** Lines × files at most, with what is known of folders remembered by `ignore`. */
export function ignoreEffects(
  ignore: Ignore,
  context: readonly ContextFile[],
): ReadonlyMap<IgnoreLine, IgnoreEffect> {
  const patterns = ignore.lines.filter(({ kind, problem }) => kind === 'pattern' && problem === undefined);
  const effects = new Map(
    patterns.map((line) => [
      line,
      { matches: false, files: 0, bytes: 0, undoneBy: undefined as IgnoreLine | undefined },
    ]),
  );
  for (const { path, bytes } of context) {
    const deciding = ignore.decidingLine(path);
    const decided = deciding && effects.get(deciding);
    if (decided) {
      decided.matches = true;
      decided.files += 1;
      decided.bytes += bytes;
    }
    for (const [line, effect] of effects) {
      // Once a line is known to decide something, nothing more is asked about it.
      if (line === deciding || effect.files > 0 || !line.matches(path)) continue;
      effect.matches = true;
      if (deciding && deciding.isNegated !== line.isNegated && deciding.line > line.line)
        effect.undoneBy = deciding;
    }
  }
  return effects;
}
