import type { Dockerfile, Instruction, Span, Stage } from '../../dockerfile/tree';
import { targetStage } from '../../dockerfile/stages';
import type { Facts } from '../rule';
import { type Base, type Globals, globalArguments, resolveBases } from './bases';
import { dispatchStage, type Command, type State } from './dispatch';
import { type Source, sourcesOf } from './sources';
import { reachable, type Trigger, triggersOf } from './triggers';

/**
 * What BuildKit makes of a file before anything runs: its frontend (dockerfile2llb/convert.go) walked through without
 * stopping at errors, so that rules can look at every value that it would see.
 */
export interface Conversion {
  readonly globals: Globals;
  /** One for each stage. */
  readonly bases: readonly Base[];
  /** Every `COPY --from` and `--mount=…from=`, in the builder's order. */
  readonly sources: readonly Source[];
  /** What ONBUILD sets off, in the order in which the stages that the target needs take it over. */
  readonly triggers: readonly Trigger[];
  /** In the order in which the builder takes them; with a target, only what it needs. */
  readonly commands: readonly Command[];
}

const known = new WeakMap<Dockerfile, { facts: Facts; conversion: Conversion }>();

/** One walk for all rules that look at the same file with the same facts. */
export function conversion(dockerfile: Dockerfile, facts: Facts): Conversion {
  const last = known.get(dockerfile);
  if (last?.facts === facts) return last.conversion;
  const made = convert(dockerfile, facts);
  known.set(dockerfile, { facts, conversion: made });
  return made;
}

function convert(dockerfile: Dockerfile, facts: Facts): Conversion {
  const globals = globalArguments(dockerfile, facts);
  const bases = resolveBases(dockerfile, globals, facts);
  const ownPlaces = dockerfile.stages.map((stage) =>
    stage.instructions.filter(({ name }) => name !== 'FROM').map(ownPlace),
  );
  const placesOf = (stage: Stage) => ownPlaces[stage.index] ?? [];
  const ownSources = dockerfile.stages.flatMap((stage) => sourcesOf(dockerfile, stage, placesOf(stage)));
  const target = targetStage(dockerfile, facts.target) ?? dockerfile.stages.at(-1);
  const triggers = triggersOf(dockerfile, bases, ownSources, target, facts);
  const sources = [
    ...ownSources,
    ...triggers.flatMap((trigger) => sourcesOf(dockerfile, trigger.stage, [trigger])),
  ];

  const needed = facts.target === undefined ? undefined : reachable(target, bases, sources);
  const triggersByStage = new Map<Stage, Trigger[]>();
  for (const trigger of triggers) {
    const own = triggersByStage.get(trigger.stage);
    if (own === undefined) triggersByStage.set(trigger.stage, [trigger]);
    else own.push(trigger);
  }
  const states = new Map<Stage, State>();
  const commands: Command[] = [];
  for (const base of bases) {
    if (needed !== undefined && !needed.has(base.stage)) continue;
    const own = triggersByStage.get(base.stage) ?? [];
    const places = [...own, ...placesOf(base.stage)];
    const { state, dispatched } = dispatchStage(
      dockerfile,
      facts,
      globals,
      base,
      states,
      places,
      commands.length,
    );
    states.set(base.stage, state);
    for (const command of dispatched) commands.push(command);
  }
  return { globals, bases, sources, triggers, commands };
}

/** An instruction and where the builder locates what it finds in it. */
export interface Placed {
  readonly instruction: Instruction;
  /** The FROM that set it off, for a trigger; the instruction itself otherwise. */
  readonly from: Instruction;
  readonly isTrigger: boolean;
  readonly locate: (span: Span) => Span;
}

function ownPlace(instruction: Instruction): Placed {
  return { instruction, from: instruction, isTrigger: false, locate: (span) => span };
}
