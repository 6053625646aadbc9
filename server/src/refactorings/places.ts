import type { Comment, Dockerfile, Instruction, Span } from '../dockerfile/tree';

/** The instructions that a selection touches; the one under the cursor when nothing is selected. */
export function selected({ instructions }: Dockerfile, { start, end }: Span): readonly Instruction[] {
  return instructions.filter((instruction) => instruction.span.start <= end && start <= instruction.span.end);
}

/**
 * The instructions like `first` that follow each other and that the selection means: those that are selected, or all
 * around the cursor. Fewer than two are nothing to join.
 */
export function neighbours(
  dockerfile: Dockerfile,
  span: Span,
  isAlike: (instruction: Instruction, first: Instruction) => boolean,
): readonly Instruction[] {
  const chosen = selected(dockerfile, span);
  const [first] = chosen;
  if (first === undefined || !isAlike(first, first)) return [];
  if (chosen.length > 1) return chosen.every((each) => isAlike(each, first)) ? chosen : [];
  const { instructions } = dockerfile;
  let from = first.index;
  let to = first.index;
  const fits = (index: number): boolean => {
    const candidate = instructions[index];
    return candidate !== undefined && isAlike(candidate, first);
  };
  while (fits(from - 1)) from -= 1;
  while (fits(to + 1)) to += 1;
  return from === to ? [] : instructions.slice(from, to + 1);
}

/** The comments in a range of the text. */
export function commentsWithin({ comments }: Dockerfile, { start, end }: Span): readonly Comment[] {
  return comments.filter(({ span }) => span.start >= start && span.end <= end);
}

export function textOf({ text }: Dockerfile, { start, end }: Span): string {
  return text.slice(start, end);
}

export function lineBreak({ text }: Dockerfile): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

/** False where `# syntax=` names a Dockerfile frontend older than `1.<minor>`. */
export function knowsSyntax({ directives }: Dockerfile, minor: number): boolean {
  const value = directives.find(({ name }) => name === 'syntax')?.value ?? '';
  const version = /(?:^|\/)docker\/dockerfile(?:-upstream)?:1\.(\d+)/.exec(value)?.[1];
  return version === undefined || Number(version) >= minor;
}
