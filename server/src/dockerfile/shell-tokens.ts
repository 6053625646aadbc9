import { forEachChild, type ArithmeticExpression, type SyntaxNode, type WordPart } from 'unbash';
import type { Shell } from './shell';
import type { Mapped, Span } from './tree';

export type ShellTokenKind =
  | 'command'
  | 'function'
  | 'option'
  | 'word'
  | 'string'
  | 'number'
  | 'variable'
  | 'keyword'
  | 'operator'
  | 'comment';

/** A coloured piece of shell; it never goes on behind a continuation or into another line of the file. */
export interface ShellToken {
  readonly kind: ShellTokenKind;
  readonly span: Span;
}

const keywords =
  /^(?:if|then|elif|else|fi|for|in|while|until|do|done|case|esac|select|function|time|coproc|\[\[|\]\]|!|\{|\})$/;
/** Outside words there is nothing but comments, reserved words, operators and blanks. */
const betweenWords = /#[^\n]*|[A-Za-z]+|\[\[|\]\]|[{}!]|[^\s\w#]+|\w+/g;

/** The tokens of a script in the order of the file; none where there is no script for a shell like sh or bash. */
export function shellTokens(shell: Shell): readonly ShellToken[] {
  const { syntax, script } = shell;
  if (!syntax || !script) return [];
  const kinds = new Array<ShellTokenKind | undefined>(script.text.length);
  paintNode(syntax);
  paintBetween(script.text, kinds);
  return tokensOf(kinds, script);

  function paint(start: number, end: number, kind: ShellTokenKind): void {
    kinds.fill(kind, start, end);
  }

  function paintNode(node: SyntaxNode): void {
    switch (node.type) {
      case 'Command':
        if (node.name) paintWord(node.name, 'command');
        for (const each of node.prefix) paintNode(each);
        for (const each of node.suffix) {
          if (each.type === 'Word') paintWord(each, each.text.startsWith('-') ? 'option' : 'word');
          else paintNode(each);
        }
        return;
      case 'Word':
        paintWord(node, 'word');
        return;
      case 'Assignment':
        paint(node.pos, node.pos + node.name.length, 'variable');
        paint(node.pos + node.name.length, node.value.pos, 'operator');
        paintNode(node.value);
        return;
      case 'For':
      case 'Select':
        paint(node.name.pos, node.name.end, 'variable');
        for (const word of node.wordlist ?? []) paintNode(word);
        paintNode(node.body);
        return;
      case 'Function':
        paint(node.name.pos, node.name.end, 'function');
        paintNode(node.body);
        return;
      case 'CaseItem':
        for (const pattern of node.pattern) paintWord(pattern, 'string');
        paintNode(node.body);
        return;
      case 'Redirect':
      case 'HereString':
        paint(node.pos, node.target?.pos ?? node.end, 'operator');
        if (node.target) paintNode(node.target);
        return;
      case 'HereDoc':
        paint(node.pos, node.end, 'operator');
        paintPieces(node.body.pos, node.body.end, node.body.parts, 'string');
        if (node.closing) paint(node.closing.pos, node.closing.end, 'operator');
        return;
      case 'ArithmeticCommand':
      case 'ArithmeticFor':
        paintArithmetic(node);
        if (node.type === 'ArithmeticFor') paintNode(node.body);
        return;
      default:
        forEachChild(node, paintNode);
    }
  }

  function paintWord(
    word: { pos: number; end: number; parts?: readonly WordPart[] | undefined },
    kind: ShellTokenKind,
  ): void {
    paintPieces(word.pos, word.end, word.parts, kind);
  }

  /** The parts in their own colours, what is between them in `kind`. */
  function paintPieces(
    start: number,
    end: number,
    parts: readonly WordPart[] | undefined,
    kind: ShellTokenKind,
  ): void {
    let at = start;
    for (const part of parts ?? []) {
      paint(at, part.pos, kind);
      paintPart(part, kind);
      at = part.end;
    }
    paint(at, end, kind);
  }

  function paintPart(part: WordPart, kind: ShellTokenKind): void {
    switch (part.type) {
      case 'SingleQuoted':
      case 'AnsiCQuoted':
        paint(part.pos, part.end, 'string');
        return;
      case 'DoubleQuoted':
      case 'LocaleString':
        paintPieces(part.pos, part.end, part.parts, 'string');
        return;
      case 'SimpleExpansion':
        paint(part.pos, part.end, 'variable');
        return;
      case 'ParameterExpansion':
        paint(part.pos, part.end, 'variable');
        if (part.operation) {
          paint(part.operation.pos, part.operation.operatorEnd, 'operator');
          forEachChild(part.operation, paintNode);
        }
        return;
      case 'CommandExpansion':
      case 'ProcessSubstitution':
        paintSubstitution(part);
        return;
      case 'ArithmeticExpansion':
        paintArithmetic(part);
        return;
      case 'BraceExpansion':
      case 'ExtendedGlob':
        paintPieces(part.pos, part.end, part.parts, kind);
        return;
      default:
        paint(part.pos, part.end, kind);
    }
  }

  function paintSubstitution(part: WordPart & { type: 'CommandExpansion' | 'ProcessSubstitution' }): void {
    const { script: inner, pos, end } = part;
    // Escaped backticks hold a script whose positions are not those of this text.
    if (!inner || inner.source !== undefined) {
      paint(pos, end, 'string');
      return;
    }
    paintNode(inner);
    const head = part.text.startsWith('`') ? 1 : 2;
    paint(pos, pos + head, 'operator');
    if (part.text.length > head && /[)`]$/.test(part.text)) paint(end - 1, end, 'operator');
  }

  function paintArithmetic(node: SyntaxNode & { pos: number; end: number }): void {
    if (node.type !== 'ArithmeticFor') paint(node.pos, node.end, 'operator');
    forEachChild(node, (child) => {
      if (isArithmetic(child)) paintOperands(child);
    });
  }

  function paintOperands(node: ArithmeticExpression): void {
    if (node.type === 'ArithmeticWord') {
      const kind = /^\d/.test(node.value) ? 'number' : 'variable';
      paintPieces(node.pos, node.end, node.parts, kind);
      return;
    }
    if (node.type === 'ArithmeticCommandExpansion') {
      if (node.script && node.script.source === undefined) paintNode(node.script);
      return;
    }
    forEachChild(node, (child) => {
      if (isArithmetic(child)) paintOperands(child);
    });
  }
}

function isArithmetic(node: SyntaxNode): node is ArithmeticExpression {
  return (
    node.type.startsWith('Arithmetic') &&
    node.type !== 'ArithmeticExpansion' &&
    node.type !== 'ArithmeticCommand'
  );
}

function paintBetween(text: string, kinds: (ShellTokenKind | undefined)[]): void {
  let start = 0;
  while (start < text.length) {
    let end = start;
    while (end < text.length && kinds[end] === undefined) end++;
    const between = text.slice(start, end);
    if (between.trim() !== '') {
      for (const { 0: found, index } of between.matchAll(betweenWords)) {
        const kind = found.startsWith('#') ? 'comment' : keywords.test(found) ? 'keyword' : 'operator';
        kinds.fill(kind, start + index, start + index + found.length);
      }
    }
    start = end;
    while (start < text.length && kinds[start] !== undefined) start++;
  }
}

function tokensOf(kinds: readonly (ShellTokenKind | undefined)[], script: Mapped): readonly ShellToken[] {
  const tokens: ShellToken[] = [];
  for (let start = 0; start < script.text.length;) {
    const kind = kinds[start];
    const from = script.at(start);
    let end = start + 1;
    if (kind !== undefined && script.text[start] !== '\n') {
      while (
        end < script.text.length &&
        kinds[end] === kind &&
        script.text[end] !== '\n' &&
        script.at(end) === from + end - start
      ) {
        end++;
      }
      tokens.push({ kind, span: { start: from, end: from + end - start } });
    }
    start = end;
  }
  return tokens.sort((one, other) => one.span.start - other.span.start);
}
