import assert from 'node:assert/strict';
import { parse } from '../../server/src/dockerfile/parse';
import type { Instruction } from '../../server/src/dockerfile/tree';

/** Instructions as `NAME word|word`, flags in front, pairs as `key=value`. */
export function read(text: string): string[] {
  return parse(text).instructions.map(describeInstruction);
}

export function describeInstruction(instruction: Instruction): string {
  const { name, flags, words, pairs, trigger, form } = instruction;
  const parts = [
    ...flags.map((flag) => `--${flag.name}${flag.value === undefined ? '' : `=${flag.value}`}`),
    ...words.map(({ value }) => value),
    ...pairs.map(({ key, value }) => (value ? `${key.value}=${value.value}` : key.value)),
    ...(trigger ? [describeInstruction(trigger)] : []),
  ];
  return [name, ...(form === 'exec' ? ['[]'] : []), parts.join('|')].join(' ').trim();
}

export function problems(text: string): string[] {
  return parse(text).problems.map(({ code, message }) => `${code}: ${message}`);
}

export function first(text: string): Instruction {
  const [instruction] = parse(text).instructions;
  assert(instruction, 'an instruction');
  return instruction;
}
