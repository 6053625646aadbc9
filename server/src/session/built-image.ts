import type { Engine, HistoryEntry } from '../../../engine/src';
import type { Dockerfile, Instruction } from '../dockerfile/tree';
import { engine } from '../engine';
import type { BuiltImage } from '../layers/layers-view';

/** So many of the newest images are looked at for one that was built from a file. */
const mostCandidates = 20;

/**
 * The newest local image that was built from this file, with the size of each instruction's layer; `name` says which
 * image to take. Undefined when there is none. Throws the engine's errors.
 */
export async function builtImage(
  connection: Engine,
  dockerfile: Dockerfile,
  target: string | undefined,
  name?: string,
): Promise<BuiltImage | undefined> {
  const { historyByInstruction, imageHistory, localImages } = engine();
  for (const candidate of name === undefined ? newest(await localImages(connection)) : [name]) {
    const history = await imageHistory(connection, candidate);
    const byInstruction = historyByInstruction(dockerfile, history, target);
    if (!byInstruction || !(name !== undefined || tellsOf(byInstruction))) continue;
    const builtAt = history.at(-1)?.created;
    return {
      name: candidate,
      ...(builtAt === undefined ? {} : { builtAt }),
      layers: new Map(
        [...byInstruction].map(([instruction, { size, created }]) => [
          instruction.firstLine + 1,
          { size, createdAt: created },
        ]),
      ),
    };
  }
  return undefined;
}

function newest(
  images: readonly { id: string; name: string; tags: readonly string[]; created: string }[],
): string[] {
  const byDate = [...images].sort((a, b) => (a.created < b.created ? 1 : -1));
  return [
    ...new Map(
      byDate.map(({ id, name, tags }) => [id, tags[0] === undefined ? id : `${name}:${tags[0]}`]),
    ).values(),
  ].slice(0, mostCandidates);
}

/** The kinds of instructions fit already; an image of this file also holds the commands and paths that do not vary. */
function tellsOf(history: ReadonlyMap<Instruction, HistoryEntry>): boolean {
  const layers = [...history].filter(([{ name }]) => ['RUN', 'COPY', 'ADD'].includes(name));
  return layers.every(([instruction, { createdBy }]) => {
    const words =
      instruction.form === 'exec' ? instruction.words.map(({ value }) => value) : [commandOf(instruction)];
    const made = flat(createdBy);
    return instruction.name === 'RUN'
      ? words.every((word) => made.includes(flat(word)))
      : instruction.words.slice(-1).every(({ value }) => value.includes('$') || made.includes(flat(value)));
  });
}

function commandOf(instruction: Instruction): string {
  return instruction.heredocs[0]?.body ?? instruction.words[0]?.value ?? '';
}

function flat(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
