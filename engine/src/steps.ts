import { createHash } from 'node:crypto';
import type { Dockerfile, Instruction, Stage } from '../../server/src/dockerfile/tree';

/** An instruction that the builder executes as a step of its own. */
export interface Step {
  /** 1-based. */
  readonly line: number;
  readonly endLine: number;
  /** Index of the stage, -1 before the first FROM. */
  readonly stage: number;
  /** E.g. `RUN`. */
  readonly instruction: string;
  /**
   * The number that the builder prints. BuildKit counts within a stage, the triggers of its base image not counted
   * here; the classic builder counts through the file.
   */
  readonly number: number;
  /** Equal for steps that come to the same in the builder's eyes: it then runs one for both. */
  readonly key: string;
}

const executed = new Set(['RUN', 'COPY', 'ADD', 'WORKDIR']);

/**
 * What BuildKit will execute, in the file's order: external base images, RUN, COPY, ADD and WORKDIR of the stages
 * that the target needs. Follows `dockerfile2llb/convert.go`, where `prefixCommand` counts what it names.
 */
export function buildkitSteps(dockerfile: Dockerfile, target?: string): Step[] {
  const states = new Map<Stage, Chain>();
  const steps: Step[] = [];
  const needed = neededStages(dockerfile, target);
  for (const stage of dockerfile.stages) {
    const base = baseStage(dockerfile, stage);
    const image = stage.image?.value ?? '';
    const flags = stage.from.flags.map(({ text }) => text).join(' ');
    const chain: Chain = {
      ...((base && states.get(base)) ?? { key: hash('base', flags, image), inherited: '' }),
    };
    let number = 0;
    const add = (instruction: Instruction) =>
      needed.has(stage) && steps.push(step(instruction, (number += 1), chain.key));
    if (!base && image.toLowerCase() !== 'scratch') add(stage.from);
    for (const instruction of stage.instructions.slice(1)) {
      const text = textOf(instruction);
      if (!executed.has(instruction.name)) {
        // Environment, user and shell decide what a later RUN is.
        chain.inherited = hash(chain.inherited, text);
        continue;
      }
      if (instruction.name === 'WORKDIR' && instruction.words[0]?.value === '/') continue;
      const environment = instruction.name === 'RUN' || text.includes('$') ? chain.inherited : '';
      const sources = sourceStages(dockerfile, instruction).map((source) => states.get(source)?.key ?? '');
      chain.key = hash(chain.key, environment, text, ...sources);
      add(instruction);
    }
    states.set(stage, chain);
  }
  return steps;
}

/** What the classic builder will execute: every instruction up to the end of the target. */
export function classicSteps(dockerfile: Dockerfile, target?: string): Step[] {
  const last = targetStage(dockerfile, target)?.index ?? Infinity;
  return dockerfile.instructions
    .filter(({ stage }) => stage <= last)
    .map((instruction, index) => step(instruction, index + 1, String(index)));
}

/** How a builder names its steps, as far as it concerns us. */
interface StepName {
  readonly stage: string | undefined;
  readonly number: number;
  readonly onbuild: boolean;
}

/** Reads `[linux/amd64 build 2/4] RUN make`; undefined for the builder's own doings. */
function stepName(name: string): StepName | undefined {
  const found = /^\[(?:([^\s\]]*\/[^\s\]]*) )?(?:([^\s\]/]+) )? *(\d+)\/\d+\] (ONBUILD )?/.exec(name);
  if (!found?.[3]) return undefined;
  return { stage: found[2], number: Number(found[3]), onbuild: found[4] !== undefined };
}

/**
 * Finds the steps behind a vertex's name; none for the builder's own doings. Triggers of a base image belong to the
 * FROM line. Feed it every name as it comes: only the names tell how many triggers a base brought along.
 */
export function stepFinder(dockerfile: Dockerfile, steps: readonly Step[]): (name: string) => Step[] {
  const triggers = new Map<number, number>();
  const withEqual = (found: Step | undefined) => (found ? steps.filter(({ key }) => key === found.key) : []);
  const from = (stage: number) =>
    steps.find((candidate) => candidate.stage === stage && candidate.instruction === 'FROM');
  return (name) => {
    const parsed = stepName(name);
    if (!parsed) return withEqual(imageStep(dockerfile, steps, name));
    const stage = stageOf(dockerfile, parsed.stage);
    if (!stage) return [];
    const first = from(stage.index) ? 1 : 0;
    if (parsed.onbuild) {
      triggers.set(stage.index, Math.max(triggers.get(stage.index) ?? 0, parsed.number - first));
      return withEqual(from(stage.index));
    }
    const brought = parsed.number > first ? (triggers.get(stage.index) ?? 0) : 0;
    const number = parsed.number - brought;
    return withEqual(
      steps.find((candidate) => candidate.stage === stage.index && candidate.number === number),
    );
  };
}

/** The FROM of an image that two stages share (`FROM docker.io/library/node:20`) or whose fetching failed. */
export function imageStep(dockerfile: Dockerfile, steps: readonly Step[], name: string): Step | undefined {
  const image = /^(?:FROM|\[internal\] load metadata for) (\S+)/.exec(name)?.[1];
  if (image === undefined) return undefined;
  return steps.find(({ instruction, stage }) => {
    const own = instruction === 'FROM' ? dockerfile.stages[stage]?.image?.value : undefined;
    return own !== undefined && fullName(own) === fullName(image);
  });
}

/** `node` is `docker.io/library/node:latest`; a digest after a tag says nothing about which line it was. */
function fullName(image: string): string {
  const bare = image
    .replace(/^docker\.io\//, '')
    .replace(/^library\//, '')
    .replace(/(:[^/@]+)@.*$/, '$1');
  return /[:@][^/]*$/.test(bare) ? bare : `${bare}:latest`;
}

/** BuildKit prints `stage-0` for stages without name, and nothing where there is one alone. */
function stageOf(dockerfile: Dockerfile, name: string | undefined): Stage | undefined {
  if (name === undefined) return dockerfile.stages[0];
  return (
    dockerfile.stages.find((stage) => stage.name === name.toLowerCase()) ??
    dockerfile.stages[Number(/^stage-(\d+)$/.exec(name)?.[1] ?? NaN)]
  );
}

/** The stage that a build without or with `--target` makes; undefined where there is none of that name. */
export function targetStage(dockerfile: Dockerfile, target: string | undefined): Stage | undefined {
  if (target === undefined || target === '') return dockerfile.stages.at(-1);
  return (
    dockerfile.stages.find(({ name }) => name === target.toLowerCase()) ??
    (/^\d+$/.test(target) ? dockerfile.stages[Number(target)] : undefined)
  );
}

interface Chain {
  key: string;
  /** All that is no step but decides about later ones. */
  inherited: string;
}

function step(instruction: Instruction, number: number, key: string): Step {
  return {
    line: instruction.firstLine + 1,
    endLine: instruction.lastLine + 1,
    stage: instruction.stage,
    instruction: instruction.name,
    number,
    key,
  };
}

const hash = (...parts: string[]): string => createHash('sha256').update(JSON.stringify(parts)).digest('hex');

const textOf = (instruction: Instruction): string =>
  JSON.stringify([instruction.name, instruction.rest.text, instruction.heredocs.map(({ body }) => body)]);

/** The stage of this file that a stage is built FROM. */
export function baseStage(dockerfile: Dockerfile, stage: Stage): Stage | undefined {
  const name = stage.image?.value.toLowerCase();
  return dockerfile.stages
    .slice(0, stage.index)
    .findLast((earlier) => earlier.name === name && name !== undefined);
}

/** The target and all stages that it is made from. */
function neededStages(dockerfile: Dockerfile, target: string | undefined): ReadonlySet<Stage> {
  const needed = new Set<Stage>();
  const visit = (stage: Stage | undefined) => {
    if (!stage || needed.has(stage)) return;
    needed.add(stage);
    visit(baseStage(dockerfile, stage));
    for (const instruction of stage.instructions) {
      sourceStages(dockerfile, instruction).forEach(visit);
    }
  };
  visit(targetStage(dockerfile, target));
  return needed;
}

/** The stages that a COPY or a mount takes from. */
function sourceStages(dockerfile: Dockerfile, instruction: Instruction): Stage[] {
  const stages: (Stage | undefined)[] = instruction.flags.map((flag) => {
    if (flag.name === 'from' && flag.value !== undefined) {
      return stageNamed(dockerfile, flag.value, instruction);
    }
    const from = flag.name === 'mount' ? /(?:^|,)from=([^,]+)/.exec(flag.value ?? '')?.[1] : undefined;
    return from === undefined ? undefined : stageNamed(dockerfile, from, instruction);
  });
  return stages.filter((found) => found !== undefined);
}

function stageNamed(dockerfile: Dockerfile, name: string, at: Instruction): Stage | undefined {
  return dockerfile.stages
    .slice(0, Math.max(0, at.stage))
    .findLast((stage) => stage.name === name.toLowerCase() || String(stage.index) === name);
}
