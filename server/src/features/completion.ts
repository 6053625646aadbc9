import type { CompletionList } from 'vscode-languageserver-types';
import type { Dockerfile, Instruction } from '../dockerfile/tree';
import { around, cursorIn, spanAround, type Cursor } from './completion/cursor';
import { commentSuggestions } from './completion/comments';
import { flagReference, flagSuggestions, valueSuggestions } from './completion/flags';
import { imageSuggestions } from './completion/images';
import { items } from './completion/item';
import { keywordSuggestions } from './completion/keywords';
import { mountSuggestions } from './completion/mounts';
import { shellFlagSuggestions } from './completion/shell';
import type { Suggestions } from './completion/suggestions';
import { variableSuggestions } from './completion/variables';
import { userSuggestions, wordSuggestions } from './completion/words';
import type { FeatureFacts } from './facts';

/** What can stand at the cursor. Documentation comes with `resolveCompletion`. */
export function completion(dockerfile: Dockerfile, offset: number, facts: FeatureFacts): CompletionList {
  const { lines } = dockerfile;
  // Between the two characters of a line break no cursor stands.
  const inLine = Math.min(offset, lines.endOf(lines.lineAt(offset)));
  const found = suggestionsAt(dockerfile, inLine, facts);
  return {
    isIncomplete: found.isIncomplete ?? false,
    items: items(lines, found.span, found.suggestions, facts),
  };
}

function suggestionsAt(dockerfile: Dockerfile, offset: number, facts: FeatureFacts): Suggestions {
  const comment = commentAt(dockerfile, offset);
  if (comment !== undefined) return commentSuggestions(dockerfile, comment, offset);
  const instruction = instructionAt(dockerfile, offset);
  if (!instruction) return keywords(dockerfile, offset, false);
  const heredoc = instruction.heredocs.find(
    ({ bodySpan }) => bodySpan.start <= offset && offset <= bodySpan.end,
  );
  if (heredoc) {
    const expands = instruction.name === 'RUN' || heredoc.expand;
    return (expands && variableSuggestions(dockerfile, instruction, offset, facts)) || none(offset);
  }
  if (dockerfile.lines.lineAt(offset) > instruction.lastLogicalLine) return none(offset);
  if (offset <= instruction.keywordSpan.end) return keywords(dockerfile, offset, false, instruction);
  if (instruction.name === 'ONBUILD') {
    const { trigger } = instruction;
    if (!trigger || offset <= trigger.keywordSpan.end) return keywords(dockerfile, offset, true, trigger);
    return argumentsAt(dockerfile, trigger, offset, facts);
  }
  return argumentsAt(dockerfile, instruction, offset, facts);
}

function none(offset: number): Suggestions {
  return { span: { start: offset, end: offset }, suggestions: [] };
}

/** Where the comment or directive begins that the cursor is in. */
function commentAt({ comments, directives }: Dockerfile, offset: number): number | undefined {
  const found = [...directives, ...comments].find(({ span }) => span.start < offset && offset <= span.end);
  return found?.span.start;
}

/** The instruction on whose lines the cursor is, blanks behind it and a continued last line included. */
function instructionAt({ instructions, lines }: Dockerfile, offset: number): Instruction | undefined {
  const line = lines.lineAt(offset);
  return instructions.findLast(
    ({ span, firstLine, lastLine }) => span.start <= offset && firstLine <= line && line <= lastLine,
  );
}

function keywords(
  dockerfile: Dockerfile,
  offset: number,
  onbuild: boolean,
  instruction?: Instruction,
): Suggestions {
  const { text, lines } = dockerfile;
  const before = text.slice(lines.startOf(lines.lineAt(offset)), offset);
  const typed = /\w*$/.exec(before)?.[0] ?? '';
  // Something else stands on the line: `1.2.3.` is no beginning of a keyword.
  const isAlone = onbuild || before.trim() === typed;
  const span =
    instruction && holdsWord(instruction, offset)
      ? instruction.keywordSpan
      : spanAround(dockerfile, offset, typed.length);
  return isAlone ? { span, suggestions: keywordSuggestions(dockerfile, span, onbuild) } : none(offset);
}

function holdsWord({ keywordSpan, keyword }: Instruction, offset: number): boolean {
  return keywordSpan.start <= offset && keywordSpan.end - keywordSpan.start === keyword.length;
}

function argumentsAt(
  dockerfile: Dockerfile,
  instruction: Instruction,
  offset: number,
  facts: FeatureFacts,
): Suggestions {
  const variables = variableSuggestions(dockerfile, instruction, offset, facts);
  if (variables) return variables;
  const cursor = cursorIn(dockerfile, instruction, offset, facts);
  const { typed, inFlags } = cursor;
  if (inFlags && typed.startsWith('-')) {
    const equals = typed.indexOf('=');
    if (equals >= 0) return flagValues(cursor, typed.slice(2, equals), typed.slice(equals + 1));
    const span = around(cursor, typed.length, /[\s=]/);
    const followed = dockerfile.text.charAt(span.end) === '=';
    return { span, suggestions: flagSuggestions(cursor, followed) };
  }
  const found = shellFlagSuggestions(cursor) ?? wordSuggestions(cursor);
  return inFlags && typed === ''
    ? { ...found, suggestions: [...found.suggestions, ...flagSuggestions(cursor, false)] }
    : found;
}

function flagValues(cursor: Cursor, name: string, typed: string): Suggestions {
  const reference = flagReference(cursor, name);
  const span = around(cursor, typed.length);
  if (!reference) return { span, suggestions: [] };
  const values = valueSuggestions(reference, cursor.instruction.name);
  switch (reference.value) {
    case 'mount':
      return mountSuggestions(cursor, typed);
    case 'source':
      return imageSuggestions(cursor, typed, { indexes: true });
    case 'owner': {
      const users = userSuggestions(cursor).filter(({ label }) => /^[a-z]/.test(label));
      return { span, suggestions: [...users, ...values] };
    }
    default:
      return { span, suggestions: values };
  }
}
