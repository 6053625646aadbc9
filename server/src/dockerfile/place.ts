import type { InstructionSyntax, PairPiece } from './instruction';
import { endOffsetOf, offsetOf, type LogicalLine } from './logical-line';
import type { Comment, Flag, Heredoc, Instruction, Mapped, Pair, Span, Word } from './tree';
import type { FlagPiece, Piece } from './words';

/** Where an instruction stands. */
export interface Place {
  /** Offset in the file of the logical line. */
  readonly offset: number;
  readonly index: number;
  readonly stage: number;
  readonly commentsAbove: readonly Comment[];
  readonly heredocs: readonly Heredoc[];
}

/** The instruction of a tree that `syntax` makes at a place; cheap, so that an edit can move what follows it. */
export function placeInstruction(
  syntax: InstructionSyntax,
  place: Place,
  lineAt: (offset: number) => number,
): Instruction {
  const { line } = syntax;
  const { offset } = place;
  const keyword = mapped(line, syntax.keyword, offset);
  const lastLogicalLine = lineAt(offset + line.end);
  const lastHeredoc = place.heredocs.at(-1);
  const lastSpan = lastHeredoc && (lastHeredoc.terminatorSpan ?? lastHeredoc.bodySpan);
  const end = Math.max(lastSpan?.end ?? 0, offset + line.end);
  return {
    keyword: keyword.text,
    name: syntax.name,
    keywordSpan: keyword.span,
    span: { start: keyword.span.start, end },
    firstLine: lineAt(offset),
    lastLine: lastSpan ? lineAt(lastSpan.end) : lastLogicalLine,
    lastLogicalLine,
    rest: mapped(line, syntax.rest, offset),
    body: mapped(line, syntax.body, offset),
    flags: syntax.flags.map((flag) => placeFlag(line, flag, offset)),
    words: syntax.words.map((piece) => placeWord(line, piece, offset)),
    form: syntax.form,
    pairs: syntax.pairs.map((pair) => placePair(line, pair, offset)),
    heredocs: place.heredocs,
    trigger: syntax.trigger && placeInstruction(syntax.trigger, place, lineAt),
    commentsAbove: place.commentsAbove,
    blankLines: line.blankLines.map((blank) => lineAt(offset + blank)),
    stage: place.stage,
    index: place.index,
  };
}

export function spanOf(line: LogicalLine, { start, end }: Piece, offset: number): Span {
  return { start: offset + offsetOf(line, start), end: offset + endOffsetOf(line, start, end) };
}

function mapped(line: LogicalLine, piece: Piece, offset: number): Mapped {
  const text = line.text.slice(piece.start, piece.end);
  const span = spanOf(line, piece, offset);
  return { text, span, at: along(line, piece, offset) };
}

function placeWord(line: LogicalLine, piece: Piece, offset: number): Word {
  const { start, end, value = line.text.slice(start, end), valueIndexes } = piece;
  const span = spanOf(line, piece, offset);
  if (!valueIndexes) return { text: value, value, span, at: along(line, piece, offset) };
  const word = { text: value, value, span, at: through(line, valueIndexes, span.end, offset) };
  if (!piece.isJson) return word;
  const endAt = (index: number): number =>
    offset + endOffsetOf(line, valueIndexes[index - 1] ?? start, valueIndexes[index] ?? end);
  return { ...word, endAt };
}

function along(line: LogicalLine, { start, end }: Piece, offset: number): (index: number) => number {
  return (index) =>
    offset + (start + index < end ? offsetOf(line, start + index) : endOffsetOf(line, start, end));
}

function through(
  line: LogicalLine,
  indexes: readonly number[],
  end: number,
  offset: number,
): (index: number) => number {
  return (index) => {
    const at = indexes[index];
    return at === undefined ? end : offset + offsetOf(line, at);
  };
}

function placeFlag(line: LogicalLine, piece: FlagPiece, offset: number): Flag {
  const flag = mapped(line, piece, offset);
  const name = spanOf(line, { start: piece.start, end: piece.nameEnd }, offset);
  const value = piece.flagValue && placeWord(line, piece.flagValue, offset);
  const unquoted = piece.value ?? '';
  const equals = unquoted.indexOf('=');
  return {
    ...flag,
    name: unquoted.slice(2, equals < 0 ? undefined : equals),
    nameSpan: { start: Math.min(flag.at(2), name.end), end: name.end },
    value: value?.value,
    valueSpan: value?.span,
    valueAt: (index) => (value ? value.at(index) : flag.span.end),
  };
}

function placePair(line: LogicalLine, pair: PairPiece, offset: number): Pair {
  const key = placeWord(line, pair.key, offset);
  const value = pair.value && placeWord(line, pair.value, offset);
  return {
    span: { start: key.span.start, end: (value ?? key).span.end },
    key,
    value,
    legacy: pair.isLegacy,
  };
}
