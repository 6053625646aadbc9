import type { Dockerfile, Instruction, Mapped, Pair, Stage } from '../../dockerfile/tree';
import { flagWord } from '../../dockerfile/variable-uses';
import type { Facts } from '../rule';
import { expand, type Expansion } from '../../dockerfile/variables';
import { defaultPlatform, formatPlatform, parsePlatform, type Platform } from './platform';

/** The arguments before the first FROM, and what the builder predefines for FROM. */
export interface Globals {
  readonly values: ReadonlyMap<string, string>;
  /** With defaults only, as if no build argument had been given; undefined when a default cannot be expanded. */
  readonly defaults: ReadonlyMap<string, string> | undefined;
  /** Every declared name, with or without value, and the predefined ones. */
  readonly names: ReadonlySet<string>;
  /** The defaults, in order, with what became of them. */
  readonly expanded: readonly { instruction: Instruction; pair: Pair; expansion: Expansion }[];
  readonly targetPlatform: Platform;
}

/** What a FROM starts from. */
export interface Base {
  readonly stage: Stage;
  readonly name: Expansion | undefined;
  /** With the defaults of the arguments only. */
  readonly defaultName: Expansion | undefined;
  readonly platform: { readonly word: Mapped; readonly expansion: Expansion } | undefined;
  /** The earlier stage of that very name; otherwise the base is an image. */
  readonly parent: Base | undefined;
  /** Operating system that the stage is built for. */
  readonly os: string;
}

export function globalArguments(dockerfile: Dockerfile, facts: Facts): Globals {
  const target = facts.platform === undefined ? defaultPlatform : parsePlatform(facts.platform);
  const targetPlatform = 'problem' in target ? defaultPlatform : target;
  const targetName = facts.target ?? dockerfile.stages.at(-1)?.name ?? '';
  const predefined = new Map<string, string>([
    ...platformArguments('BUILD', defaultPlatform),
    ...platformArguments('TARGET', targetPlatform),
  ]);
  predefined.set('TARGETSTAGE', targetName);
  for (const name of predefined.keys()) {
    const given = facts.buildArgs?.get(name);
    if (given !== undefined) predefined.set(name, given);
  }
  const withFacts = evaluate(dockerfile, predefined, facts.buildArgs);
  const plain = facts.buildArgs === undefined ? withFacts : evaluate(dockerfile, predefined, undefined);
  return {
    values: withFacts.values,
    defaults: plain.expanded.some(({ expansion }) => expansion.error !== undefined)
      ? undefined
      : plain.values,
    names: new Set([...predefined.keys(), ...globalPairs(dockerfile).map(({ pair }) => pair.key.text)]),
    expanded: withFacts.expanded,
    targetPlatform,
  };
}

function platformArguments(prefix: string, platform: Platform): [string, string][] {
  return [
    [`${prefix}PLATFORM`, formatPlatform(platform)],
    [`${prefix}OS`, platform.os],
    [`${prefix}OSVERSION`, ''],
    [`${prefix}ARCH`, platform.architecture],
    [`${prefix}VARIANT`, platform.variant],
  ];
}

function globalPairs({ instructions }: Dockerfile): { instruction: Instruction; pair: Pair }[] {
  return instructions
    .filter(({ name, stage }) => name === 'ARG' && stage === -1)
    .flatMap((instruction) => instruction.pairs.map((pair) => ({ instruction, pair })));
}

function evaluate(
  dockerfile: Dockerfile,
  predefined: ReadonlyMap<string, string>,
  given: Facts['buildArgs'],
) {
  const values = new Map(predefined);
  const expanded: { instruction: Instruction; pair: Pair; expansion: Expansion }[] = [];
  for (const { instruction, pair } of globalPairs(dockerfile)) {
    const argument = given?.get(pair.key.text);
    if (argument !== undefined) {
      values.set(pair.key.text, argument);
    } else if (pair.value !== undefined) {
      const expansion = expand(pair.value, dockerfile.escape, values);
      expanded.push({ instruction, pair, expansion });
      values.set(pair.key.text, expansion.value);
    }
  }
  return { values, expanded };
}

export function resolveBases(dockerfile: Dockerfile, globals: Globals, facts: Facts): readonly Base[] {
  const byName = new Map<string, Base>();
  return dockerfile.stages.map((stage) => {
    const name = stage.image && expand(stage.image, dockerfile.escape, globals.values);
    const flag = stage.from.flags.find((each) => each.name === 'platform');
    const asked = flag && flagWord(flag);
    const platform =
      asked === undefined || asked.text === ''
        ? undefined
        : { word: asked, expansion: expand(asked, dockerfile.escape, globals.values) };
    const parent = name && byName.get(name.value);
    const base: Base = {
      stage,
      name,
      defaultName:
        stage.image && globals.defaults && expand(stage.image, dockerfile.escape, globals.defaults),
      platform,
      parent,
      os: parent?.os ?? systemOf(platform?.expansion.value, name?.value, globals, facts),
    };
    if (stage.name !== undefined) byName.set(stage.name, base);
    return base;
  });
}

function systemOf(
  platform: string | undefined,
  image: string | undefined,
  globals: Globals,
  facts: Facts,
): string {
  const asked = platform === undefined ? undefined : parsePlatform(platform);
  if (asked !== undefined && !('problem' in asked)) return asked.os;
  return (image === undefined ? undefined : facts.imageConfig?.(image)?.os) ?? globals.targetPlatform.os;
}
