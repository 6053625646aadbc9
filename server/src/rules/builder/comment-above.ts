import type { Dockerfile, Instruction } from '../../dockerfile/tree';
import { t } from '../../text';
import type { Fix } from '../rule';

/**
 * Moves what was meant as a comment, from `start` to the end of the instruction, to a line of its own above it. None for
 * an instruction over several lines, where the words behind a `#` may be arguments after all.
 */
export function commentAbove({ lines, text }: Dockerfile, instruction: Instruction, start: number): Fix[] {
  const { firstLine, lastLine } = instruction;
  if (firstLine !== lastLine) return [];
  const { end } = instruction.rest.span;
  const lineStart = lines.startOf(firstLine);
  const indent = text.slice(lineStart, instruction.span.start);
  const words = text.slice(0, start).trimEnd().length;
  return [
    {
      title: t('Move the comment above'),
      edits: [
        { span: { start: lineStart, end: lineStart }, text: `${indent}${text.slice(start, end)}\n` },
        { span: { start: words, end }, text: '' },
      ],
      safe: true,
    },
  ];
}
