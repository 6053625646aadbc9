import {
  CompletionItemKind,
  CompletionItemTag,
  InsertTextFormat,
  type CompletionItem,
} from 'vscode-languageserver-types';
import type { Lines, Span } from '../../dockerfile/tree';
import type { FeatureFacts } from '../facts';

/** One suggestion, before it becomes an item of the protocol. */
export interface Suggestion {
  readonly label: string;
  readonly kind: keyof typeof kinds;
  /** Beside the label: what it is, in a few words. */
  readonly detail?: string | undefined;
  /** What is inserted when it is not the label. */
  readonly insert?: string;
  /** `insert` is in the snippet syntax of LSP. */
  readonly snippet?: boolean;
  /** Groups come in this order, 0 first; inside a group the order of the list counts. */
  readonly group?: number;
  readonly sortText?: string;
  readonly filterText?: string;
  readonly deprecated?: boolean;
  readonly documentation?: string;
  /** What `resolveCompletion` makes the documentation of. */
  readonly about?: Subject;
  /** Ask for the next list at once: a path goes on behind a directory. */
  readonly goesOn?: boolean;
  /** Runs when the item is chosen; left out for an editor that does not have it. */
  readonly command?: { readonly id: string; readonly arguments: readonly unknown[] };
}

/** Points to a piece of the reference. */
export type Subject =
  | { readonly kind: 'instruction' | 'directive' | 'mount' | 'rule'; readonly name: string }
  | { readonly kind: 'flag'; readonly name: string; readonly instruction: string }
  | { readonly kind: 'mount-key'; readonly name: string; readonly mount: string };

/** VS Code's own command; its client tells that it has it. */
const suggestAgain = 'editor.action.triggerSuggest';

const kinds = {
  keyword: CompletionItemKind.Keyword,
  flag: CompletionItemKind.Property,
  value: CompletionItemKind.EnumMember,
  variable: CompletionItemKind.Variable,
  stage: CompletionItemKind.Module,
  image: CompletionItemKind.Reference,
  tag: CompletionItemKind.Constant,
  file: CompletionItemKind.File,
  directory: CompletionItemKind.Folder,
  user: CompletionItemKind.Value,
  snippet: CompletionItemKind.Snippet,
  rule: CompletionItemKind.Event,
  note: CompletionItemKind.Text,
} as const;

/** Items that replace `span`, in the order of the list. */
export function items(
  lines: Lines,
  span: Span,
  suggestions: readonly Suggestion[],
  facts: FeatureFacts,
): CompletionItem[] {
  const range = { start: lines.positionAt(span.start), end: lines.positionAt(span.end) };
  return suggestions.map((suggestion, index) => {
    const { label, insert = label, group = 5, command } = suggestion;
    const isSnippet = suggestion.snippet === true && facts.snippets !== false;
    const newText = suggestion.snippet === true && !isSnippet ? withoutPlaceholders(insert) : insert;
    return {
      label,
      kind: kinds[suggestion.kind],
      sortText: `${String(group).padStart(2, '0')}${suggestion.sortText ?? String(index).padStart(4, '0')}`,
      filterText: suggestion.filterText ?? label,
      textEdit: { range, newText },
      ...(isSnippet ? { insertTextFormat: InsertTextFormat.Snippet } : {}),
      ...(suggestion.detail === undefined ? {} : { detail: suggestion.detail }),
      ...(suggestion.deprecated ? { tags: [CompletionItemTag.Deprecated] } : {}),
      ...(suggestion.documentation === undefined
        ? {}
        : { documentation: { kind: 'markdown' as const, value: suggestion.documentation } }),
      ...(suggestion.about ? { data: suggestion.about } : {}),
      ...(suggestion.goesOn && facts.commands?.has(suggestAgain)
        ? { command: { title: '', command: suggestAgain } }
        : {}),
      ...(command && facts.commands?.has(command.id)
        ? { command: { title: label, command: command.id, arguments: [...command.arguments] } }
        : {}),
    };
  });
}

/** A snippet as plain text: placeholders keep their default. */
function withoutPlaceholders(snippet: string): string {
  return snippet
    .replace(/\$\{\d+:([^}]*)\}/g, '$1')
    .replace(/\$\{?\d+\}?/g, '')
    .replace(/\\([$}\\])/g, '$1');
}
