import type { CompletionItem } from 'vscode-languageserver-types';
import { dockerignore } from '../dockerfile/dockerignore';
import { lines } from '../dockerfile/lines';
import { ignorePatterns } from '../reference/ignore-patterns';
import { t } from '../text';
import { items, type Suggestion } from './completion/item';
import type { FeatureFacts } from './facts';

/** In a .dockerignore file: paths of the build context, and what usually is left out. */
export function ignoreCompletion(text: string, offset: number, facts: FeatureFacts): CompletionItem[] {
  const index = lines(text);
  const line = index.lineAt(offset);
  const before = text.slice(index.startOf(line), offset).trimStart();
  if (before.startsWith('#')) return [];
  const typed = before.replace(/^!\s*/, '');
  const slash = typed.lastIndexOf('/');
  const directory = typed.slice(0, Math.max(slash, 0)).replace(/^\//, '');
  const name = typed.slice(slash + 1);
  const paths = /[*?[]/.test(directory) ? [] : pathSuggestions(directory, facts);
  const nameSpan = { start: offset - name.length, end: index.endOf(line) };
  // A usual pattern replaces the whole line, so it is offered only where the two begin at the same place.
  const written = new Set(dockerignore(text).lines.map(({ pattern }) => pattern));
  const usual = slash < 0 ? usualSuggestions(written) : [];
  return items(index, nameSpan, [...paths, ...usual], facts);
}

function pathSuggestions(directory: string, { contextEntries }: FeatureFacts): Suggestion[] {
  return (contextEntries?.(directory) ?? []).map((entry) => ({
    label: entry.name,
    kind: entry.directory ? 'directory' : 'file',
    detail: entry.ignored ? t('left out already') : undefined,
    group: entry.ignored ? 6 : 2,
  }));
}

function usualSuggestions(written: ReadonlySet<string>): Suggestion[] {
  return ignorePatterns
    .filter(({ value }) => !written.has(value))
    .map(({ value, summary }) => ({ label: value, kind: 'value', detail: t(summary), group: 4 }));
}
