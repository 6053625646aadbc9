import { readFileSync } from 'node:fs';
import { parse } from '../server/src/dockerfile/parse';
import type { Dockerfile } from '../server/src/dockerfile/tree';
import type { FeatureFacts } from '../server/src/features/facts';
import { hover } from '../server/src/features/hover';
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

function textIn({ text, lines }: Dockerfile, range: { start: Position; end: Position }): string {
  return text.slice(lines.offsetAt(range.start), lines.offsetAt(range.end));
}

interface Position {
  line: number;
  character: number;
}
