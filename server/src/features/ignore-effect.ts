import { decisive, type Ignore, type IgnoreLine } from '../dockerfile/dockerignore';

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
  /** The first line below that was found to decide otherwise about a file that this one matches. */
  readonly undoneBy: IgnoreLine | undefined;
}

/** Lines × files at most, where what is known of a folder holds for all in it. */
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
    const matching = ignore.matchingLines(path);
    const deciding = decisive(matching);
    for (const line of matching) {
      const effect = effects.get(line);
      if (!effect) continue;
      effect.matches = true;
      if (line === deciding) {
        effect.files += 1;
        effect.bytes += bytes;
      } else if (deciding && deciding.isNegated !== line.isNegated && deciding.line > line.line) {
        effect.undoneBy ??= deciding;
      }
    }
  }
  return effects;
}
