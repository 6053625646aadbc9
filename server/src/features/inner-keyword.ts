import type { Instruction, Word } from '../dockerfile/tree';

/** The word of an instruction that is a keyword too, in any case: AS in FROM, CMD and NONE in HEALTHCHECK. */
export function innerKeyword({ name, words }: Instruction): Word | undefined {
  const [first, second] = words;
  if (name === 'FROM') return words.length === 3 && /^as$/i.test(second?.text ?? '') ? second : undefined;
  return name === 'HEALTHCHECK' && /^(cmd|none)$/i.test(first?.text ?? '') ? first : undefined;
}
