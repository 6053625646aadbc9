import { posix } from 'node:path';
import type { BuildFacts } from '../dockerfile/build-scope';
import { environmentBefore, type Environment } from '../dockerfile/environment';
import { mountOptions } from '../dockerfile/mounts';
import {
  baseStage,
  expandedImage,
  reachableStages,
  stageByReference,
  targetStage,
} from '../dockerfile/stages';
import type { Dockerfile, Instruction, Mapped, Stage } from '../dockerfile/tree';
import { expand } from '../dockerfile/variables';

/**
 * What a build executes, in order, with everything of each step that decides whether its cached result is used
 * again (BuildKit, frontend/dockerfile/dockerfile2llb/convert.go and solver/llbsolver/ops). Nothing here looks at a
 * disk or an engine.
 */
export interface Plan {
  readonly steps: readonly Step[];
  /** The stage that is built; undefined in a file without stages, or when the target does not exist. */
  readonly target: Stage | undefined;
  /** Indexes of the stages that the target needs; BuildKit executes no other. */
  readonly needed: ReadonlySet<number>;
}

export interface Step {
  readonly instruction: Instruction;
  /** The ONBUILD trigger's instruction, or the instruction itself: what is executed. */
  readonly stage: number;
  readonly kind: 'from' | 'run' | 'copy' | 'workdir';
  /** The step whose result this one starts from; undefined on scratch and on an image. */
  readonly parent: Step | undefined;
  /** As BuildKit describes the result in its cache. */
  readonly description: string;
  /** All that is written in the file: part of the cache key under these names. */
  readonly inputs: ReadonlyMap<string, string>;
  /** RUN: the environment in the builder's order. */
  readonly environment: readonly (readonly [name: string, value: string])[];
  /** Those names of `environment` that are build arguments. */
  readonly arguments: ReadonlySet<string>;
  /** Files that enter the cache key by their content. */
  readonly reads: readonly Source[];
  /** A URL, a git repository: what lies there is asked at build time. */
  readonly network: string | undefined;
  /** The base image of a FROM, arguments expanded. */
  readonly image: string | undefined;
}

export interface Source {
  readonly from:
    | { readonly kind: 'context' }
    | { readonly kind: 'stage'; readonly stage: number }
    | { readonly kind: 'image'; readonly image: string };
  /** Paths or patterns as given, arguments expanded. */
  readonly paths: readonly string[];
  readonly exclude: readonly string[];
}

export interface BaseImage {
  readonly env: readonly string[];
  readonly workingDir?: string;
  readonly user?: string;
  readonly shell?: readonly string[];
}

export interface PlanOptions {
  readonly buildArgs?: ReadonlyMap<string, string>;
  readonly target?: string;
  /** `linux/arm64`; the engine's own when undefined. */
  readonly platform?: string;
  readonly imageConfig?: (reference: string) => BaseImage | undefined;
  /** The id and sharing of a cache mount are part of the key, as in the BuildKit of Docker 20.10. */
  readonly cacheIdsCount?: boolean;
}

/** What one stage hands on to the next instruction, and to a stage that continues it. */
interface State {
  directory: string;
  user: string;
  shell: readonly string[];
  step: Step | undefined;
}

interface Work {
  readonly dockerfile: Dockerfile;
  readonly facts: BuildFacts;
  readonly cacheIdsCount: boolean;
  readonly steps: Step[];
}

const defaultShell = ['/bin/sh', '-c'];

export function planOf(dockerfile: Dockerfile, options: PlanOptions): Plan {
  const { buildArgs, platform, imageConfig } = options;
  const facts: BuildFacts = {
    ...(buildArgs ? { buildArgs: Object.fromEntries(buildArgs) } : {}),
    ...(platform === undefined ? {} : { platform }),
    ...(imageConfig ? { imageEnv: (reference) => imageConfig(reference)?.env } : {}),
  };
  const work: Work = { dockerfile, facts, cacheIdsCount: options.cacheIdsCount ?? false, steps: [] };
  const ends: State[] = [];
  for (const stage of dockerfile.stages) {
    const parent = baseStage(dockerfile, stage, facts);
    const start = parent && ends[parent.index];
    ends.push(planStage(work, stage, start ? { ...start } : baseState(work, stage, imageConfig)));
  }
  return {
    steps: work.steps,
    target: targetStage(dockerfile, options.target),
    needed: new Set(reachableStages(dockerfile, options.target, facts).map(({ index }) => index)),
  };
}

/** An image or nothing under the stage: its FROM is a step, and the image's configuration is where it begins. */
function baseState(work: Work, stage: Stage, imageConfig: PlanOptions['imageConfig']): State {
  const { dockerfile, facts } = work;
  const image = stage.image ? expandedImage(dockerfile, stage.image, facts) : '';
  const config = image === 'scratch' ? undefined : imageConfig?.(image);
  const state: State = {
    directory: config?.workingDir || '/',
    user: config?.user ?? '',
    shell: config?.shell && config.shell.length > 0 ? config.shell : defaultShell,
    step: undefined,
  };
  if (image === 'scratch' || image === '') return state;
  const { env } = environmentBefore(dockerfile, stage.from, facts);
  const platform = stage.from.flags.find((flag) => flag.name === 'platform');
  advance(state, work, {
    ...blank(stage.from, stage.index, 'from'),
    inputs: new Map([
      ['image', image],
      [
        'platform',
        platform?.value === undefined ? '' : expand(plain(platform.value), dockerfile.escape, env).value,
      ],
    ]),
    image,
  });
  return state;
}

function planStage(work: Work, stage: Stage, state: State): State {
  const { dockerfile, facts } = work;
  for (const instruction of stage.instructions) {
    const environment = () => environmentBefore(dockerfile, instruction, facts);
    const firstWord = () => {
      const [word] = instruction.words;
      return word ? expand(word, dockerfile.escape, environment().env).value : '';
    };
    switch (instruction.name) {
      case 'SHELL':
        state.shell = instruction.words.map((word) => word.value);
        break;
      case 'USER':
        state.user = firstWord();
        break;
      case 'WORKDIR': {
        state.directory = absolute(state.directory, firstWord());
        const path = posix.resolve('/', state.directory);
        if (path !== '/') {
          advance(state, work, {
            ...blank(instruction, stage.index, 'workdir'),
            description: `WORKDIR ${firstWord()}`,
            inputs: new Map([['path', path]]),
          });
        }
        break;
      }
      case 'RUN':
        advance(state, work, runStep(work, instruction, environment(), state));
        break;
      case 'COPY':
      case 'ADD':
        advance(state, work, copyStep(dockerfile, instruction, environment(), state));
        break;
    }
  }
  return state;
}

function advance(state: State, work: Work, step: Step): void {
  state.step = { ...step, parent: state.step };
  work.steps.push(state.step);
}

function runStep(
  { dockerfile, cacheIdsCount }: Work,
  instruction: Instruction,
  environment: Environment,
  state: State,
): Step {
  const { heredocs, words, form, flags } = instruction;
  const text = words.map((word) => word.value);
  const only = heredocs.length === 1 && /^<<-?\s*(["']?)[^\s"']+\1$/.test(instruction.body.text.trim());
  const bodies = heredocs.map(({ name, body }) => (only ? body : `${name}\n${body}`));
  const command = [...(form === 'exec' ? [] : state.shell), ...(only ? [] : text), ...bodies];
  const inputs = new Map([
    ['command', JSON.stringify(command)],
    ['directory', state.directory],
    ['user', state.user],
  ]);
  const reads: Source[] = [];
  for (const [index, flag] of flags.entries()) {
    if (flag.name !== 'mount') {
      inputs.set(flag.name, flag.value ?? '');
      continue;
    }
    const options = new Map(
      mountOptions(flag).map(({ key, value }) => [
        key.toLowerCase(),
        value === undefined ? '' : expand(plain(value), dockerfile.escape, environment.env).value,
      ]),
    );
    const type = options.get('type') ?? 'bind';
    const from = options.get('from');
    if (type === 'bind' || (type === 'cache' && from !== undefined)) {
      reads.push({
        from: sourceOf(dockerfile, from, 'mount', instruction),
        paths: [options.get('source') ?? options.get('src') ?? '/'],
        exclude: [],
      });
    }
    // The id and sharing of a cache mount and where a secret comes from are no part of the key in later versions.
    const counted = [...options].filter(
      ([key]) => cacheIdsCount || type !== 'cache' || !['id', 'sharing'].includes(key),
    );
    inputs.set(`mount ${index + 1}`, JSON.stringify(counted.sort()));
  }
  return {
    ...blank(instruction, instruction.stage, 'run'),
    description: `mount / from exec ${command.join(' ')}`,
    inputs,
    environment: builderOrder(environment),
    arguments: new Set([...environment].flatMap(([name, { kind }]) => (kind === 'arg' ? [name] : []))),
    reads,
  };
}

function copyStep(
  dockerfile: Dockerfile,
  instruction: Instruction,
  { env }: Environment,
  state: State,
): Step {
  const words = instruction.words.map((word) =>
    instruction.form === 'exec'
      ? expand(plain(word.value), dockerfile.escape, env).value
      : expand(word, dockerfile.escape, env).value,
  );
  const sources = words.slice(0, -1);
  const flag = (name: string) => {
    const found = instruction.flags.find((candidate) => candidate.name === name);
    if (!found) return undefined;
    return found.value === undefined ? 'true' : expand(plain(found.value), dockerfile.escape, env).value;
  };
  const inputs = new Map([['destination', destination(state.directory, words.at(-1) ?? '')]]);
  for (const name of ['chown', 'chmod', 'link', 'parents', 'unpack', 'checksum', 'keep-git-dir']) {
    const value = flag(name);
    if (value !== undefined && value !== 'false') inputs.set(name, value);
  }
  const exclude = instruction.flags
    .filter(({ name }) => name === 'exclude')
    .map(({ value }) => expand(plain(value ?? ''), dockerfile.escape, env).value);
  if (exclude.length > 0) inputs.set('exclude', JSON.stringify(exclude));
  const network = sources.find((source) => isRemote(instruction.name, source));
  const files = sources.filter((source) => !isRemote(instruction.name, source) && !source.startsWith('<<'));
  inputs.set('sources', JSON.stringify(sources.map((source) => sourceName(source))));
  for (const [index, { name, body, expand: expands }] of instruction.heredocs.entries()) {
    const text = expands ? expand(plain(body), dockerfile.escape, env, { quotes: false }).value : body;
    inputs.set(`heredoc ${index + 1}`, `${name}\n${text}`);
  }
  return {
    ...blank(instruction, instruction.stage, 'copy'),
    description: `${instruction.name} ${expand(instruction.rest, dockerfile.escape, env).value}`,
    inputs,
    reads:
      files.length > 0
        ? [{ from: sourceOf(dockerfile, flag('from'), 'COPY', instruction), paths: files, exclude }]
        : [],
    network,
  };
}

/** The name under which a source arrives counts, the folder that it comes from does not; a pattern gives names itself. */
function sourceName(source: string): string {
  if (source.startsWith('<<') || /^[a-z]+:\/\//i.test(source)) return source;
  return /[*?[]/.test(source) ? '*' : posix.basename(posix.resolve('/', source));
}

function isRemote(name: string, source: string): boolean {
  return name === 'ADD' && /^(https?:\/\/|git@|git:\/\/|ssh:\/\/|.*\.git(#.*)?$)/i.test(source);
}

function sourceOf(
  dockerfile: Dockerfile,
  name: string | undefined,
  from: 'COPY' | 'mount',
  at: Instruction,
): Source['from'] {
  if (name === undefined) return { kind: 'context' };
  const stage = stageByReference(dockerfile, name, { from, at });
  return stage && stage.index < at.stage
    ? { kind: 'stage', stage: stage.index }
    : { kind: 'image', image: name };
}

/** The base image's variables first, then in the order of the instructions that gave each its last value. */
function builderOrder(environment: Environment): (readonly [string, string])[] {
  return [...environment]
    .filter(([, { kind, value, isUnknown }]) => kind !== 'predefined' && (value !== undefined || isUnknown))
    .sort(([, a], [, b]) => (a.pair?.span.start ?? -1) - (b.pair?.span.start ?? -1))
    .map(([name, { value }]) => [name, value ?? '']);
}

/** An absolute WORKDIR is kept as written, trailing slash included, and RUN's key holds it so. */
function absolute(directory: string, path: string): string {
  return path.startsWith('/') ? path : posix.join('/', directory, path);
}

/** A trailing slash means "into this folder" and is kept. */
function destination(directory: string, path: string): string {
  const joined = posix.resolve('/', directory, path);
  return /\/\.?$/.test(path) && joined !== '/' ? `${joined}/` : joined;
}

/** A text outside the file, for the lexer. */
function plain(text: string): Mapped {
  return { text, span: { start: 0, end: text.length }, at: (index) => index };
}

function blank(instruction: Instruction, stage: number, kind: Step['kind']): Step {
  return {
    instruction,
    stage,
    kind,
    parent: undefined,
    description: '',
    inputs: new Map(),
    environment: [],
    arguments: new Set(),
    reads: [],
    network: undefined,
    image: undefined,
  };
}
