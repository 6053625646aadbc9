import { offsetOf, readLogicalLine } from '../../dockerfile/logical-line';
import type { Dockerfile, Instruction, Span } from '../../dockerfile/tree';
import type { FeatureFacts } from '../facts';

/** What is being typed in the arguments of an instruction. All words end at the cursor or before it. */
export interface Cursor {
  readonly dockerfile: Dockerfile;
  readonly facts: FeatureFacts;
  readonly offset: number;
  /** The one that acts: a trigger rather than its ONBUILD. */
  readonly instruction: Instruction;
  /** All that stands between the keyword and the cursor, continuations joined. */
  readonly before: string;
  /** Finished flags, as typed. */
  readonly flags: readonly string[];
  /** Finished words behind the flags. */
  readonly words: readonly string[];
  /** The word that ends at the cursor; empty behind a blank. */
  readonly typed: string;
  /** Nothing but flags stands before the word. */
  readonly inFlags: boolean;
}

export function cursorIn(
  dockerfile: Dockerfile,
  instruction: Instruction,
  offset: number,
  facts: FeatureFacts,
): Cursor {
  const { start } = instruction.keywordSpan;
  const { line } = readLogicalLine(dockerfile.text.slice(0, offset), start, dockerfile.escape);
  // The keyword may hold a continuation itself, so its length in the joined text is counted there.
  let keyword = 0;
  while (keyword < line.text.length && start + offsetOf(line, keyword) < instruction.keywordSpan.end)
    keyword++;
  const before = line.text.slice(keyword);
  const pieces = before.split(/\s+/);
  const typed = pieces.at(-1) ?? '';
  const finished = pieces.slice(1, -1);
  const firstWord = finished.findIndex((word) => !word.startsWith('--'));
  const flags = firstWord < 0 ? finished : finished.slice(0, firstWord);
  const words = firstWord < 0 ? [] : finished.slice(firstWord);
  return { dockerfile, facts, offset, instruction, before, flags, words, typed, inFlags: words.length === 0 };
}

/** The last `length` characters before the cursor and what follows it up to a character that `stop` matches. */
export function around({ dockerfile, offset }: Cursor, length: number, stop = /\s/): Span {
  return spanAround(dockerfile, offset, length, stop);
}

export function spanAround(dockerfile: Dockerfile, offset: number, length: number, stop = /\s/): Span {
  const { text, lines } = dockerfile;
  const line = lines.lineAt(offset);
  const lineEnd = lines.endOf(line);
  let end = offset;
  while (end < lineEnd && !stop.test(text.charAt(end))) end++;
  return { start: Math.max(offset - length, lines.startOf(line)), end };
}

/** The value of a flag that is finished, as typed. */
export function flagValue({ flags }: Cursor, name: string): string | undefined {
  const head = `--${name}=`;
  return flags.find((flag) => flag.startsWith(head))?.slice(head.length);
}
