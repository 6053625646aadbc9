import type { Range } from 'vscode-languageserver-types';
import { parse } from '../server/src/dockerfile/parse';
import type { Dockerfile } from '../server/src/dockerfile/tree';
import { definition } from '../server/src/features/definition';
import { documentHighlights } from '../server/src/features/document-highlights';
import { documentLinks } from '../server/src/features/document-links';
import { inlayHints } from '../server/src/features/inlay-hints';
import { linkedEditingRanges } from '../server/src/features/linked-editing-ranges';
import { references } from '../server/src/features/references';
import { prepareRename, rename } from '../server/src/features/rename';
import { selectionRanges } from '../server/src/features/selection-ranges';
import { fixture } from './fixture';

const uri = 'file:///Dockerfile';

/** The text with « and » around what go-to-definition leads to. */
export function definitionsAt(marked: string): string {
  const { dockerfile, offset } = read(marked);
  return bracketed(
    dockerfile,
    definition(dockerfile, offset, uri).map(({ range }) => range),
  );
}

/** The text with « and » around all references, declarations included. */
export function referencesAt(marked: string): string {
  const { dockerfile, offset } = read(marked);
  return bracketed(
    dockerfile,
    references(dockerfile, offset, uri, true).map(({ range }) => range),
  );
}

/** The text with « and » around what is highlighted, `=` inside where it is set. */
export function highlightsAt(marked: string): string {
  const { dockerfile, offset } = read(marked);
  const found = documentHighlights(dockerfile, offset).sort(byStart);
  return bracketed(
    dockerfile,
    found.map(({ range }) => range),
    found.map(({ kind }) => (kind === 3 ? '=' : '')),
  );
}

/** The text after the rename, or the reason why not. */
export function renamedAt(marked: string, newName: string): string {
  const { dockerfile, offset } = read(marked);
  const result = rename(dockerfile, offset, newName, uri);
  if ('problem' in result) return result.problem;
  let [text, at] = ['', 0];
  for (const { range, newText } of result.changes?.[uri] ?? []) {
    text += dockerfile.text.slice(at, dockerfile.lines.offsetAt(range.start)) + newText;
    at = dockerfile.lines.offsetAt(range.end);
  }
  return text + dockerfile.text.slice(at);
}

/** What the editor offers to rename, or the reason why nothing. */
export function renamableAt(marked: string): string {
  const { dockerfile, offset } = read(marked);
  const result = prepareRename(dockerfile, offset);
  return 'problem' in result
    ? result.problem
    : `${result.placeholder} at ${textOf(dockerfile, result.range)}`;
}

export function linkedAt(marked: string): string {
  const { dockerfile, offset } = read(marked);
  return bracketed(dockerfile, linkedEditingRanges(dockerfile, offset) ?? []);
}

/** What the selection grows to, the smallest first. */
export function selectionsAt(marked: string): string[] {
  const { dockerfile, offset } = read(marked);
  const texts: string[] = [];
  for (let [at] = selectionRanges(dockerfile, [offset]); at; at = at.parent) {
    texts.push(textOf(dockerfile, at.range));
  }
  return texts;
}

/** `text -> target` of each link; `files` are what the build context holds. */
export function linksOf(text: string, files: readonly string[] = []): string[] {
  const dockerfile = parse(text);
  const contextUri = (path: string) => (files.includes(path) ? `file:///context/${path}` : undefined);
  return documentLinks(dockerfile, { contextUri }).map(
    ({ range, target }) => `${textOf(dockerfile, range)} -> ${target ?? ''}`,
  );
}

/** The text with {…} where a hint is shown. */
export function hintsIn(text: string): string {
  const dockerfile = parse(text);
  let result = '';
  let at = 0;
  for (const { position, label } of inlayHints(dockerfile, { start: 0, end: text.length })) {
    const offset = dockerfile.lines.offsetAt(position);
    result += `${text.slice(at, offset)}{${typeof label === 'string' ? label : ''}}`;
    at = offset;
  }
  return result + text.slice(at);
}

function read(marked: string): { dockerfile: Dockerfile; offset: number } {
  const { text, offset } = fixture(marked);
  return { dockerfile: parse(text), offset };
}

function textOf({ text, lines }: Dockerfile, { start, end }: Range): string {
  return text.slice(lines.offsetAt(start), lines.offsetAt(end));
}

function bracketed(dockerfile: Dockerfile, ranges: readonly Range[], notes: readonly string[] = []): string {
  const sorted = ranges.map((range, index) => ({ range, note: notes[index] ?? '' })).sort(byStart);
  let [result, at] = ['', 0];
  for (const { range, note } of sorted) {
    result += `${dockerfile.text.slice(at, dockerfile.lines.offsetAt(range.start))}«${note}${textOf(dockerfile, range)}»`;
    at = dockerfile.lines.offsetAt(range.end);
  }
  return result + dockerfile.text.slice(at);
}

function byStart(one: { range: Range }, other: { range: Range }): number {
  const [a, b] = [one.range.start, other.range.start];
  return a.line - b.line || a.character - b.character;
}
