import type { Dockerfile, Span, Stage } from '../../dockerfile/tree';
import { parse } from '../../dockerfile/parse';
import type { Facts } from '../rule';
import type { Base } from './bases';
import type { Placed } from './conversion';
import { type Source, sourcesOf } from './sources';

/** An ONBUILD trigger in the stage that takes it over; BuildKit locates whatever it finds in it at that stage's FROM. */
export interface Trigger extends Placed {
  readonly stage: Stage;
  readonly order: number;
}

/** The stages that `target` is made of: what it builds on and what it copies or mounts from. */
export function reachable(
  target: Stage | undefined,
  bases: readonly Base[],
  sources: readonly Source[],
): ReadonlySet<Stage> {
  const found = new Set<Stage>();
  const waiting = target === undefined ? [] : [target];
  const used = new Map<Stage, Stage[]>();
  for (const { stage, target: from } of sources) {
    if (from.kind !== 'stage') continue;
    const stages = used.get(stage);
    if (stages === undefined) used.set(stage, [from.stage]);
    else stages.push(from.stage);
  }
  for (let stage = waiting.pop(); stage !== undefined; stage = waiting.pop()) {
    if (found.has(stage)) continue;
    found.add(stage);
    const parent = bases[stage.index]?.parent;
    if (parent !== undefined) waiting.push(parent.stage);
    waiting.push(...(used.get(stage) ?? []));
  }
  return found;
}

/** What a stage takes over from the stage, or the image, that it builds on. */
function inherited({ stage, parent, name }: Base, facts: Facts): readonly Omit<Trigger, 'order'>[] {
  if (parent !== undefined) {
    return parent.stage.instructions.flatMap(({ trigger }) =>
      trigger === undefined
        ? []
        : [{ stage, instruction: trigger, from: stage.from, isTrigger: true, locate: (span: Span) => span }],
    );
  }
  const texts = name === undefined ? undefined : facts.imageConfig?.(name.value)?.onBuild;
  return (texts ?? []).flatMap((text) =>
    parse(text).instructions.map((instruction) => ({
      stage,
      instruction,
      from: stage.from,
      isTrigger: true,
      // The trigger's own text is not in this file.
      locate: () => stage.image?.span ?? stage.from.keywordSpan,
    })),
  );
}

/**
 * The triggers of every reachable stage. They may copy from stages that nothing needed before, so this goes on until
 * nothing new turns up.
 */
export function triggersOf(
  dockerfile: Dockerfile,
  bases: readonly Base[],
  sources: readonly Source[],
  target: Stage | undefined,
  facts: Facts,
): readonly Trigger[] {
  const triggers: Trigger[] = [];
  const waiting = new Map<Stage, readonly Omit<Trigger, 'order'>[]>();
  for (const base of bases) {
    const own = inherited(base, facts);
    if (own.length > 0) waiting.set(base.stage, own);
  }
  let all = sources;
  while (waiting.size > 0) {
    const needed = reachable(target, bases, all);
    const added = [...waiting].filter(([stage]) => needed.has(stage));
    if (added.length === 0) break;
    for (const [stage, own] of added) {
      waiting.delete(stage);
      triggers.push(...own.map((trigger, index) => ({ ...trigger, order: triggers.length + index })));
      all = [...all, ...sourcesOf(dockerfile, stage, own)];
    }
  }
  return triggers;
}
