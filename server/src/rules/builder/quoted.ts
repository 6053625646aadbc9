/** `text` as one double-quoted word, so that BuildKit reads exactly `text` from it: no variable in it is replaced. */
export function quoted(text: string, escape: string): string {
  const special = escape === '\\' ? /["$\\]/g : /["$`]/g;
  return `"${text.replace(special, (char) => escape + char)}"`;
}
