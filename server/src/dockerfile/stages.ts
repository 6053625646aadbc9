import { buildScope, noFacts, valuesOf, variablesIn, type BuildFacts } from './build-scope';
import { mountOptions } from './mounts';
import { remembered } from './remembered';
import type { Dockerfile, Instruction, Mapped, Stage } from './tree';
import { expand } from './variables';

/** A stage that an instruction takes something from. */
export interface StageUse {
  readonly kind: 'FROM' | 'COPY' | 'mount';
  /** As typed. */
  readonly reference: Mapped;
  readonly instruction: Instruction;
  /** Undefined when the reference names an image, or nothing. */
  readonly stage: Stage | undefined;
}

const stagesByName = remembered((stages: Dockerfile['stages']) => {
  const named = new Map<string, Stage[]>();
  for (const stage of stages) {
    if (stage.name === undefined) continue;
    const same = named.get(stage.name);
    if (same) same.push(stage);
    else named.set(stage.name, [stage]);
  }
  return named;
});

function stagesNamed(dockerfile: Dockerfile, name: string): readonly Stage[] {
  return stagesByName(dockerfile.stages).get(name) ?? [];
}

/**
 * The stage that a reference means, as BuildKit resolves it: FROM expands it and compares it with the names of the
 * stages above, upper case included, so that `FROM Base` finds no stage `base`; COPY and mounts ignore case and find
 * stages further down too, which the builder then rejects; only COPY knows indexes. Of several stages with one name the
 * last counts.
 */
export function stageByReference(
  dockerfile: Dockerfile,
  reference: Mapped | string,
  use: { readonly from: StageUse['kind']; readonly at: Instruction; readonly facts?: BuildFacts },
): Stage | undefined {
  const text = typeof reference === 'string' ? reference : reference.text;
  if (use.from !== 'FROM') {
    if (use.from === 'COPY' && /^[+-]?\d+$/.test(text)) return dockerfile.stages[Number(text)];
    return stagesNamed(dockerfile, text.toLowerCase()).at(-1);
  }
  const name = typeof reference === 'string' ? reference : expandedImage(dockerfile, reference, use.facts);
  return stagesNamed(dockerfile, name).findLast((stage) => stage.index < use.at.stage);
}

/** The image word of FROM after expansion; empty where it does not expand. */
export function expandedImage(dockerfile: Dockerfile, word: Mapped, facts?: BuildFacts): string {
  return expand(word, dockerfile.escape, valuesOf(variablesIn(buildScope(dockerfile, facts)))).value;
}

/** The stage that a stage is built on, when it is one of the same file. */
export function baseStage(dockerfile: Dockerfile, stage: Stage, facts?: BuildFacts): Stage | undefined {
  if (!stage.image) return undefined;
  const known = knownBases(dockerfile)(facts ?? noFacts);
  if (known.has(stage)) return known.get(stage);
  const base = stageByReference(dockerfile, stage.image, {
    from: 'FROM',
    at: stage.from,
    ...(facts ? { facts } : {}),
  });
  known.set(stage, base);
  return base;
}

/** Chains of stages are walked again and again, so each step of them is found once. */
const knownBases = remembered(() => remembered(() => new Map<Stage, Stage | undefined>()));

/** What ONBUILD of the stage that a stage is built on makes happen at its FROM. */
export function triggersOf(dockerfile: Dockerfile, stage: Stage, facts?: BuildFacts): readonly Instruction[] {
  const base = baseStage(dockerfile, stage, facts);
  return base?.instructions.flatMap(({ trigger }) => (trigger ? [trigger] : [])) ?? [];
}

/** The stage, the one that it is built on, and so on, as far as they are in the file. */
export function stageChain(dockerfile: Dockerfile, stage: Stage, facts?: BuildFacts): readonly Stage[] {
  const chain = [stage];
  for (let base = baseStage(dockerfile, stage, facts); base; base = baseStage(dockerfile, base, facts)) {
    chain.push(base);
  }
  return chain;
}

/** The image at the root of the stage's chain, after expansion, e.g. `node:20` or `scratch`. */
export function imageOf(dockerfile: Dockerfile, stage: Stage, facts?: BuildFacts): string | undefined {
  const root = stageChain(dockerfile, stage, facts).at(-1) ?? stage;
  const image = root.image && expandedImage(dockerfile, root.image, facts);
  return image === '' ? undefined : image;
}

/** What an instruction takes from stages or images: FROM's base, `--from`, and `from=` of mounts; of a trigger too. */
export function stageUses(dockerfile: Dockerfile, instruction: Instruction, facts?: BuildFacts): StageUse[] {
  const uses: StageUse[] = [];
  const add = (kind: StageUse['kind'], reference: Mapped): void => {
    const use = { from: kind, at: instruction, ...(facts ? { facts } : {}) };
    uses.push({ kind, reference, instruction, stage: stageByReference(dockerfile, reference, use) });
  };
  const acting = instruction.trigger ?? instruction;
  if (acting.name === 'FROM' && acting.words[0]) add('FROM', acting.words[0]);
  for (const flag of acting.flags) {
    if (acting.name === 'COPY' && flag.name === 'from' && flag.value !== undefined && flag.valueSpan) {
      add('COPY', { text: flag.value, span: flag.valueSpan, at: (index) => flag.valueAt(index) });
    }
    if (acting.name !== 'RUN' || flag.name !== 'mount') continue;
    for (const { key, valueWord } of mountOptions(flag)) {
      if (key.toLowerCase() === 'from' && valueWord) add('mount', valueWord);
    }
  }
  return uses;
}

/** The stage that `--target` names, ignoring case, or the last one. */
export function targetStage(dockerfile: Dockerfile, target?: string): Stage | undefined {
  if (target === undefined || target === '') return dockerfile.stages.at(-1);
  return stagesNamed(dockerfile, target.toLowerCase()).at(-1);
}

/** The stages that a build of the target needs, in file order; none when there is no such target. */
export function reachableStages(
  dockerfile: Dockerfile,
  target?: string,
  facts?: BuildFacts,
): readonly Stage[] {
  const start = targetStage(dockerfile, target);
  const reached = new Set<Stage>();
  const waiting = start ? [start] : [];
  for (let stage = waiting.pop(); stage; stage = waiting.pop()) {
    if (reached.has(stage)) continue;
    reached.add(stage);
    const own = stage.instructions.filter(({ trigger }) => !trigger);
    for (const instruction of [...own, ...triggersOf(dockerfile, stage, facts)]) {
      for (const { stage: used } of stageUses(dockerfile, instruction, facts)) {
        if (used) waiting.push(used);
      }
    }
  }
  return dockerfile.stages.filter((stage) => reached.has(stage));
}
