import { directiveReader } from './directives';
import { readHeredocs } from './heredoc-bodies';
import { parseInstruction, type InstructionSyntax } from './instruction';
import { lines } from './lines';
import { contentEnd, lineFeedFrom, readLogicalLine, skipSpace } from './logical-line';
import { longLines } from './long-lines';
import { ownCopy } from './own-copy';
import { placeInstruction, spanOf } from './place';
import { stageList } from './stage-list';
import type { Comment, Directive, Dockerfile, Instruction, Problem, Span } from './tree';

/** The syntax behind each instruction of a tree, for the next parse of the same file. */
const syntaxes = new WeakMap<Instruction, InstructionSyntax>();

/**
 * The tree of a Dockerfile. Never throws; linear in the length of the text. With the tree of an earlier version of the
 * file, the instructions above the first change stay the same objects, and those below that did not change keep their
 * syntax and only move.
 */
export function parse(text: string, previous?: Dockerfile): Dockerfile {
  const kept = unchangedPart(text, previous);
  const known = knownSyntaxes(previous, kept.instructions.length);
  const index = lines(text);
  const { directives, comments, instructions, problems } = kept;
  const reader = directiveReader(kept.escape, kept.offset > 0, problems);
  let stage = instructions.at(-1)?.stage ?? -1;
  let commentsAbove: Comment[] = [];

  // A byte order mark is no part of the first line.
  let position = kept.offset === 0 && text.startsWith('\uFEFF') ? 1 : kept.offset;
  while (position < text.length) {
    const lineFeed = lineFeedFrom(text, position);
    const end = contentEnd(text, position, lineFeed);
    const start = skipSpace(text, position, end);
    const directive = reader.read(text, position, start, end);
    if (directive) {
      directives.push(directive);
    } else if (text[start] === '#' && start < end) {
      const comment = readComment({ start, end }, false);
      comments.push(comment);
      if (comment.text === '') commentsAbove = [];
      else commentsAbove.push(comment);
    } else if (start < end) {
      position = readInstruction(start);
      continue;
    }
    position = lineFeed + 1;
  }

  for (const span of longLines(text)) {
    const message = 'dockerfile line greater than max allowed size of 65535';
    const instruction = instructions.find((each) => each.span.end >= span.end);
    problems.push({ code: 'line-too-long', span, message, instruction });
  }
  if (instructions.length === 0) {
    problems.push({
      ...(text === '' ? emptyFile : noInstruction),
      span: { start: 0, end: 0 },
      instruction: undefined,
    });
  }
  const stages = stageList(instructions);
  return {
    text,
    lines: index,
    escape: reader.escape(),
    directives,
    comments,
    instructions,
    stages,
    problems,
  };

  function readInstruction(offset: number): number {
    const escape = reader.escape();
    const read = readLogicalLine(text, offset, escape);
    const syntax =
      (escape === previous?.escape ? known.get(read.line.raw) : undefined) ??
      parseInstruction(readLogicalLine(ownCopy(read.line.raw), 0, escape).line, escape);
    const { heredocs, next } = readHeredocs(text, syntax, offset, read.next);
    if (syntax.name === 'FROM') stage++;
    const place = { offset, index: instructions.length, stage, commentsAbove, heredocs };
    const instruction = placeInstruction(syntax, place, (at) => index.lineAt(at));
    commentsAbove = [];
    instructions.push(instruction);
    syntaxes.set(instruction, syntax);
    for (const { start, end } of syntax.line.comments) {
      comments.push(readComment({ start: offset + start, end: offset + end }, true));
    }
    for (const { code, at, message } of syntax.problems) {
      problems.push({ code, span: spanOf(syntax.line, at, offset), message, instruction });
    }
    for (const { terminatorSpan, operatorSpan: span } of heredocs) {
      if (terminatorSpan) continue;
      problems.push({ code: 'unterminated-heredoc', span, message: 'unterminated heredoc', instruction });
    }
    return next;
  }

  function readComment(span: Span, inside: boolean): Comment {
    const content = ownCopy(text.slice(span.start + 1, span.end).trim());
    return { span, text: content, line: index.lineAt(span.start), inside };
  }
}

const emptyFile = { code: 'empty-file', message: 'the Dockerfile cannot be empty' } as const;
const noInstruction = { code: 'no-instruction', message: 'file with no instructions' } as const;

interface Kept {
  /** Where parsing goes on: the start of a line. */
  readonly offset: number;
  readonly escape: Dockerfile['escape'];
  readonly directives: Directive[];
  readonly comments: Comment[];
  readonly instructions: Instruction[];
  readonly problems: Problem[];
}

/** What of an earlier tree stands unchanged at the top of the text: whole instructions and all between them. */
function unchangedPart(text: string, previous: Dockerfile | undefined): Kept {
  const kept: Instruction[] = [];
  let offset = 0;
  if (previous) {
    const common = commonPrefix(text, previous.text);
    for (const instruction of previous.instructions) {
      const end = lineFeedFrom(text, instruction.span.end) + 1;
      if (instruction.span.end >= common || end > common) break;
      kept.push(instruction);
      offset = end;
    }
  }
  if (!previous || kept.length === 0) {
    return { offset: 0, escape: '\\', directives: [], comments: [], instructions: [], problems: [] };
  }
  return {
    offset,
    escape: previous.escape,
    directives: [...previous.directives],
    comments: previous.comments.filter(({ span }) => span.start < offset),
    instructions: kept,
    problems: previous.problems.filter(({ span, code }) => span.start < offset && code !== 'line-too-long'),
  };
}

function commonPrefix(one: string, other: string): number {
  const end = Math.min(one.length, other.length);
  let length = 0;
  while (length < end && one.charCodeAt(length) === other.charCodeAt(length)) length++;
  return length;
}

/** The syntaxes of the instructions from `first` on, by their source text. */
function knownSyntaxes(
  previous: Dockerfile | undefined,
  first: number,
): ReadonlyMap<string, InstructionSyntax> {
  const known = new Map<string, InstructionSyntax>();
  for (const instruction of previous?.instructions.slice(first) ?? []) {
    const syntax = syntaxes.get(instruction);
    if (syntax) known.set(syntax.line.raw, syntax);
  }
  return known;
}
