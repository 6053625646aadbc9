import type { Dockerfile, Mapped } from '../../dockerfile/tree';
import type { Facts } from '../rule';
import { conversion } from './conversion';
import { type Command, pathWords } from './dispatch';

/** An ADD or COPY with its variables replaced. */
export interface Copied {
  readonly command: Command;
  readonly isAdd: boolean;
  /** Without heredocs; the moment at which BuildKit looks at each. */
  readonly sources: readonly { readonly word: Mapped; readonly value: string; readonly step: number }[];
  readonly destination: { readonly word: Mapped; readonly value: string };
  /** The expanded value of a flag; undefined when it is missing. */
  readonly flag: (
    name: 'chown' | 'chmod' | 'checksum',
  ) => { readonly word: Mapped; readonly value: string } | undefined;
}

/** Every ADD and COPY whose words could be expanded. */
export function copied(dockerfile: Dockerfile, facts: Facts): readonly Copied[] {
  return conversion(dockerfile, facts).commands.flatMap((command): Copied[] => {
    const { instruction, expansions } = command;
    const words = pathWords(instruction);
    const last = words.at(-1);
    if (instruction.name !== 'ADD' && instruction.name !== 'COPY') return [];
    if (
      last === undefined ||
      instruction.words.length < 2 ||
      expansions.some(({ error }) => error !== undefined)
    )
      return [];
    return [
      {
        command,
        isAdd: instruction.name === 'ADD',
        sources: words
          .slice(0, -1)
          .map((word, index) => ({ word, value: command.valueOf(word), step: 1010 + index })),
        destination: { word: last, value: command.valueOf(last) },
        flag: (name) => {
          const span = instruction.flags.findLast((flag) => flag.name === name)?.valueSpan;
          return expansions.find(({ word }) => span !== undefined && word.span.start === span.start);
        },
      },
    ];
  });
}
