/** `text` as one double-quoted word, so that BuildKit reads exactly `text` from it: no variable in it is replaced. */
export function quoted(text: string, escape: string): string {
  return `"${[...text].map((char) => (char === '"' || char === '$' || char === escape ? escape + char : char)).join('')}"`;
}
