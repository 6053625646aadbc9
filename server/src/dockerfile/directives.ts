import { ownCopy } from './own-copy';
import { skipSpace } from './logical-line';
import type { Directive, Dockerfile, Problem } from './tree';

export interface DirectiveReader {
  escape(): Dockerfile['escape'];
  /** The directive in the line `text[lineStart, end)` whose first non-blank character is at `start`, if it is one. */
  read(text: string, lineStart: number, start: number, end: number): Directive | undefined;
}

const letter = /[A-Za-z]/;
const letterOrDigit = /[A-Za-z0-9]/;

/**
 * Reads the directives at the top of a file, line by line (BuildKit's directives.go): `# name=value` with a name that
 * BuildKit knows; any other line ends them. Behind a `#!` line, `syntax` and `check` still count and `escape` does not.
 */
export function directiveReader(
  escape: Dockerfile['escape'],
  isDone: boolean,
  problems: Problem[],
): DirectiveReader {
  let current = escape;
  let done = isDone;
  let isBehindShebang = false;
  const seen = new Set<string>();

  function read(text: string, lineStart: number, start: number, end: number): Directive | undefined {
    if (done) return undefined;
    if (start === 0 && text.startsWith('#!')) {
      isBehindShebang = true;
      return undefined;
    }
    const directive = parseDirective(text, lineStart, start, end);
    if (!directive) {
      done = true;
      return undefined;
    }
    const { name, span, value, valueSpan } = directive;
    if (isBehindShebang && name === 'escape') return undefined;
    if (seen.has(name)) {
      const message = `only one ${name} parser directive can be used`;
      problems.push({ code: 'duplicate-directive', span, message, instruction: undefined });
      return directive;
    }
    seen.add(name);
    if (name !== 'escape') return directive;
    if (value === '\\' || value === '`') {
      current = value;
    } else {
      const message = `invalid escape token '${value}' does not match \` or \\`;
      problems.push({ code: 'invalid-escape', span: valueSpan, message, instruction: undefined });
    }
    return directive;
  }

  return { escape: () => current, read };
}

function parseDirective(text: string, lineStart: number, start: number, end: number): Directive | undefined {
  if (text[start] !== '#') return undefined;
  const nameStart = skipSpace(text, start + 1, end);
  if (!letter.test(text.charAt(nameStart))) return undefined;
  let nameEnd = nameStart;
  while (nameEnd < end && letterOrDigit.test(text.charAt(nameEnd))) nameEnd++;
  const equals = skipBlanks(text, nameEnd, end);
  if (text[equals] !== '=' || equals + 1 >= end) return undefined;
  const name = directiveName(text.slice(nameStart, nameEnd));
  if (!name) return undefined;

  // A value of blanks alone counts as one blank.
  const valueStart = Math.min(skipBlanks(text, equals + 1, end), end - 1);
  let valueEnd = end;
  while (valueEnd > valueStart + 1 && isBlank(text.charCodeAt(valueEnd - 1))) valueEnd--;
  return {
    name,
    span: { start, end },
    nameSpan: { start: nameStart, end: nameEnd },
    value: ownCopy(text.slice(valueStart, valueEnd)),
    valueSpan: { start: valueStart, end: valueEnd },
    isIndented: start > lineStart,
  };
}

function directiveName(text: string): Directive['name'] | undefined {
  const name = text.toLowerCase();
  return name === 'syntax' || name === 'escape' || name === 'check' ? name : undefined;
}

function skipBlanks(text: string, start: number, end: number): number {
  let offset = start;
  while (offset < end && isBlank(text.charCodeAt(offset))) offset++;
  return offset;
}

/** `\s` of Go's regular expressions, within a line. */
function isBlank(unit: number): boolean {
  return unit === 0x20 || unit === 0x09 || unit === 0x0c || unit === 0x0d;
}
