import type { FlagReference } from '../../reference/instruction';
import { instructions } from '../../reference/instructions';
import { t } from '../../text';
import type { Cursor } from './cursor';
import type { Suggestion } from './item';

export function flagReference(cursor: Cursor, name: string): FlagReference | undefined {
  return flagsOf(cursor).find((flag) => flag.name === name);
}

function flagsOf({ instruction }: Cursor): readonly FlagReference[] {
  return instructions.find(({ name }) => name === instruction.name)?.flags ?? [];
}

/** The flags that may still be given. `followed` tells that a `=` stands behind the name already. */
export function flagSuggestions(cursor: Cursor, followed: boolean): Suggestion[] {
  const given = new Set(cursor.flags.map((flag) => flag.slice(2).split('=')[0]));
  return flagsOf(cursor)
    .filter(({ name, repeatable }) => repeatable || !given.has(name))
    .map((flag) => ({
      label: `--${flag.name}`,
      kind: 'flag',
      detail: t(flag.summary),
      group: 6,
      about: { kind: 'flag', name: flag.name, instruction: cursor.instruction.name },
      ...(followed
        ? {}
        : flag.value === 'boolean'
          ? { insert: `--${flag.name} ` }
          : { insert: `--${flag.name}=` }),
      goesOn: !followed && flag.value !== 'boolean',
    }));
}

/** The fixed or usual values of a flag. */
export function valueSuggestions({ values = [], name }: FlagReference, instruction: string): Suggestion[] {
  return values.map(({ value, summary }) => ({
    label: value,
    kind: 'value',
    detail: t(summary),
    group: 2,
    about: { kind: 'flag', name, instruction },
  }));
}
