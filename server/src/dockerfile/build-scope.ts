import { remembered } from './remembered';
import { define, find, newScope, type Scope } from './scope';
import type { Dockerfile, Instruction, Pair } from './tree';
import { expand, type Env } from './variables';

/** What is known from outside about the build that a file is read for. */
export interface BuildFacts {
  /** `--build-arg`. */
  readonly buildArgs?: Readonly<Record<string, string>>;
  /** The platform that is built for, e.g. `linux/arm64/v8`. */
  readonly platform?: string;
  /** The environment of a base image, each `NAME=value`; undefined where it is not known. */
  readonly imageEnv?: (reference: string) => readonly string[] | undefined;
}

/** A build argument or environment variable, as seen from one instruction. */
export interface Variable {
  readonly name: string;
  /** After expansion. Undefined for an ARG without a value, and where only a build can tell. */
  readonly value: string | undefined;
  /** True where the variable will have a value that only a build can tell, such as TARGETARCH. */
  readonly isUnknown: boolean;
  readonly kind: 'arg' | 'env' | 'predefined' | 'base';
  /** The instruction and the pair in it that gave the variable its value or declared it. */
  readonly definedBy: Instruction | undefined;
  readonly pair: Pair | undefined;
  /** For `ARG name` in a stage: the ARG before the first FROM, or the predefined argument, that gives it its value. */
  readonly inherited: Variable | undefined;
}

/** Arguments that BuildKit declares before the first FROM (dockerfile2llb, defaultArgs). */
export const platformArguments: readonly string[] = [
  'BUILDPLATFORM',
  'BUILDOS',
  'BUILDOSVERSION',
  'BUILDARCH',
  'BUILDVARIANT',
  'TARGETPLATFORM',
  'TARGETOS',
  'TARGETOSVERSION',
  'TARGETARCH',
  'TARGETVARIANT',
  'TARGETSTAGE',
];

/** Variables by name. */
export interface Variables {
  get(name: string): Variable | undefined;
}

/** The value of a variable for `expand`. */
export function valuesOf(variables: Variables): Env {
  return { get: (name) => variables.get(name)?.value };
}

/** Nothing is known. */
export const noFacts: BuildFacts = {};

/** The ARGs before the first FROM, on top of what BuildKit predefines: what every FROM sees. */
export function buildScope(dockerfile: Dockerfile, facts: BuildFacts = noFacts): Scope<Variable> {
  return scopes(dockerfile)(facts);
}

const scopes = remembered((dockerfile: Dockerfile) =>
  remembered((facts: BuildFacts) => readScope(dockerfile, facts)),
);

function readScope(dockerfile: Dockerfile, facts: BuildFacts): Scope<Variable> {
  const predefined = platformArguments.map((name) => platformArgument(name, facts.platform));
  const scope = newScope(
    undefined,
    predefined.map((variable) => [variable.name, variable] as const),
  );
  const visible = variablesIn(scope);
  for (const instruction of dockerfile.instructions) {
    if (instruction.name === 'FROM') break;
    if (instruction.name !== 'ARG') continue;
    for (const pair of instruction.pairs) {
      const variable = inheritValue(argument(dockerfile, instruction, pair, visible, facts), visible);
      define(scope, variable.name, instruction.index, variable);
    }
  }
  return scope;
}

/** The variables of a scope, all of its definitions counted. */
export function variablesIn(scope: Scope<Variable>): Variables {
  return { get: (name) => find(scope, name, Number.POSITIVE_INFINITY) };
}

/** The variable that `ARG name=value` makes: a build argument wins, then the default. */
export function argument(
  dockerfile: Dockerfile,
  instruction: Instruction,
  pair: Pair,
  scope: Variables,
  facts: BuildFacts,
): Variable {
  const name = pair.key.value;
  const given = facts.buildArgs?.[name];
  const declared = { name, kind: 'arg', definedBy: instruction, pair, inherited: undefined } as const;
  if (given !== undefined) return { ...declared, value: given, isUnknown: false };
  if (!pair.value) return { ...declared, value: undefined, isUnknown: false };
  return { ...declared, ...expanded(dockerfile, pair, scope) };
}

/** `ARG name` without a value takes the one that is declared in `outer`: further up, or by BuildKit. */
export function inheritValue(declared: Variable, outer: Variables): Variable {
  const inherited = outer.get(declared.name);
  if (!inherited || declared.value !== undefined || declared.pair?.value) return declared;
  return { ...declared, value: inherited.value, isUnknown: inherited.isUnknown, inherited };
}

/** The value of `name=value`, unknown where it is made of something unknown. */
export function expanded(
  dockerfile: Dockerfile,
  pair: Pair,
  scope: Variables,
): Pick<Variable, 'value' | 'isUnknown'> {
  if (!pair.value) return { value: undefined, isUnknown: false };
  const expansion = expand(pair.value, dockerfile.escape, valuesOf(scope));
  const isUnknown =
    expansion.error !== undefined || expansion.unmatched.some((name) => scope.get(name)?.isUnknown === true);
  return { value: isUnknown ? undefined : expansion.value, isUnknown };
}

function platformArgument(name: string, platform: string | undefined): Variable {
  const value =
    name.startsWith('TARGET') && name !== 'TARGETSTAGE' ? platformPart(name, platform) : undefined;
  return {
    name,
    value,
    isUnknown: value === undefined,
    kind: 'predefined',
    definedBy: undefined,
    pair: undefined,
    inherited: undefined,
  };
}

function platformPart(name: string, platform: string | undefined): string | undefined {
  if (platform === undefined) return undefined;
  const [os = '', arch = '', variant = ''] = platform.split('/');
  switch (name) {
    case 'TARGETPLATFORM':
      return platform;
    case 'TARGETOS':
      return os;
    case 'TARGETARCH':
      return arch;
    case 'TARGETVARIANT':
      return variant;
    default:
      return '';
  }
}
