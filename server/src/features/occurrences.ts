import { nodeAt } from '../dockerfile/position';
import { shellOf } from '../dockerfile/shell';
import { baseStage, stageUses } from '../dockerfile/stages';
import type { Dockerfile, Heredoc, Instruction, Span, Stage } from '../dockerfile/tree';
import { variableUses } from '../dockerfile/variable-uses';

/** All places in a file that name one thing: a stage, a variable, or a heredoc's delimiter. */
export interface Occurrences {
  readonly kind: 'stage' | 'variable' | 'heredoc';
  readonly name: string;
  /** The place under the cursor. */
  readonly at: Span;
  /** Where it is made: AS, the keys of ARG and ENV, a heredoc's operator. Empty for what Docker predefines. */
  readonly definitions: readonly Span[];
  /** Where it is used, without the definitions; in the order of the file. */
  readonly uses: readonly Span[];
  /** The instructions in which the name means this thing. */
  readonly scope: readonly Instruction[];
  readonly stage?: Stage;
  readonly heredoc?: Heredoc;
}

/** What the offset names, with all its places; undefined where it names nothing. */
export function occurrences(dockerfile: Dockerfile, offset: number): Occurrences | undefined {
  const node = nodeAt(dockerfile, offset);
  switch (node.kind) {
    case 'heredoc-name':
    case 'heredoc-terminator':
      return heredocOccurrences(node.instruction, node.heredoc, node.kind);
    case 'variable':
      return variableOccurrences(dockerfile, node.instruction, node.variable.name, node.variable.nameSpan);
    case 'pair-key': {
      const { instruction, pair } = node;
      if (instruction.name === 'LABEL') return undefined;
      return variableOccurrences(dockerfile, instruction, pair.key.text, pair.key.span);
    }
    case 'word':
    case 'flag-value':
    case 'mount-value':
      return stageOccurrences(dockerfile, node.instruction, offset);
    default:
      return undefined;
  }
}

function heredocOccurrences(instruction: Instruction, heredoc: Heredoc, kind: string): Occurrences {
  const { name, nameSpan, terminatorSpan } = heredoc;
  const uses = terminatorSpan ? [terminatorSpan] : [];
  const at = kind === 'heredoc-terminator' && terminatorSpan ? terminatorSpan : nameSpan;
  return { kind: 'heredoc', name, at, definitions: [nameSpan], uses, scope: [instruction], heredoc };
}

function stageOccurrences(
  dockerfile: Dockerfile,
  instruction: Instruction,
  offset: number,
): Occurrences | undefined {
  const isHere = ({ start, end }: Span) => start <= offset && offset <= end;
  const named = dockerfile.stages[instruction.stage];
  let [stage, at] = [named, named?.nameSpan];
  if (instruction.name !== 'FROM' || !at || !isHere(at)) {
    const whole = dockerfile.instructions[instruction.index] ?? instruction;
    const use = stageUses(dockerfile, whole).find(({ reference }) => isHere(reference.span));
    [stage, at] = [use?.stage, use?.reference.span];
  }
  if (!stage || !at) return undefined;
  const uses = dockerfile.instructions
    .flatMap((each) => stageUses(dockerfile, each))
    // `FROM $BASE` may come to mean the stage, but does not name it.
    .filter((use) => use.stage === stage && !use.reference.text.includes('$'))
    .map(({ reference }) => reference.span);
  const definitions = [stage.nameSpan ?? stage.from.keywordSpan];
  const name = stage.name ?? String(stage.index);
  return { kind: 'stage', name, at, definitions, uses, scope: dockerfile.instructions, stage };
}

/**
 * A name means one variable in all stages that are built on each other, and in the ARG before the first FROM of which
 * they take it up by an ARG of their own.
 */
function variableOccurrences(
  dockerfile: Dockerfile,
  instruction: Instruction,
  name: string,
  at: Span,
): Occurrences {
  const groupOf = variableGroups(dockerfile, name);
  const group = groupOf(dockerfile.instructions[instruction.index] ?? instruction);
  const scope = dockerfile.instructions.filter((each) => groupOf(each) === group);
  const definitions: Span[] = [];
  const uses: Span[] = [];
  for (const each of scope) {
    const { name: keyword, pairs } = each.trigger ?? each;
    if (keyword !== 'LABEL') {
      for (const { key } of pairs) if (key.text === name) definitions.push(key.span);
    }
    const isLocal = setsInShell(dockerfile, each, name);
    for (const use of variableUses(dockerfile, each)) {
      if (use.name === name && !(use.expandedBy === 'shell' && isLocal)) uses.push(use.nameSpan);
    }
  }
  return { kind: 'variable', name, at, definitions, uses, scope };
}

/** Does the script of a RUN give the name a value of its own? Then `$name` in it means that. */
function setsInShell(dockerfile: Dockerfile, instruction: Instruction, name: string): boolean {
  const setters = new Set(['read', 'export', 'local', 'declare', 'readonly', 'for', 'getopts']);
  return (
    shellOf(dockerfile, instruction)?.commands.some(
      (command) =>
        command.assignments.some((assignment) => assignment.name === name) ||
        (setters.has(command.name ?? '') && command.args.some(({ text }) => text.split('=')[0] === name)),
    ) ?? false
  );
}

/** Which scope an instruction belongs to: a number that is equal where the name means the same variable. */
function variableGroups(dockerfile: Dockerfile, name: string): (instruction: Instruction) => number {
  const global = dockerfile.stages.length;
  const parents = Array.from({ length: global + 1 }, (_, index) => index);
  const root = (index: number): number => {
    let at = index;
    while (parents[at] !== undefined && parents[at] !== at) at = parents[at] ?? at;
    return at;
  };
  const join = (one: number, other: number) => (parents[root(one)] = root(other));
  const declares = (instruction: Instruction) =>
    instruction.name === 'ARG' && instruction.pairs.some(({ key }) => key.text === name);
  const isGlobal = dockerfile.instructions.some((each) => each.stage < 0 && declares(each));
  for (const stage of dockerfile.stages) {
    const base = baseStage(dockerfile, stage);
    if (base) join(stage.index, base.index);
    if (isGlobal && stage.instructions.some(declares)) join(stage.index, global);
  }
  return ({ name: keyword, stage }) => root(stage < 0 || keyword === 'FROM' ? global : stage);
}
