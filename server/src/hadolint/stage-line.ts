import type { Dockerfile, Stage } from '../dockerfile/tree';

/**
 * The stage, the one that it is built on, and so on, as hadolint follows them: by names as typed, without expansion, to
 * stages above only.
 */
export function stageLine({ stages }: Dockerfile, stage: Stage | undefined): readonly Stage[] {
  const line: Stage[] = [];
  for (let at = stage; at; at = baseOf(stages, at)) line.push(at);
  return line;
}

function baseOf(stages: readonly Stage[], { index, image }: Stage): Stage | undefined {
  return stages.findLast(
    (other) => other.index < index && image !== undefined && aliasOf(other) === image.text,
  );
}

/** The name of a stage as typed: hadolint minds its case. */
export function aliasOf({ from }: Stage): string | undefined {
  return from.words[2]?.text;
}
