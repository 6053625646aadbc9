import type { Dockerfile, Stage } from '../../dockerfile/tree';
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
    if (from.kind === 'stage') used.set(stage, [...(used.get(stage) ?? []), from.stage]);
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

/**
 * The triggers of every reachable stage that builds on a stage with ONBUILD. They may copy from stages that nothing
 * needed before, so this goes on until nothing new turns up.
 */
export function triggersOf(
  dockerfile: Dockerfile,
  bases: readonly Base[],
  sources: readonly Source[],
  target: Stage | undefined,
): readonly Trigger[] {
  const triggers: Trigger[] = [];
  const done = new Set<Stage>();
  let all = sources;
  for (;;) {
    const fresh = bases.filter(({ stage, parent }) => parent !== undefined && !done.has(stage));
    const needed = fresh.length === 0 ? undefined : reachable(target, bases, all);
    const taking = fresh.filter(({ stage }) => needed?.has(stage));
    const added = taking.flatMap(({ stage, parent }) => {
      done.add(stage);
      return (parent?.stage.instructions ?? []).flatMap(({ trigger }) =>
        trigger === undefined
          ? []
          : [
              {
                stage,
                instruction: trigger,
                from: stage.from,
                isTrigger: true,
                locate: (span: Trigger['instruction']['span']) => span,
              },
            ],
      );
    });
    triggers.push(...added.map((trigger, index) => ({ ...trigger, order: triggers.length + index })));
    if (added.length === 0) return triggers;
    all = [...all, ...added.flatMap((trigger) => sourcesOf(dockerfile, trigger.stage, [trigger]))];
  }
}
