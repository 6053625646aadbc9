import { expand, type Env } from './variables';
import type { Dockerfile, Instruction, Pair } from './tree';

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

/** The value of a variable for `expand`. */
export function valuesOf(variables: { get(name: string): Variable | undefined }): Env {
  return { get: (name) => variables.get(name)?.value };
}

/** The arguments that an instruction before the first FROM, or any FROM, can use; in order of declaration. */
export interface BuildScope {
  /** All of them, as every FROM sees them. */
  readonly variables: ReadonlyMap<string, Variable>;
  /** As the instruction with this index sees them. */
  before(index: number): ReadonlyMap<string, Variable>;
}

const scopes = new WeakMap<Dockerfile, { facts: BuildFacts | undefined; scope: BuildScope }>();

/** The ARGs before the first FROM, and what BuildKit predefines. Remembered for the tree and the facts last used. */
export function buildScope(dockerfile: Dockerfile, facts?: BuildFacts): BuildScope {
  const known = scopes.get(dockerfile);
  if (known && known.facts === facts) return known.scope;
  const scope = readScope(dockerfile, facts);
  scopes.set(dockerfile, { facts, scope });
  return scope;
}

function readScope(dockerfile: Dockerfile, facts: BuildFacts | undefined): BuildScope {
  const predefined = new Map(
    platformArguments.map((name) => [name, platformArgument(name, facts?.platform)]),
  );
  const variables = new Map(predefined);
  const declarations: { index: number; variable: Variable }[] = [];
  for (const instruction of dockerfile.instructions) {
    if (instruction.name === 'FROM') break;
    if (instruction.name !== 'ARG') continue;
    for (const pair of instruction.pairs) {
      const variable = inheritValue(argument(dockerfile, instruction, pair, variables, facts), variables);
      variables.set(variable.name, variable);
      declarations.push({ index: instruction.index, variable });
    }
  }
  return {
    variables,
    before(index) {
      const seen = new Map(predefined);
      for (const { index: at, variable } of declarations) {
        if (at < index) seen.set(variable.name, variable);
      }
      return seen;
    },
  };
}

/** The variable that `ARG name=value` makes: a build argument wins, then the default. */
export function argument(
  dockerfile: Dockerfile,
  instruction: Instruction,
  pair: Pair,
  scope: { get(name: string): Variable | undefined },
  facts: BuildFacts | undefined,
): Variable {
  const name = pair.key.value;
  const given = facts?.buildArgs?.[name];
  const declared = { name, kind: 'arg', definedBy: instruction, pair, inherited: undefined } as const;
  if (given !== undefined) return { ...declared, value: given, isUnknown: false };
  if (!pair.value) return { ...declared, value: undefined, isUnknown: false };
  return { ...declared, ...expanded(dockerfile, pair, scope) };
}

/** `ARG name` without a value takes the one that is declared in `outer`: further up, or by BuildKit. */
export function inheritValue(declared: Variable, outer: ReadonlyMap<string, Variable>): Variable {
  const inherited = outer.get(declared.name);
  if (!inherited || declared.value !== undefined || declared.pair?.value) return declared;
  return { ...declared, value: inherited.value, isUnknown: inherited.isUnknown, inherited };
}

/** The value of `name=value`, unknown where it is made of something unknown. */
export function expanded(
  dockerfile: Dockerfile,
  pair: Pair,
  scope: { get(name: string): Variable | undefined },
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
