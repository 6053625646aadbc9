/** Splits a line into words at blanks, as one expects of quotes: `a "b c" 'd e'` are three. No shell reads it. */
export function splitWords(text: string): string[] {
  const words: string[] = [];
  for (const match of text.matchAll(/(?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s"'\\])+|["'\\]\S*/g)) {
    words.push(
      match[0].replace(
        /"((?:\\.|[^"\\])*)"|'([^']*)'|\\(.)/g,
        (_whole, double?: string, single?: string, escaped?: string) =>
          double === undefined ? (single ?? escaped ?? '') : double.replace(/\\(["\\$`])/g, '$1'),
      ),
    );
  }
  return words;
}

/** The way back: what `splitWords` reads as these words. */
export function joinWords(words: readonly string[]): string {
  return words
    .map((word) => (/^[^\s"'\\]+$/.test(word) ? word : `"${word.replace(/["\\]/g, '\\$&')}"`))
    .join(' ');
}
