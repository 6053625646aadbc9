import {
  argument,
  buildScope,
  expanded,
  inheritValue,
  valuesOf,
  type BuildFacts,
  type Variable,
} from './build-scope';
import { baseStage, imageOf, triggersOf } from './stages';
import type { Dockerfile, Instruction, Stage } from './tree';
import { expand, type Env } from './variables';

/** The variables that an instruction can use, by name. */
export interface Environment extends Iterable<[string, Variable]> {
  get(name: string): Variable | undefined;
  has(name: string): boolean;
  keys(): IterableIterator<string>;
  values(): IterableIterator<Variable>;
  /** The values alone, for `expand`. */
  readonly env: Env;
}

/** What BuildKit sets before the first instruction of a stage, unless the base image does. */
const defaultPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** One stage's definitions: for each name, what it is from which instruction on. */
interface StageScope {
  readonly base: StageScope | undefined;
  readonly own: Map<string, Definition[]>;
  /** What `base` and the image give; undefined where neither has the name. */
  readonly inherited: Map<string, Variable | undefined>;
}

interface Definition {
  readonly index: number;
  readonly variable: Variable;
}

const known = new WeakMap<Dockerfile, { facts: BuildFacts | undefined; scopes: Map<Stage, StageScope> }>();

/**
 * The ARGs and ENVs in scope where an instruction begins: those of the stage and the stages that it is built on, and the
 * base image's; for a FROM and before the first one, the arguments declared there. Of an ARG and an ENV with one name,
 * the later counts, as in BuildKit's expansion. Remembered for the tree and the facts last used.
 */
export function environmentBefore(
  dockerfile: Dockerfile,
  instruction: Instruction,
  facts?: BuildFacts,
): Environment {
  const stage = dockerfile.stages[instruction.stage];
  if (!stage) return fromMap(buildScope(dockerfile, facts).before(instruction.index));
  if (instruction.name === 'FROM') return fromMap(buildScope(dockerfile, facts).variables);
  return inStage(scopeOf(dockerfile, stage, facts), instruction.index);
}

/** The variables at the end of a stage: what its image will hold, and what stages built on it inherit. */
export function environmentAfter(dockerfile: Dockerfile, stage: Stage, facts?: BuildFacts): Environment {
  return inStage(scopeOf(dockerfile, stage, facts), Number.POSITIVE_INFINITY);
}

function scopeOf(dockerfile: Dockerfile, stage: Stage, facts: BuildFacts | undefined): StageScope {
  let cached = known.get(dockerfile);
  if (!cached || cached.facts !== facts) {
    cached = { facts, scopes: new Map() };
    known.set(dockerfile, cached);
  }
  const { scopes } = cached;
  // From the root of the chain down, without recursion: a file may hold thousands of stages built on each other.
  const missing: Stage[] = [];
  for (let at: Stage | undefined = stage; at && !scopes.has(at); at = baseStage(dockerfile, at, facts)) {
    missing.push(at);
  }
  for (const each of missing.reverse()) {
    const base = baseStage(dockerfile, each, facts);
    scopes.set(each, readStage(dockerfile, each, base && scopes.get(base), facts));
  }
  const scope = scopes.get(stage);
  return scope ?? { base: undefined, own: new Map(), inherited: new Map() };
}

function readStage(
  dockerfile: Dockerfile,
  stage: Stage,
  base: StageScope | undefined,
  facts: BuildFacts | undefined,
): StageScope {
  const scope: StageScope = { base, own: new Map(), inherited: new Map() };
  if (!base) {
    for (const variable of imageVariables(dockerfile, stage, facts))
      scope.inherited.set(variable.name, variable);
  }
  const globals = buildScope(dockerfile, facts).variables;
  const current = { get: (name: string) => find(scope, name, Number.POSITIVE_INFINITY) };
  const define = (index: number, variable: Variable): void => {
    const before = scope.own.get(variable.name);
    if (before) before.push({ index, variable });
    else scope.own.set(variable.name, [{ index, variable }]);
  };
  for (const instruction of [...triggersOf(dockerfile, stage, facts), ...stage.instructions]) {
    const { name } = instruction;
    // Triggers act where FROM is.
    const index = Math.max(instruction.index, stage.from.index);
    if (name === 'ENV') {
      // The whole instruction is expanded before any of its pairs is set.
      const variables = instruction.pairs.map((pair): Variable => ({
        name: expand(pair.key, dockerfile.escape, valuesOf(current)).value,
        kind: 'env',
        definedBy: instruction,
        pair,
        inherited: undefined,
        ...expanded(dockerfile, pair, current),
      }));
      for (const variable of variables) define(index, variable);
    }
    if (name === 'ARG') {
      for (const pair of instruction.pairs) {
        const declared = inheritValue(argument(dockerfile, instruction, pair, current, facts), globals);
        // Without a value of its own it takes nothing away from the one that is there.
        if (hasValue(declared) || !hasValue(current.get(declared.name))) define(index, declared);
      }
    }
  }
  return scope;
}

function hasValue(variable: Variable | undefined): boolean {
  return variable !== undefined && (variable.value !== undefined || variable.isUnknown);
}

function imageVariables(dockerfile: Dockerfile, stage: Stage, facts: BuildFacts | undefined): Variable[] {
  const image = imageOf(dockerfile, stage, facts);
  const entries = (image !== undefined && facts?.imageEnv?.(image)) || [];
  return [`PATH=${defaultPath}`, ...entries].map((entry) => {
    const equals = entry.indexOf('=');
    return {
      name: equals < 0 ? entry : entry.slice(0, equals),
      value: equals < 0 ? '' : entry.slice(equals + 1),
      isUnknown: false,
      kind: 'base',
      definedBy: undefined,
      pair: undefined,
      inherited: undefined,
    };
  });
}

function find(scope: StageScope, name: string, before: number): Variable | undefined {
  const own = lastBefore(scope.own.get(name) ?? [], before);
  if (own) return own;
  if (scope.inherited.has(name) || !scope.base) return scope.inherited.get(name);
  let found: Variable | undefined;
  const passed: StageScope[] = [scope];
  for (let at: StageScope | undefined = scope.base; at; at = at.base) {
    found = at.own.get(name)?.at(-1)?.variable;
    if (found) break;
    if (at.inherited.has(name)) {
      found = at.inherited.get(name);
      break;
    }
    passed.push(at);
  }
  for (const { inherited } of passed) inherited.set(name, found);
  return found;
}

/** Definitions are in the order of their instructions. */
function lastBefore(definitions: readonly Definition[], before: number): Variable | undefined {
  let low = 0;
  let high = definitions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((definitions[middle]?.index ?? before) < before) low = middle + 1;
    else high = middle;
  }
  return definitions[low - 1]?.variable;
}

function inStage(scope: StageScope, before: number): Environment {
  const get = (name: string): Variable | undefined => find(scope, name, before);
  let all: ReadonlyMap<string, Variable> | undefined;
  const listed = (): ReadonlyMap<string, Variable> => (all ??= list(scope, before));
  return {
    get,
    has: (name) => get(name) !== undefined,
    keys: () => listed().keys(),
    values: () => listed().values(),
    [Symbol.iterator]: () => listed()[Symbol.iterator](),
    env: valuesOf({ get }),
  };
}

function list(scope: StageScope, before: number): ReadonlyMap<string, Variable> {
  const names = new Set<string>();
  const chain: StageScope[] = [];
  for (let at: StageScope | undefined = scope; at; at = at.base) chain.push(at);
  for (const { inherited, own } of chain.reverse()) {
    for (const name of [...inherited.keys(), ...own.keys()]) names.add(name);
  }
  const all = new Map<string, Variable>();
  for (const name of names) {
    const variable = find(scope, name, before);
    if (variable) all.set(name, variable);
  }
  return all;
}

function fromMap(variables: ReadonlyMap<string, Variable>): Environment {
  return {
    get: (name) => variables.get(name),
    has: (name) => variables.has(name),
    keys: () => variables.keys(),
    values: () => variables.values(),
    [Symbol.iterator]: () => variables[Symbol.iterator](),
    env: valuesOf(variables),
  };
}
