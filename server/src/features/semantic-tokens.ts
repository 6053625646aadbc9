import type { SemanticTokensEdit, SemanticTokensLegend } from 'vscode-languageserver-types';
import type { Dockerfile, Span } from '../dockerfile/tree';
import { tokensOf, tokenModifiers, tokenTypes, type Token } from './semantic-tokens-of';

export const semanticTokensLegend: SemanticTokensLegend = {
  tokenTypes: [...tokenTypes],
  tokenModifiers: [...tokenModifiers],
};

/**
 * The tokens of the file, or of the instructions that touch `within`, as LSP encodes them: five numbers each, positions
 * relative to the token before. Of tokens within each other the inner one shows; none spans a line break.
 */
export function semanticTokens(dockerfile: Dockerfile, within?: Span): number[] {
  const data: number[] = [];
  let line = 0;
  let character = 0;
  for (const { start, end, type, modifiers } of flat(dockerfile, tokensOf(dockerfile, within))) {
    const at = dockerfile.lines.positionAt(start);
    data.push(
      at.line - line,
      at.line === line ? at.character - character : at.character,
      end - start,
      type,
      modifiers,
    );
    line = at.line;
    character = at.character;
  }
  return data;
}

/** What must change in the numbers that an editor holds: at most one edit, from the first to the last difference. */
export function semanticTokensEdits(
  before: readonly number[],
  after: readonly number[],
): SemanticTokensEdit[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let [oldEnd, newEnd] = [before.length, after.length];
  while (oldEnd > start && newEnd > start && before[oldEnd - 1] === after[newEnd - 1]) {
    oldEnd--;
    newEnd--;
  }
  if (oldEnd === start && newEnd === start) return [];
  return [{ start, deleteCount: oldEnd - start, data: after.slice(start, newEnd) }];
}

interface Piece extends Span {
  readonly type: number;
  readonly modifiers: number;
}

/** Cuts nested tokens into disjoint pieces in the order of the file, each on one line. */
function flat(dockerfile: Dockerfile, tokens: readonly Token[]): Piece[] {
  const sorted = [...tokens].sort(
    (one, other) => one.span.start - other.span.start || other.span.end - one.span.end,
  );
  const pieces: Piece[] = [];
  const open: Token[] = [];
  let at = 0;
  const emit = (token: Token, end: number) => {
    if (end > at) addLines(pieces, dockerfile, token, at, end);
    at = Math.max(at, end);
  };
  for (const token of sorted) {
    let top = open.at(-1);
    while (top && top.span.end <= token.span.start) {
      emit(top, top.span.end);
      open.pop();
      top = open.at(-1);
    }
    if (top) emit(top, token.span.start);
    at = Math.max(at, token.span.start);
    open.push(token);
  }
  for (let top = open.pop(); top; top = open.pop()) emit(top, top.span.end);
  return pieces;
}

/** One piece a line, without the indentation of continued lines and without the continuation character. */
function addLines(pieces: Piece[], dockerfile: Dockerfile, token: Token, start: number, end: number): void {
  const { text, lines, escape } = dockerfile;
  const type = tokenTypes.indexOf(token.type);
  const modifiers = (token.modifiers ?? []).reduce(
    (bits, name) => bits | (1 << tokenModifiers.indexOf(name)),
    0,
  );
  const first = lines.lineAt(start);
  const last = lines.lineAt(end);
  for (let line = first; line <= last; line++) {
    let from = line === first ? start : lines.startOf(line);
    let to = line === last ? end : lines.endOf(line);
    if (line > first) while (from < to && isBlank(text[from])) from++;
    while (to > from && isBlank(text[to - 1])) to--;
    if (line < last && text[to - 1] === escape) to--;
    while (to > from && isBlank(text[to - 1])) to--;
    if (from < to) pieces.push({ start: from, end: to, type, modifiers });
  }
}

function isBlank(char: string | undefined): boolean {
  return char === ' ' || char === '\t' || char === '\r';
}
