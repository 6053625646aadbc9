import { mountOptions, type MountOption } from './mounts';
import type { Comment, Directive, Dockerfile, Flag, Heredoc, Instruction, Pair, Span, Word } from './tree';
import { variableUses, type VariableUse } from './variable-uses';

/** What stands at an offset. `span` is that of the thing named by `kind`. */
export type NodeAt = { readonly span: Span } & (
  | { readonly kind: 'directive-name' | 'directive-value'; readonly directive: Directive }
  | { readonly kind: 'comment'; readonly comment: Comment; readonly instruction: Instruction | undefined }
  | { readonly kind: 'keyword'; readonly instruction: Instruction }
  | { readonly kind: 'flag-name' | 'flag-value'; readonly instruction: Instruction; readonly flag: Flag }
  | {
      readonly kind: 'mount-key' | 'mount-value';
      readonly instruction: Instruction;
      readonly flag: Flag;
      readonly option: MountOption;
    }
  | { readonly kind: 'word'; readonly instruction: Instruction; readonly word: Word; readonly index: number }
  | { readonly kind: 'pair-key' | 'pair-value'; readonly instruction: Instruction; readonly pair: Pair }
  | { readonly kind: 'variable'; readonly instruction: Instruction; readonly variable: VariableUse }
  | {
      readonly kind: 'heredoc-name' | 'heredoc-body' | 'heredoc-terminator';
      readonly instruction: Instruction;
      readonly heredoc: Heredoc;
    }
  /** Nothing: between instructions, or between the words of one. */
  | { readonly kind: 'blank'; readonly instruction: Instruction | undefined }
);

/** The instruction on whose lines the offset stands, heredocs and the ends of lines included. */
export function instructionAt(dockerfile: Dockerfile, offset: number): Instruction | undefined {
  const { instructions } = dockerfile;
  let low = 0;
  let high = instructions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((instructions[middle]?.span.start ?? offset + 1) <= offset) low = middle + 1;
    else high = middle;
  }
  const instruction = instructions[low - 1];
  return instruction && offset <= instruction.span.end ? instruction : undefined;
}

/**
 * What stands at an offset: the smallest thing that contains it, a variable rather than its word. The end of a thing
 * belongs to it, so that a cursor behind a word is at the word; where two touch, the one that begins there wins.
 */
export function nodeAt(dockerfile: Dockerfile, offset: number): NodeAt {
  const directive = dockerfile.directives.find(({ span }) => contains(span, offset));
  if (directive) return directiveAt(directive, offset);
  const instruction = instructionAt(dockerfile, offset);
  const comment = commentAt(dockerfile.comments, offset);
  if (comment) return { kind: 'comment', span: comment.span, comment, instruction };
  return (instruction && inInstruction(dockerfile, instruction, offset)) ?? blank(offset, instruction);
}

function blank(offset: number, instruction: Instruction | undefined): NodeAt {
  return { kind: 'blank', span: { start: offset, end: offset }, instruction };
}

function contains(span: Span | undefined, offset: number): boolean {
  return span !== undefined && span.start <= offset && offset <= span.end;
}

function directiveAt(directive: Directive, offset: number): NodeAt {
  const { nameSpan, valueSpan } = directive;
  return contains(valueSpan, offset)
    ? { kind: 'directive-value', span: valueSpan, directive }
    : { kind: 'directive-name', span: nameSpan, directive };
}

/** Comments are in the order of the file. */
function commentAt(comments: readonly Comment[], offset: number): Comment | undefined {
  let low = 0;
  let high = comments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((comments[middle]?.span.start ?? offset + 1) <= offset) low = middle + 1;
    else high = middle;
  }
  const comment = comments[low - 1];
  return contains(comment?.span, offset) ? comment : undefined;
}

function inInstruction(dockerfile: Dockerfile, instruction: Instruction, offset: number): NodeAt | undefined {
  if (contains(instruction.keywordSpan, offset)) {
    return { kind: 'keyword', span: instruction.keywordSpan, instruction };
  }
  const acting = instruction.trigger ?? instruction;
  if (acting !== instruction && contains(acting.keywordSpan, offset)) {
    return { kind: 'keyword', span: acting.keywordSpan, instruction: acting };
  }
  // Where two variables touch, as in `$a$b`, the second counts.
  const variable = variableUses(dockerfile, instruction).findLast(({ span }) => contains(span, offset));
  if (variable) return { kind: 'variable', span: variable.span, instruction: acting, variable };
  return (
    heredocAt(acting, offset) ??
    flagAt(instruction, offset) ??
    flagAt(acting, offset) ??
    argumentAt(acting, offset)
  );
}

function heredocAt(instruction: Instruction, offset: number): NodeAt | undefined {
  for (const heredoc of instruction.heredocs) {
    const { operatorSpan, bodySpan, terminatorSpan } = heredoc;
    if (contains(operatorSpan, offset))
      return { kind: 'heredoc-name', span: operatorSpan, instruction, heredoc };
    if (terminatorSpan && contains(terminatorSpan, offset)) {
      return { kind: 'heredoc-terminator', span: terminatorSpan, instruction, heredoc };
    }
    const bodyEnd = terminatorSpan ? terminatorSpan.start : bodySpan.end;
    if (bodySpan.start <= offset && offset <= bodyEnd) {
      return { kind: 'heredoc-body', span: bodySpan, instruction, heredoc };
    }
  }
  return undefined;
}

function flagAt(instruction: Instruction, offset: number): NodeAt | undefined {
  const flag = instruction.flags.find(({ span }) => contains(span, offset));
  if (!flag) return undefined;
  const { valueSpan } = flag;
  if (!valueSpan || !contains(valueSpan, offset)) {
    return { kind: 'flag-name', span: flag.nameSpan, instruction, flag };
  }
  const option =
    instruction.name === 'RUN' && flag.name === 'mount' ? mountOptions(flag).findLast(at(offset)) : undefined;
  if (!option) return { kind: 'flag-value', span: valueSpan, instruction, flag };
  return contains(option.valueSpan, offset) && option.valueSpan
    ? { kind: 'mount-value', span: option.valueSpan, instruction, flag, option }
    : { kind: 'mount-key', span: option.keySpan, instruction, flag, option };
}

function at(offset: number): (option: MountOption) => boolean {
  return ({ keySpan, valueSpan }) => keySpan.start <= offset && offset <= (valueSpan ?? keySpan).end;
}

function argumentAt(instruction: Instruction, offset: number): NodeAt | undefined {
  const pair = instruction.pairs.find(({ span }) => contains(span, offset));
  if (pair) {
    const { key, value } = pair;
    return value && value.span.start <= offset
      ? { kind: 'pair-value', span: value.span, instruction, pair }
      : { kind: 'pair-key', span: key.span, instruction, pair };
  }
  const index = instruction.words.findIndex(({ span }) => contains(span, offset));
  const word = instruction.words[index];
  return word && { kind: 'word', span: word.span, instruction, word, index };
}
