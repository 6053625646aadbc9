import { stageChain, targetStage } from '../../server/src/dockerfile/stages';
import type { Dockerfile, Instruction } from '../../server/src/dockerfile/tree';
import { asking } from './connect';
import type { Engine } from './connect';

/** One step of an image's making. */
export interface HistoryEntry {
  /** The engine's own words for the step. */
  readonly createdBy: string;
  /** E.g. `RUN`; undefined where the words do not tell. */
  readonly instruction: string | undefined;
  /** ISO date. */
  readonly created: string;
  /** Bytes that its layer added. */
  readonly size: number;
  /** The image up to here, where the engine has it (classic builder). */
  readonly id: string | undefined;
  readonly tags: readonly string[];
}

/** How an image came to be, the oldest step first. @throws EngineError `not-found` */
export function imageHistory(engine: Engine, reference: string): Promise<HistoryEntry[]> {
  return asking(engine, async () => {
    const entries = (await engine.docker.getImage(reference).history()) as {
      Id: string;
      Created: number;
      CreatedBy: string;
      Tags: string[] | null;
      Size: number;
    }[];
    return entries.reverse().map(({ Id, Created, CreatedBy, Tags, Size }) => ({
      createdBy: CreatedBy,
      instruction: instructionOf(CreatedBy),
      created: new Date(Created * 1000).toISOString(),
      size: Size,
      id: Id.startsWith('sha256:') ? Id : undefined,
      tags: Tags ?? [],
    }));
  });
}

/**
 * Lays an image's history beside the file that it was built from: by position, because the words differ between
 * builders and bear expanded variables. Counted from the end, so that the base image's own history need not be known.
 * Only the stages that the target is built FROM leave a history.
 *
 * @returns undefined where the history is not that of this file
 */
export function historyByInstruction(
  dockerfile: Dockerfile,
  history: readonly HistoryEntry[],
  target?: string,
): Map<Instruction, HistoryEntry> | undefined {
  const stage = targetStage(dockerfile, target);
  if (!stage) return undefined;
  const own = stageChain(dockerfile, stage)
    .toReversed()
    .flatMap((stage) => stage.instructions)
    .filter(({ name }) => name !== 'FROM' && (name !== 'ONBUILD' || isClassic(history)));
  if (own.length > history.length) return undefined;
  const last = history.slice(history.length - own.length);
  const fits = last.every(
    ({ instruction }, index) => instruction === undefined || instruction === own[index]?.name,
  );
  if (!fits || own.length === 0) return undefined;
  return new Map(own.flatMap((instruction, index) => (last[index] ? [[instruction, last[index]]] : [])));
}

/** The classic builder writes what it did not run as `/bin/sh -c #(nop) …`. */
const isClassic = (history: readonly HistoryEntry[]): boolean => {
  const words = history.at(-1)?.createdBy ?? '';
  return words.includes('#(nop)') || !/^[A-Z]+ |# buildkit$/.test(words);
};

function instructionOf(createdBy: string): string | undefined {
  const classic = /#\(nop\)\s+([A-Z]+)/.exec(createdBy)?.[1];
  if (classic !== undefined) return classic;
  const buildkit = /^([A-Z]+) /.exec(createdBy)?.[1];
  if (buildkit !== undefined) return buildkit;
  return /^(?:\|\d+ .*?)?\/bin\/sh -c /.test(createdBy) ? 'RUN' : undefined;
}
