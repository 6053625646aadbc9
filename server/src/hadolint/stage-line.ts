import { remembered } from '../dockerfile/remembered';
import type { Dockerfile, Stage } from '../dockerfile/tree';

/**
 * The stage, the one that it is built on, and so on, as hadolint follows them: by names as typed, without expansion, to
 * stages above only.
 */
export function* stageLine(
  dockerfile: Dockerfile,
  stage: Stage | undefined,
): Generator<Stage, void, undefined> {
  const bases = basesOf(dockerfile);
  for (let at = stage; at; at = bases.get(at)) yield at;
}

const basesOf = remembered(({ stages }: Dockerfile): ReadonlyMap<Stage, Stage> => {
  const bases = new Map<Stage, Stage>();
  const above = new Map<string, Stage>();
  for (const stage of stages) {
    const base = above.get(stage.image?.text ?? '');
    if (base) bases.set(stage, base);
    const alias = aliasOf(stage);
    if (alias !== undefined) above.set(alias, stage);
  }
  return bases;
});

/** The name of a stage as typed: hadolint minds its case. */
export function aliasOf({ from }: Stage): string | undefined {
  return from.words[2]?.text;
}
