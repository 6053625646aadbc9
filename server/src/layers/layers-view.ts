import type { Dockerfile, Instruction } from '../dockerfile/tree';
import type { LayerInstruction, LayersBasis, LayersTotals, LayersView } from '../protocol';
import { t } from '../text';
import { breaks, lineOf } from './breaks';
import { planOf, type Plan, type PlanOptions, type Step } from './plan';
import type { Verdict } from './predict';
import type { BuildRecord } from './record';

export interface LayersInputs extends PlanOptions {
  /** Path of the Dockerfile and of its build context, as they are shown. */
  readonly dockerfile: string;
  readonly context?: string;
  readonly builder?: LayersView['builder'];
  readonly computedAt: Date;
  /** The plan that `forecast` speaks of. */
  readonly plan?: Plan;
  /** Where an earlier build was recorded. */
  readonly forecast?: { readonly record: BuildRecord; readonly verdicts: ReadonlyMap<Step, Verdict> };
  /** What the engine tells of an image that was built from this file, mapped to its instructions. */
  readonly image?: BuiltImage;
}

export interface BuiltImage {
  readonly name: string;
  /** ISO date. */
  readonly builtAt?: string;
  /** 1-based line of the instruction → its layer. */
  readonly layers: ReadonlyMap<number, { readonly size?: number; readonly createdAt?: string }>;
}

/**
 * The layer-cache view. Without records of earlier builds it says what will be a layer and what would break it; with
 * a built image also how large each layer is.
 */
export function layersView(dockerfile: Dockerfile, inputs: LayersInputs): LayersView {
  const plan = inputs.plan ?? planOf(dockerfile, inputs);
  const steps = new Map(plan.steps.map((step) => [step.instruction, step]));
  const instructions = dockerfile.instructions.map((instruction) =>
    entry(dockerfile, instruction, steps.get(instruction), plan, inputs),
  );
  const { target } = plan;
  return {
    computedAt: inputs.computedAt.toISOString(),
    dockerfile: inputs.dockerfile,
    ...(inputs.context === undefined ? {} : { context: inputs.context }),
    ...(target ? { target: target.name ?? String(target.index) } : {}),
    builder: inputs.builder ?? 'unknown',
    basis: basis(dockerfile, inputs),
    instructions,
    totals: totals(instructions),
  };
}

function entry(
  dockerfile: Dockerfile,
  instruction: Instruction,
  step: Step | undefined,
  plan: Plan,
  { image, forecast }: LayersInputs,
): LayerInstruction {
  const line = lineOf(instruction);
  const built = image?.layers.get(line);
  return {
    line,
    endLine: instruction.lastLine + 1,
    stage: instruction.stage,
    instruction: instruction.name,
    text: dockerfile.text.slice(instruction.span.start, instruction.span.end),
    layer: step !== undefined && step.kind !== 'from',
    ...(step ? (foretold(forecast?.verdicts.get(step)) ?? prediction(step, plan)) : {}),
    ...(built?.size === undefined ? {} : { size: built.size }),
    ...(built?.createdAt === undefined ? {} : { createdAt: built.createdAt }),
  };
}

function foretold(verdict: Verdict | undefined): Partial<LayerInstruction> | undefined {
  if (!verdict) return undefined;
  const { prediction: found, reason, last } = verdict;
  return {
    prediction: found,
    ...(reason ? { reason } : {}),
    ...(last ? { last: last.status } : {}),
    ...(last?.seconds === undefined ? {} : { seconds: last.seconds }),
  };
}

function prediction(step: Step, plan: Plan): Pick<LayerInstruction, 'prediction' | 'reason' | 'breaks'> {
  if (!plan.needed.has(step.stage)) {
    return {
      prediction: 'not-built',
      reason: {
        kind: 'not-needed',
        message: t('The stage is not needed for {0}.', plan.target?.name ?? t('the last stage')),
      },
    };
  }
  const message =
    step.network === undefined
      ? t('No earlier build of this file is known, so there is nothing to compare with.')
      : t('{0} is asked at build time.', step.network);
  return {
    prediction: 'unknown',
    reason: { kind: step.network === undefined ? 'never-built' : 'network-source', message },
    breaks: breaks(step),
  };
}

function basis(dockerfile: Dockerfile, { image, forecast }: LayersInputs): LayersBasis {
  if (forecast) {
    const { image: built, builtAt } = forecast.record;
    return { kind: 'record', builtAt, ...(built === undefined ? {} : { image: image?.name ?? built }) };
  }
  if (image) {
    return {
      kind: 'image',
      image: image.name,
      ...(image.builtAt === undefined ? {} : { builtAt: image.builtAt }),
      note: t('Sizes come from the image; it tells nothing of the files that it was built from.'),
    };
  }
  const frontend = dockerfile.directives.find(({ name }) => name === 'syntax')?.value;
  return {
    kind: 'none',
    note:
      frontend !== undefined && !/^docker\.io\/docker\/dockerfile|^docker\/dockerfile/.test(frontend)
        ? t('{0} reads this file: nothing is foretold for other frontends than Docker’s own.', frontend)
        : t('No earlier build of this file is known.'),
  };
}

/** Counts what has a prediction, and adds up the sizes that are known. */
export function totals(instructions: readonly LayerInstruction[]): LayersTotals {
  const count = (wanted: LayerInstruction['prediction']) =>
    instructions.filter(({ prediction: found }) => found === wanted).length;
  const sizes = instructions.flatMap(({ size }) => size ?? []);
  const seconds = (wanted: LayerInstruction['prediction']) =>
    instructions.reduce((sum, one) => sum + (one.prediction === wanted ? (one.seconds ?? 0) : 0), 0);
  return {
    hit: count('hit'),
    rebuild: count('rebuild'),
    depends: count('depends'),
    unknown: count('unknown'),
    ...(sizes.length > 0 ? { size: sizes.reduce((sum, size) => sum + size, 0) } : {}),
    ...(instructions.some(({ seconds: known }) => known !== undefined)
      ? { cachedSeconds: seconds('hit'), rebuildSeconds: seconds('rebuild') }
      : {}),
  };
}
