import { environmentBefore } from '../dockerfile/environment';
import { imageOf, stageChain } from '../dockerfile/stages';
import type { Dockerfile, Instruction, Stage } from '../dockerfile/tree';
import { expand } from '../dockerfile/variables';
import type { FeatureFacts } from './facts';
import { buildFacts } from './build-facts';

/** What the image holds at some point of a stage, as far as the file and what is known of its base image say. */
export interface StageConfig {
  readonly entrypoint: Command | undefined;
  readonly command: Command | undefined;
  readonly shell: readonly string[];
  /** Absolute, unless the base image is unknown and the file names a relative path only. */
  readonly directory: string | undefined;
  readonly user: string | undefined;
  /** The image below all stages where its configuration is not known: it may have set what is undefined here. */
  readonly unknownBase: string | undefined;
}

export interface Command {
  /** As the engine starts it: the shell form is wrapped already. */
  readonly words: readonly string[];
  readonly form: 'exec' | 'shell';
  /** Undefined when the base image brought it. */
  readonly setBy: Instruction | undefined;
}

const linuxShell = ['/bin/sh', '-c'];
const windowsShell = ['cmd', '/S', '/C'];

/** The configuration at the end of a stage, or in front of an instruction of it. */
export function stageConfig(
  dockerfile: Dockerfile,
  stage: Stage,
  facts: FeatureFacts,
  before?: Instruction,
): StageConfig {
  const steps = stageSteps(dockerfile, stage, facts);
  let step = steps.next();
  while (!step.done && step.value.instruction !== before) step = steps.next();
  return step.done ? step.value : step.value.config;
}

/** Every instruction of a stage and those that it is built on, with the configuration in front of it; then the last. */
export function* stageSteps(
  dockerfile: Dockerfile,
  stage: Stage,
  facts: FeatureFacts,
): Generator<{ instruction: Instruction; config: StageConfig }, StageConfig> {
  const build = buildFacts(facts);
  let config = baseConfig(imageOf(dockerfile, stage, build), facts);
  for (const each of [...stageChain(dockerfile, stage, build)].reverse()) {
    let setsCommand = false;
    for (const instruction of each.instructions) {
      yield { instruction, config };
      if (instruction.name === 'CMD') setsCommand = true;
      config = applied(config, dockerfile, instruction, facts, setsCommand);
    }
  }
  return config;
}

/** What `docker run IMAGE`, followed by these words, starts; without words the CMD counts. */
export function startedWords(config: StageConfig, words?: readonly string[]): readonly string[] {
  const { entrypoint, command } = config;
  // The shell form runs under `sh -c`, which uses no further words.
  if (entrypoint?.form === 'shell' && entrypoint.words.length > 0) return entrypoint.words;
  return [...(entrypoint?.words ?? []), ...(words ?? command?.words ?? [])];
}

function baseConfig(image: string | undefined, facts: FeatureFacts): StageConfig {
  const known = image === undefined ? undefined : facts.imageConfig?.(image);
  const fromBase = (words: readonly string[] | undefined): Command | undefined =>
    words && words.length > 0 ? { words, form: 'exec', setBy: undefined } : undefined;
  return {
    entrypoint: fromBase(known?.entrypoint),
    command: fromBase(known?.cmd),
    shell: known?.shell ?? (isWindows(image, known?.os, facts.platform) ? windowsShell : linuxShell),
    directory: known?.workingDir ?? (known || image === 'scratch' ? '/' : undefined),
    user: known?.user === '' ? undefined : known?.user,
    unknownBase: known || image === 'scratch' ? undefined : (image ?? ''),
  };
}

/** Where nobody says the system, the names of Microsoft's base images do. */
function isWindows(image: string | undefined, os: string | undefined, platform: string | undefined): boolean {
  if (os !== undefined) return os === 'windows';
  if (platform !== undefined) return platform.startsWith('windows');
  return /\/windows\/|nanoserver|servercore|windowsservercore/.test(image ?? '');
}

function applied(
  config: StageConfig,
  dockerfile: Dockerfile,
  instruction: Instruction,
  facts: FeatureFacts,
  setsCommand: boolean,
): StageConfig {
  switch (instruction.name) {
    case 'SHELL':
      return instruction.form === 'exec' ? { ...config, shell: valuesOf(instruction) } : config;
    case 'CMD':
      return { ...config, command: commandOf(instruction, config.shell) };
    case 'ENTRYPOINT':
      // BuildKit (dispatchEntrypoint) drops a CMD that this stage has inherited, not one that it has set.
      return {
        ...config,
        entrypoint: commandOf(instruction, config.shell),
        command: setsCommand ? config.command : undefined,
      };
    case 'WORKDIR': {
      const path = expanded(dockerfile, instruction, facts);
      return path === '' ? config : { ...config, directory: joined(config.directory, path) };
    }
    case 'USER':
      return { ...config, user: expanded(dockerfile, instruction, facts) };
    default:
      return config;
  }
}

function commandOf(instruction: Instruction, shell: readonly string[]): Command {
  const words =
    instruction.form === 'exec'
      ? valuesOf(instruction)
      : instruction.body.text === ''
        ? []
        : [...shell, instruction.body.text];
  return { words, form: instruction.form, setBy: instruction };
}

function valuesOf(instruction: Instruction): string[] {
  return instruction.words.map((word) => word.value);
}

function expanded(dockerfile: Dockerfile, instruction: Instruction, facts: FeatureFacts): string {
  const [word] = instruction.words;
  const { env } = environmentBefore(dockerfile, instruction, buildFacts(facts));
  return word ? expand(word, dockerfile.escape, env).value : '';
}

/** As a shell would after `cd`: `..` and `.` are resolved. A path with a drive letter stays as it is. */
export function joined(directory: string | undefined, path: string): string {
  if (/^[A-Za-z]:/.test(path)) return path;
  const absolute = path.startsWith('/') || directory === undefined ? path : `${directory}/${path}`;
  const parts: string[] = [];
  for (const part of absolute.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `${absolute.startsWith('/') ? '/' : ''}${parts.join('/')}`;
}
