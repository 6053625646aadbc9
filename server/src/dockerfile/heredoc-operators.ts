import { lexShellWord, lexicalError, splitShellWords, type Part } from './shell-word';

/** `<<NAME` in a line; indexes are into the line's joined text. */
export interface HeredocOperator {
  readonly name: string;
  readonly fd: number;
  readonly expand: boolean;
  readonly stripTabs: boolean;
  readonly start: number;
  readonly nameStart: number;
  readonly end: number;
}

const operator = /^(\d*)<<(-?)\s*([^<]*)$/u;

/**
 * The heredocs that BuildKit finds in the joined text of a RUN, COPY or ADD: words that begin with `<<`, lexed with
 * quotes, and always with `\` as the escape character, whatever the escape directive says (parser.go,
 * heredocsFromLine). A line whose quotes do not match has none.
 */
export function heredocOperators(text: string): readonly HeredocOperator[] {
  if (!text.includes('<<')) return [];
  const parts = lexShellWord(text, '\\');
  if (lexicalError(parts)) return [];
  return splitShellWords(text, parts).flatMap(({ start, end }) => {
    const found = parseOperator(text.slice(start, end), start);
    return found ? [found] : [];
  });
}

/** Whether BuildKit takes the word of a COPY or ADD for a heredoc. */
export function isHeredocWord(word: string): boolean {
  return parseOperator(word, 0) !== undefined;
}

function parseOperator(word: string, start: number): HeredocOperator | undefined {
  const match = operator.exec(word);
  if (!match) return undefined;
  const [, digits = '', dash = '', rest = ''] = match;
  if (rest === '') return undefined;
  const parts = lexShellWord(rest, '\\');
  if (lexicalError(parts) || splitShellWords(rest, parts).length !== 1) return undefined;
  return {
    name: unquote(rest, parts),
    fd: digits === '' ? 0 : Number(digits),
    expand: !parts.some((part) => part.kind === 'single' || part.kind === 'double'),
    stripTabs: dash === '-',
    start,
    nameStart: start + word.length - rest.length,
    end: start + word.length,
  };
}

/** Quotes and escape characters removed, variables left as they are: `<<$EOF` ends at `$EOF`. */
function unquote(text: string, parts: readonly Part[]): string {
  return parts
    .map((part) => {
      if (part.kind === 'escape') return text.slice(part.start + 1, part.end);
      if (part.kind === 'single') return text.slice(part.start + 1, part.end - 1);
      if (part.kind === 'double') return unquote(text, part.parts);
      return text.slice(part.start, part.end);
    })
    .join('');
}
