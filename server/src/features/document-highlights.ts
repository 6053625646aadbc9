import { DocumentHighlightKind, type DocumentHighlight } from 'vscode-languageserver-types';
import type { Dockerfile } from '../dockerfile/tree';
import { rangeOf } from './diagnostics';
import { occurrences } from './occurrences';

/** The places that name what is under the cursor, told apart by whether they set or read. */
export function documentHighlights(dockerfile: Dockerfile, offset: number): DocumentHighlight[] {
  const found = occurrences(dockerfile, offset);
  if (!found) return [];
  const { Read, Write } = DocumentHighlightKind;
  return [
    ...found.definitions.map((span) => ({ range: rangeOf(dockerfile, span), kind: Write })),
    ...found.uses.map((span) => ({ range: rangeOf(dockerfile, span), kind: Read })),
  ];
}
