/** Plain text in Markdown: nothing in it is a link, an image, HTML or emphasis. */
export function plain(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!|<>~&:@]/g, '\\$&').replace(/\s+/g, ' ');
}

/** Text as inline code, on one line, whatever backticks it holds. */
export function code(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  if (line.trim() === '') return '` `';
  const ticks = '`'.repeat(longestRun(line) + 1);
  const pad = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${ticks}${pad}${line}${pad}${ticks}`;
}

/** A block of code in a language of the editor. */
export function block(text: string, language = 'dockerfile'): string {
  const ticks = '`'.repeat(Math.max(longestRun(text) + 1, 3));
  return `${ticks}${language}\n${text}\n${ticks}`;
}

/** `address` is one of ours, or has been through `encodeURI`. */
export function link(label: string, address: string): string {
  return `[${label}](${address})`;
}

/** Paragraphs; empty and missing ones are left out. */
export function paragraphs(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join('\n\n');
}

export function bullets(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join('\n');
}

/** At most `length` characters, with an ellipsis where something is missing. */
export function shortened(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}

/** Our own Markdown as one plain line, for where an editor shows no Markdown. */
export function plainText(markdown: string): string {
  return markdown.replace(/\*\*|`/g, '').replace(/\[([^\]]*)\]\([^)]*\)/g, '$1');
}
