import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import type { BuildFacts } from '../../server/src/dockerfile/build-scope';
import { environmentBefore } from '../../server/src/dockerfile/environment';
import {
  baseStage,
  expandedImage,
  reachableStages,
  stageUses,
  targetStage,
} from '../../server/src/dockerfile/stages';
import type { Dockerfile, Instruction, Stage } from '../../server/src/dockerfile/tree';
import { expand } from '../../server/src/dockerfile/variables';

/** An instruction that the builder executes as a step of its own. */
export interface Step {
  /** 1-based. */
  readonly line: number;
  readonly endLine: number;
  /** Index of the stage, -1 before the first FROM. */
  readonly stage: number;
  /** E.g. `RUN`. */
  readonly instruction: string;
  /** For FROM: the base image, variables expanded. */
  readonly image: string | undefined;
  /**
   * The number that the builder prints. BuildKit counts within a stage, the triggers of its base image not counted
   * here; the classic builder counts through the file.
   */
  readonly number: number;
  /** Equal for steps that come to the same in the builder's eyes: it then runs one for both. */
  readonly key: string;
}

/**
 * What BuildKit will execute, in the file's order: external base images, RUN, COPY, ADD and WORKDIR of the stages
 * that the target needs. Follows `dockerfile2llb/convert.go`, where `prefixCommand` counts what it names.
 */
export function buildkitSteps(dockerfile: Dockerfile, target?: string, facts?: BuildFacts): Step[] {
  const states = new Map<Stage, StageState>();
  const steps: Step[] = [];
  const needed = new Set(reachableStages(dockerfile, target, facts));
  for (const stage of dockerfile.stages) {
    const base = baseStage(dockerfile, stage, facts);
    const image = stage.image ? expandedImage(dockerfile, stage.image, facts) : '';
    const platform = stage.from.flags.map(({ text }) => text).join(' ');
    const state: StageState = {
      ...((base && states.get(base)) ?? { key: hash('base', platform, image), shell: '', workdir: '/' }),
    };
    let number = 0;
    const add = (instruction: Instruction) => {
      number += 1;
      if (needed.has(stage)) steps.push(step(instruction, number, state.key, image));
    };
    if (!base && image !== 'scratch') add(stage.from);
    for (const instruction of stage.instructions.slice(1)) {
      if (executes(dockerfile, instruction, state, facts)) {
        const sources = stageUses(dockerfile, instruction, facts).map(
          (use) => use.stage && states.get(use.stage)?.key,
        );
        state.key = hash(state.key, inputOf(dockerfile, instruction, state, facts), sources);
        add(instruction);
      }
    }
    states.set(stage, state);
  }
  return steps;
}

/** What a stage is when an instruction begins, as far as later steps depend on it. */
interface StageState {
  key: string;
  /** SHELL and USER, which decide what a RUN is. */
  shell: string;
  workdir: string;
}

/** Whether an instruction is a step; notes what it changes for later ones. */
function executes(
  dockerfile: Dockerfile,
  instruction: Instruction,
  state: StageState,
  facts: BuildFacts | undefined,
): boolean {
  switch (instruction.name) {
    case 'RUN':
    case 'COPY':
    case 'ADD':
      return true;
    case 'WORKDIR': {
      const [word] = instruction.words;
      const { env } = environmentBefore(dockerfile, instruction, facts);
      const path = word ? expand(word, dockerfile.escape, env).value : '';
      state.workdir = posix.resolve(state.workdir, path);
      return state.workdir !== '/';
    }
    case 'SHELL':
    case 'USER':
      state.shell = hash(state.shell, instruction.name, instruction.rest.text);
      return false;
    default:
      return false;
  }
}

/** What the builder makes of an instruction, apart from the state that it starts from. */
function inputOf(
  dockerfile: Dockerfile,
  instruction: Instruction,
  { shell, workdir }: StageState,
  facts: BuildFacts | undefined,
): string {
  if (instruction.name === 'WORKDIR') return hash('WORKDIR', workdir);
  const text = [instruction.name, instruction.rest.text, ...instruction.heredocs.map(({ body }) => body)];
  // A RUN has all variables in its environment, COPY and ADD only what they name.
  const variables =
    instruction.name === 'RUN' || instruction.rest.text.includes('$')
      ? [...environmentBefore(dockerfile, instruction, facts)].map(([name, { value }]) => [name, value])
      : [];
  return hash(text, variables, instruction.name === 'RUN' ? shell : '', workdir);
}

/** What the classic builder will execute: every instruction up to the end of the target. */
export function classicSteps(dockerfile: Dockerfile, target?: string, facts?: BuildFacts): Step[] {
  const last = targetStage(dockerfile, target)?.index ?? Infinity;
  return dockerfile.instructions
    .filter(({ stage }) => stage <= last)
    .map((instruction, index) => {
      const [word] = instruction.words;
      const image = instruction.name === 'FROM' && word ? expandedImage(dockerfile, word, facts) : undefined;
      return step(instruction, index + 1, String(index), image);
    });
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
    if (!parsed) return withEqual(imageStep(steps, name));
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
export function imageStep(steps: readonly Step[], name: string): Step | undefined {
  const image = /^(?:FROM|\[internal\] load metadata for) (\S+)/.exec(name)?.[1];
  if (image === undefined) return undefined;
  return steps.find((step) => step.image !== undefined && fullName(step.image) === fullName(image));
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

function step(instruction: Instruction, number: number, key: string, image: string | undefined): Step {
  return {
    line: instruction.firstLine + 1,
    endLine: instruction.lastLine + 1,
    stage: instruction.stage,
    instruction: instruction.name,
    image: instruction.name === 'FROM' ? image : undefined,
    number,
    key,
  };
}

const hash = (...parts: unknown[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex');
