import type { Dockerfile, Instruction, Pair } from '../dockerfile/tree';
import { variableUses } from '../dockerfile/variable-uses';

/**
 * Does one of the pairs read a name that one before it sets? The builder expands an ENV before it sets anything, so that
 * the reader gets another value when the two stand in one instruction instead of two.
 */
export function readsEarlier(dockerfile: Dockerfile, instructions: readonly Instruction[]): boolean {
  const set = new Set<string>();
  return instructions.some((instruction) => {
    const uses = variableUses(dockerfile, instruction);
    return instruction.pairs.some((pair) => {
      const isReader = uses.some(({ name, span }) => set.has(name) && within(pair, span.start));
      set.add(pair.key.text.replace(/^(["'])(.*)\1$/, '$2'));
      return isReader;
    });
  });
}

function within({ span }: Pair, offset: number): boolean {
  return offset >= span.start && offset < span.end;
}
