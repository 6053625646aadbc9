import {
  argument,
  buildScope,
  expanded,
  inheritValue,
  noFacts,
  valuesOf,
  variablesIn,
  type BuildFacts,
  type Variable,
} from './build-scope';
import { remembered } from './remembered';
import { define, find, list, newScope, type Scope } from './scope';
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

/**
 * The ARGs and ENVs in scope where an instruction begins: those of the stage and the stages that it is built on, and the
 * base image's; for a FROM and before the first one, the arguments declared there. Of an ARG and an ENV with one name,
 * the later counts, as in BuildKit's expansion. Remembered for the tree and the facts.
 */
export function environmentBefore(
  dockerfile: Dockerfile,
  instruction: Instruction,
  facts: BuildFacts = noFacts,
): Environment {
  const stage = instruction.name === 'FROM' ? undefined : dockerfile.stages[instruction.stage];
  const scope = stage ? stageScopes(dockerfile)(facts)(stage) : buildScope(dockerfile, facts);
  return environment(scope, instruction.name === 'FROM' ? Number.POSITIVE_INFINITY : instruction.index);
}

/** The variables at the end of a stage: what its image will hold, and what stages built on it inherit. */
export function environmentAfter(
  dockerfile: Dockerfile,
  stage: Stage,
  facts: BuildFacts = noFacts,
): Environment {
  return environment(stageScopes(dockerfile)(facts)(stage), Number.POSITIVE_INFINITY);
}

const stageScopes = remembered((dockerfile: Dockerfile) =>
  remembered((facts: BuildFacts) => {
    const scopes = new Map<Stage, Scope<Variable>>();
    return (stage: Stage): Scope<Variable> => {
      // From the root of the chain down, without recursion: a file may hold thousands of stages built on each other.
      const missing: Stage[] = [];
      for (let at: Stage | undefined = stage; at && !scopes.has(at); at = baseStage(dockerfile, at, facts)) {
        missing.push(at);
      }
      let scope = scopes.get(stage);
      for (const each of missing.reverse()) {
        const base = baseStage(dockerfile, each, facts);
        scope = readStage(dockerfile, each, base && scopes.get(base), facts);
        scopes.set(each, scope);
      }
      return scope ?? newScope();
    };
  }),
);

function readStage(
  dockerfile: Dockerfile,
  stage: Stage,
  base: Scope<Variable> | undefined,
  facts: BuildFacts,
): Scope<Variable> {
  const scope = newScope(base, base ? [] : imageVariables(dockerfile, stage, facts));
  const globals = variablesIn(buildScope(dockerfile, facts));
  const current = variablesIn(scope);
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
      for (const variable of variables) define(scope, variable.name, index, variable);
    }
    if (name === 'ARG') {
      for (const pair of instruction.pairs) {
        const declared = inheritValue(argument(dockerfile, instruction, pair, current, facts), globals);
        // Without a value of its own it takes nothing away from the one that is there.
        if (hasValue(declared) || !hasValue(current.get(declared.name))) {
          define(scope, declared.name, index, declared);
        }
      }
    }
  }
  return scope;
}

function hasValue(variable: Variable | undefined): boolean {
  return variable !== undefined && (variable.value !== undefined || variable.isUnknown);
}

function imageVariables(dockerfile: Dockerfile, stage: Stage, facts: BuildFacts): [string, Variable][] {
  const image = imageOf(dockerfile, stage, facts);
  const entries = (image !== undefined && facts.imageEnv?.(image)) || [];
  return [`PATH=${defaultPath}`, ...entries].map((entry) => {
    const [name = '', ...value] = entry.split('=');
    const known = { value: value.join('='), isUnknown: false };
    return [
      name,
      { name, kind: 'base', definedBy: undefined, pair: undefined, inherited: undefined, ...known },
    ];
  });
}

function environment(scope: Scope<Variable>, before: number): Environment {
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
