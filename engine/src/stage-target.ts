import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { targetStage } from '../../server/src/dockerfile/stages';
import type { Dockerfile } from '../../server/src/dockerfile/tree';
import { t } from '../../server/src/text';
import { EngineError } from './errors';

/** How a builder, which knows stages by name alone, is told to build a stage. */
export interface StageTarget {
  /** For `--target`; undefined for the last stage. */
  readonly target: string | undefined;
  /** The stage has no name: the build gets only so many lines of the Dockerfile, up to its end. */
  readonly lines: number | undefined;
}

/**
 * @param wanted a stage's name, or the index of a stage
 * @throws EngineError `invalid` where the file has no such stage
 */
export function stageTarget(dockerfile: Dockerfile, wanted: string | undefined): StageTarget {
  if (wanted === undefined || wanted === '') return { target: undefined, lines: undefined };
  if (targetStage(dockerfile, wanted)) return { target: wanted, lines: undefined };
  const stage = /^\d+$/.test(wanted) ? dockerfile.stages[Number(wanted)] : undefined;
  if (!stage) {
    throw new EngineError(
      'invalid',
      t('The Dockerfile has no stage "{0}": choose another, or name one with AS in its FROM.', wanted),
    );
  }
  if (stage === dockerfile.stages.at(-1)) return { target: undefined, lines: undefined };
  if (stage.name !== undefined) return { target: stage.name, lines: undefined };
  return { target: undefined, lines: dockerfile.lines.lineAt(stage.span.end) + 1 };
}

/** The first lines of a text. */
export function firstLines(text: string, lines: number): string {
  return text.split('\n').slice(0, lines).join('\n');
}

/**
 * Lends `work` a Dockerfile of this text, with the ignore file of the original beside it; both are gone afterwards.
 */
export async function withDockerfile<T>(
  text: string,
  original: string,
  work: (path: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'strata-build-'));
  try {
    const path = join(folder, 'Dockerfile');
    await writeFile(path, text);
    await copyFile(`${original}.dockerignore`, `${path}.dockerignore`).catch(() => undefined);
    return await work(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
