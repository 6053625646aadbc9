import type { TextEdit } from 'vscode-languageserver-types';
import { parse } from '../dockerfile/parse';
import type { Comment, Dockerfile, Instruction, Span } from '../dockerfile/tree';
import { fixedSpans } from './format-fixed';
import { meansTheSame } from './format-meaning';
import { innerKeyword } from './inner-keyword';

/** How a file should look. */
export interface FormatStyle {
  /** Blanks of one indentation, at least one. */
  readonly indent: string;
  /** Columns of a tab. */
  readonly tabSize: number;
  readonly keywordCase: 'upper' | 'lower' | 'keep';
  /** Leave the blanks inside RUN alone: they are part of its cache key, so changing them rebuilds the layer. */
  readonly keepRunBlanks: boolean;
}

interface Change extends Span {
  readonly text: string;
}

/**
 * The edits that give a Dockerfile one look: keywords in one case, continuations indented with their nesting kept,
 * one blank between words and before a continuation character, no trailing blanks, a final line break. Comments, blank
 * lines, heredocs and everything quoted stay. An instruction whose formatted text would mean anything else to the
 * builder is left as it is. With `within`, only instructions and comments that touch that range change.
 */
export function format(dockerfile: Dockerfile, style: FormatStyle, within?: Span): TextEdit[] {
  const touches = (span: Span) => !within || (span.start <= within.end && within.start <= span.end);
  const perInstruction = dockerfile.instructions.map((instruction) =>
    touches(instruction.span) ? instructionChanges(dockerfile, instruction, style) : [],
  );
  const between = betweenChanges(dockerfile).filter(touches);
  if (between.length === 0 && perInstruction.every((changes) => changes.length === 0)) return [];
  const formatted = parse(apply(dockerfile.text, [...perInstruction.flat(), ...between]));
  if (formatted.instructions.length !== dockerfile.instructions.length) return [];
  if (formatted.directives.length !== dockerfile.directives.length) return [];
  const kept = perInstruction.map((changes, index) => {
    const [before, after] = [dockerfile.instructions[index], formatted.instructions[index]];
    if (changes.length === 0 || !before || !after) return [];
    return meansTheSame(dockerfile, before, formatted, after) ? changes : [];
  });
  return [...kept.flat(), ...between]
    .sort((a, b) => a.start - b.start)
    .map(({ start, end, text }) => ({
      range: { start: dockerfile.lines.positionAt(start), end: dockerfile.lines.positionAt(end) },
      newText: text,
    }));
}

/**
 * What typing a line break should do: the new line of a continued instruction takes the indentation of a
 * continuation, and the line that was left loses its trailing blanks. `offset` is where the cursor stands.
 */
export function formatOnType(dockerfile: Dockerfile, offset: number, style: FormatStyle): TextEdit[] {
  const line = dockerfile.lines.lineAt(offset);
  const instruction = dockerfile.instructions.findLast(({ firstLine }) => firstLine < line);
  if (!instruction || line > instruction.lastLogicalLine + 1) return [];
  // At the end of the file the line that was begun is no part of the instruction yet.
  const isBegun = lineText(dockerfile, line - 1)
    .trimEnd()
    .endsWith(dockerfile.escape);
  if (line > instruction.lastLogicalLine && !isBegun) return [];
  const start = dockerfile.lines.startOf(line);
  const contentStart = start + leading(dockerfile.text.slice(start, dockerfile.lines.endOf(line)));
  const previous = instruction.firstLine < line - 1 ? line - 1 : undefined;
  const above = previous === undefined ? '' : lineText(dockerfile, previous);
  const indent = above.trim() === '' ? style.indent : above.slice(0, leading(above)) || style.indent;
  if (dockerfile.text.slice(start, contentStart) === indent) return [];
  const isFixed = fixedSpans(dockerfile, instruction).some((span) => span.start < start && start < span.end);
  if (isFixed) return [];
  return [
    {
      range: { start: dockerfile.lines.positionAt(start), end: dockerfile.lines.positionAt(contentStart) },
      newText: indent,
    },
  ];
}

/** Lines outside instructions: indentation of comments, trailing blanks, blank lines, the end of the file. */
function betweenChanges(dockerfile: Dockerfile): Change[] {
  const { text, lines } = dockerfile;
  const changes: Change[] = [];
  const top = new Map(dockerfile.comments.filter(({ inside }) => !inside).map((c) => [c.line, c]));
  let line = 0;
  const plain = (last: number) => {
    for (; line < last; line++) {
      const [start, end] = [lines.startOf(line), lines.endOf(line)];
      const content = text.slice(start, end);
      const comment = top.get(line);
      if (comment && !looksLikeDirective(comment)) push(changes, text, start, comment.span.start, '');
      const kept = content.trimEnd().length;
      if (comment ?? kept === 0) push(changes, text, start + kept, end, '');
    }
  };
  for (const { firstLine, lastLine } of dockerfile.instructions) {
    plain(firstLine);
    line = lastLine + 1;
  }
  plain(lines.count);
  const last = dockerfile.instructions.at(-1);
  const isOpen = last?.heredocs.some(({ terminatorSpan }) => !terminatorSpan) ?? false;
  if (!isOpen && text.trim() !== '') {
    const end = text.trimEnd().length;
    const tail = text.slice(end);
    const lineBreak = /\r?\n/.exec(tail)?.[0] ?? (text.includes('\r\n') ? '\r\n' : '\n');
    const isContinued = last !== undefined && last.span.end > end - 1 && text[end - 1] === dockerfile.escape;
    if (!isContinued && tail.trim() === '' && tail.replace(/[ \t]/g, '') !== lineBreak) {
      return [
        ...changes.filter((change) => change.end <= end),
        { start: end, end: text.length, text: lineBreak },
      ];
    }
  }
  return changes;
}

/** A comment that would become a directive at the start of its line (BuildKit reads `# check=` only there). */
function looksLikeDirective({ text }: Comment): boolean {
  return /^[A-Za-z][A-Za-z0-9]*\s*=/.test(text);
}

interface Line {
  readonly start: number;
  readonly end: number;
  readonly contentStart: number;
  /** Without trailing blanks, continuation character and the blanks before it. */
  readonly contentEnd: number;
  /** Offset of the continuation character. */
  readonly continuation: number | undefined;
  readonly kind: 'code' | 'comment' | 'blank';
}

function instructionChanges(dockerfile: Dockerfile, instruction: Instruction, style: FormatStyle): Change[] {
  const { text } = dockerfile;
  const changes: Change[] = [];
  const lines = linesOf(dockerfile, instruction);
  const first = lines[0];
  if (!first) return changes;
  push(changes, text, first.start, instruction.span.start, '');
  keywordChanges(changes, text, instruction, style);
  const isRun = (instruction.trigger ?? instruction).name === 'RUN';
  if (!(isRun && style.keepRunBlanks)) {
    blankChanges(changes, dockerfile, instruction);
    indentChanges(changes, dockerfile, instruction, lines, style);
  }
  const last = lines.at(-1);
  if (last && last.kind !== 'comment')
    push(changes, text, text.slice(0, last.end).trimEnd().length, last.end, '');
  return distinct(changes);
}

function keywordChanges(changes: Change[], text: string, instruction: Instruction, style: FormatStyle): void {
  if (style.keywordCase === 'keep') return;
  for (let at: Instruction | undefined = instruction; at; at = at.trigger) {
    for (const span of [at.keywordSpan, innerKeyword(at)?.span]) {
      const typed = span && text.slice(span.start, span.end);
      if (!typed || !/^[A-Za-z]+$/.test(typed)) continue;
      const wanted = style.keywordCase === 'upper' ? typed.toUpperCase() : typed.toLowerCase();
      push(changes, text, span.start, span.end, wanted);
    }
  }
}

/** One blank between the keyword, the flags, and the words of an instruction that BuildKit splits at blanks. */
function blankChanges(changes: Change[], dockerfile: Dockerfile, instruction: Instruction): void {
  const { text } = dockerfile;
  const inner = instruction.trigger ?? instruction;
  const tokens: Span[] = [instruction.keywordSpan];
  if (instruction.trigger) tokens.push(instruction.trigger.keywordSpan);
  tokens.push(...inner.flags.map(({ span }) => span));
  if (inner.pairs.length > 0) tokens.push(...inner.pairs.map(({ span }) => span));
  else if (inner.form === 'exec') tokens.push(inner.body.span);
  else tokens.push(...inner.words.map(({ span }) => span));
  tokens.sort((a, b) => a.start - b.start);
  tokens.forEach((token, index) => {
    const next = tokens[index + 1];
    if (!next) return;
    const gap = text.slice(token.end, next.start);
    if (/^[ \t]+$/.test(gap)) push(changes, text, token.end, next.start, ' ');
  });
}

function indentChanges(
  changes: Change[],
  dockerfile: Dockerfile,
  instruction: Instruction,
  lines: readonly Line[],
  style: FormatStyle,
): void {
  const { text } = dockerfile;
  if (lines.length === 1) return;
  const isFixed = inside(fixedSpans(dockerfile, instruction));
  const width = (line: Line) => columns(text.slice(line.start, line.contentStart), style.tabSize);
  const movable = lines.map((line, index) => {
    if (index === 0 || line.kind !== 'code' || isFixed(line.start)) return false;
    const above = lines.slice(0, index).findLast(({ kind }) => kind === 'code');
    const isGlued = above?.continuation === above?.contentEnd && line.contentStart === line.start;
    return !isGlued;
  });
  const least = lines.reduce((min, line, i) => (movable[i] ? Math.min(min, width(line)) : min), Infinity);
  const indentOf = (line: Line) => style.indent + blanks(width(line) - least, style);
  let below: string | undefined;
  for (let index = lines.length - 1; index >= 0; index--) {
    const line = lines[index];
    if (!line) continue;
    if (line.kind === 'blank') {
      push(changes, text, line.start, line.end, '');
    } else if (line.kind === 'comment') {
      if (index > 0) {
        const own = Number.isFinite(least) && width(line) >= least ? indentOf(line) : (below ?? style.indent);
        push(changes, text, line.start, line.contentStart, own);
      }
      push(changes, text, line.contentEnd, line.end, '');
    } else {
      if (movable[index]) {
        below = indentOf(line);
        push(changes, text, line.start, line.contentStart, below);
      }
      if (line.continuation === undefined) continue;
      push(changes, text, line.continuation + 1, line.end, '');
      const hasGap = line.contentEnd < line.continuation;
      if (hasGap && line.contentStart < line.contentEnd && !isFixed(line.contentEnd)) {
        push(changes, text, line.contentEnd, line.continuation, ' ');
      }
    }
  }
}

function linesOf(dockerfile: Dockerfile, instruction: Instruction): Line[] {
  const { text, lines } = dockerfile;
  const comments = new Set(dockerfile.comments.map(({ line }) => line));
  const result: Line[] = [];
  for (let line = instruction.firstLine; line <= instruction.lastLogicalLine; line++) {
    const [start, end] = [lines.startOf(line), lines.endOf(line)];
    const content = text.slice(start, end);
    const trimmed = content.trimEnd();
    const contentStart = start + leading(content);
    if (trimmed === '') {
      result.push({ start, end, contentStart: end, contentEnd: end, continuation: undefined, kind: 'blank' });
    } else if (comments.has(line)) {
      const contentEnd = start + trimmed.length;
      result.push({ start, end, contentStart, contentEnd, continuation: undefined, kind: 'comment' });
    } else {
      const isContinued = line < instruction.lastLogicalLine && trimmed.endsWith(dockerfile.escape);
      const code = isContinued ? trimmed.slice(0, -1).trimEnd() : trimmed;
      const continuation = isContinued ? start + trimmed.length - 1 : undefined;
      const contentEnd = Math.max(start + code.length, Math.min(contentStart, continuation ?? end));
      result.push({ start, end, contentStart, contentEnd, continuation, kind: 'code' });
    }
  }
  return result;
}

/** Is an offset strictly inside one of the sorted, disjoint spans? Offsets may come in any order. */
function inside(spans: readonly Span[]): (offset: number) => boolean {
  return (offset) => {
    let [low, high] = [0, spans.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((spans[middle]?.end ?? Infinity) <= offset) low = middle + 1;
      else high = middle;
    }
    const span = spans[low];
    return span !== undefined && span.start < offset && offset < span.end;
  };
}

function lineText({ text, lines }: Dockerfile, line: number): string {
  return text.slice(lines.startOf(line), lines.endOf(line));
}

function leading(content: string): number {
  return /^[ \t]*/.exec(content)?.[0].length ?? 0;
}

function columns(indentation: string, tabSize: number): number {
  let column = 0;
  for (const char of indentation) column += char === '\t' ? tabSize - (column % tabSize) : 1;
  return column;
}

function blanks(width: number, style: FormatStyle): string {
  if (!style.indent.startsWith('\t')) return ' '.repeat(Math.max(0, width));
  return '\t'.repeat(Math.floor(width / style.tabSize)) + ' '.repeat(width % style.tabSize);
}

function push(changes: Change[], text: string, start: number, end: number, replacement: string): void {
  if (start <= end && text.slice(start, end) !== replacement) changes.push({ start, end, text: replacement });
}

/** Two passes may ask for the same blanks; the first one that did wins. */
function distinct(changes: readonly Change[]): Change[] {
  const sorted = [...changes].sort((a, b) => a.start - b.start || a.end - b.end);
  const result: Change[] = [];
  for (const change of sorted) {
    const last = result.at(-1);
    if (!last || change.start >= last.end) result.push(change);
  }
  return result;
}

function apply(text: string, changes: readonly Change[]): string {
  const sorted = [...changes].sort((a, b) => a.start - b.start);
  const parts: string[] = [];
  let at = 0;
  for (const change of sorted) {
    parts.push(text.slice(at, change.start), change.text);
    at = change.end;
  }
  return parts.join('') + text.slice(at);
}
