import { readFileSync } from 'node:fs';
import type { CompletionItem } from 'vscode-languageserver-types';
import { parse } from '../server/src/dockerfile/parse';
import type { Dockerfile } from '../server/src/dockerfile/tree';
import type { FeatureFacts } from '../server/src/features/facts';
import { completion } from '../server/src/features/completion';
import { hover } from '../server/src/features/hover';
import { signatureHelp } from '../server/src/features/signature-help';
import { offlineCatalogue } from '../server/src/registry/offline';
import { fixture } from './fixture';

/** The offline data that ships, on a day on which the expectations hold. */
export const offlineFacts: FeatureFacts = {
  images: offlineCatalogue(
    JSON.parse(readFileSync(new URL('../server/data/images.json', import.meta.url), 'utf8')),
  ),
  today: '2026-11-21',
};

/** The hover at `<|>`: its Markdown, and the text that it is about. */
export function hoverAt(
  marked: string,
  facts: FeatureFacts = offlineFacts,
): { markdown: string; on: string } | undefined {
  const { text, offset } = fixture(marked);
  const dockerfile = parse(text);
  const found = hover(dockerfile, offset, facts);
  if (!found) return undefined;
  const { contents, range } = found;
  if (typeof contents !== 'object' || !('kind' in contents) || contents.kind !== 'markdown' || !range) {
    throw new Error('A hover is Markdown and has a range');
  }
  return { markdown: contents.value, on: textIn(dockerfile, range) };
}

export interface Completions {
  /** In the order in which an editor shows them. */
  readonly labels: readonly string[];
  readonly items: readonly CompletionItem[];
  readonly isIncomplete: boolean;
  readonly item: (label: string) => CompletionItem;
  /** The text after a suggestion was taken; a snippet as it is written. */
  readonly taken: (label: string) => string;
}

/** The suggestions at `<|>`. */
export function completionsAt(marked: string, facts: FeatureFacts = offlineFacts): Completions {
  const { text, offset } = fixture(marked);
  const dockerfile = parse(text);
  const { items, isIncomplete } = completion(dockerfile, offset, facts);
  const sorted = items.toSorted((a, b) => ((a.sortText ?? a.label) < (b.sortText ?? b.label) ? -1 : 1));
  const item = (label: string): CompletionItem => {
    const found = items.find((each) => each.label === label);
    if (!found) throw new Error(`${label} is not among ${sorted.map((each) => each.label).join(', ')}`);
    return found;
  };
  return {
    labels: sorted.map(({ label }) => label),
    items: sorted,
    isIncomplete,
    item,
    taken: (label) => {
      const { textEdit } = item(label);
      if (!textEdit || !('range' in textEdit)) throw new Error(`${label} has no edit`);
      const { start, end } = textEdit.range;
      const { lines } = dockerfile;
      return text.slice(0, lines.offsetAt(start)) + textEdit.newText + text.slice(lines.offsetAt(end));
    },
  };
}

/** The signature that is highlighted at `<|>`, and the parameter in it. */
export function signatureAt(marked: string): { label: string; parameter: string; count: number } | undefined {
  const { text, offset } = fixture(marked);
  const help = signatureHelp(parse(text), offset);
  const signature = help?.signatures[help.activeSignature ?? 0];
  const label = signature?.parameters?.[help?.activeParameter ?? 0]?.label;
  if (!help || !signature) return undefined;
  return { label: signature.label, parameter: String(label), count: help.signatures.length };
}

function textIn({ text, lines }: Dockerfile, range: { start: Position; end: Position }): string {
  return text.slice(lines.offsetAt(range.start), lines.offsetAt(range.end));
}

interface Position {
  line: number;
  character: number;
}
