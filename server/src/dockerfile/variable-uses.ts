import { mountOptions } from './mounts';
import { shellOf } from './shell';
import { heredocBody } from './shell-source';
import type { Dockerfile, Flag, Instruction, Mapped, Span } from './tree';
import { references } from './variables';

/** A place where a variable is read. */
export interface VariableUse {
  readonly name: string;
  readonly nameSpan: Span;
  readonly span: Span;
  readonly modifier: string | undefined;
  /** The builder replaces it in the Dockerfile's text; the shell when the command runs, where it sees ARGs and ENVs too. */
  readonly expandedBy: 'builder' | 'shell';
  readonly instruction: Instruction;
}

const known = new WeakMap<Instruction, readonly VariableUse[]>();

/** Flags whose values the builder expands, by instruction. */
const expandedFlags: Readonly<Record<string, readonly string[]>> = {
  ADD: ['chown', 'chmod', 'checksum'],
  COPY: ['chown', 'chmod'],
  FROM: ['platform'],
};

/** Instructions whose words the builder expands. */
const expandedWords = new Set(['ADD', 'COPY', 'EXPOSE', 'FROM', 'STOPSIGNAL', 'USER', 'VOLUME', 'WORKDIR']);

/** All variables that an instruction reads, in the order of the file; those of an ONBUILD trigger too. */
export function variableUses(dockerfile: Dockerfile, instruction: Instruction): readonly VariableUse[] {
  const cached = known.get(instruction);
  if (cached) return cached;
  const acting = instruction.trigger ?? instruction;
  const uses: VariableUse[] = [];
  const add = (word: Mapped, options?: { quotes: boolean }): void => {
    for (const { name, nameSpan, span, modifier } of references(word, options ? '\\' : dockerfile, options)) {
      uses.push({ name, nameSpan, span, modifier, expandedBy: 'builder', instruction });
    }
  };
  for (const word of expandedParts(acting)) add(word);
  if (acting.name === 'COPY' || acting.name === 'ADD') {
    for (const heredoc of acting.heredocs) {
      if (heredoc.expand) add(heredocBody(dockerfile, heredoc), { quotes: false });
    }
  }
  for (const { name, nameSpan, span, modifier } of shellOf(dockerfile, instruction)?.variables ?? []) {
    uses.push({ name, nameSpan, span, modifier, expandedBy: 'shell', instruction });
  }
  uses.sort((one, other) => one.span.start - other.span.start);
  known.set(instruction, uses);
  return uses;
}

function expandedParts(instruction: Instruction): readonly Mapped[] {
  const { name, flags, words, pairs } = instruction;
  return [
    ...flags.flatMap((flag) => expandedFlagParts(name, flag)),
    ...(expandedWords.has(name) ? words : []),
    ...pairs.flatMap(({ key, value }) => [...(name === 'ARG' ? [] : [key]), ...(value ? [value] : [])]),
  ];
}

function expandedFlagParts(instruction: string, flag: Flag): readonly Mapped[] {
  if (instruction === 'RUN' && flag.name === 'mount') {
    return mountOptions(flag).flatMap(({ key, valueWord }) =>
      valueWord && key.toLowerCase() !== 'from' ? [valueWord] : [],
    );
  }
  const word = expandedFlags[instruction]?.includes(flag.name) ? flagWord(flag) : undefined;
  return word ? [word] : [];
}

/** The value of a flag as a word. */
export function flagWord(flag: Flag): Mapped | undefined {
  const { value, valueSpan } = flag;
  if (value === undefined || !valueSpan) return undefined;
  return { text: value, span: valueSpan, at: (index) => flag.valueAt(index) };
}
