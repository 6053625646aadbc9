import { shellCommandOf } from '../../reference/shell-commands';
import { t } from '../../text';
import { around, type Cursor } from './cursor';
import type { Suggestions } from './suggestions';

/** Behind `-` in a command of RUN: the flags that nearly always belong there. */
export function shellFlagSuggestions(cursor: Cursor): Suggestions | undefined {
  const { before, typed, instruction } = cursor;
  if (instruction.name !== 'RUN' || instruction.form === 'exec' || !typed.startsWith('-')) return undefined;
  const command = before.split(/&&|\|\||[;|(]/).at(-1) ?? '';
  const words = command.trim().split(/\s+/);
  const known = shellCommandOf(words);
  if (!known) return undefined;
  return {
    span: around(cursor, typed.length, /[\s;&|]/),
    suggestions: known.flags
      .filter(({ value }) => !words.slice(0, -1).includes(value))
      .map(({ value, summary }) => ({ label: value, kind: 'flag', detail: t(summary) })),
  };
}
