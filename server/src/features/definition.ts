import type { Location } from 'vscode-languageserver-types';
import type { Dockerfile } from '../dockerfile/tree';
import { rangeOf } from './diagnostics';
import { occurrences } from './occurrences';

/** Where the stage, variable or heredoc under the cursor is made; for a variable every ARG and ENV that may set it. */
export function definition(dockerfile: Dockerfile, offset: number, uri: string): Location[] {
  const found = occurrences(dockerfile, offset);
  if (!found) return [];
  // Of a variable that is used, those above count; from a definition itself all others can be reached.
  const above = found.definitions.filter(({ start }) => start < found.at.start);
  const definitions = found.kind === 'variable' && above.length > 0 ? above : found.definitions;
  return definitions.map((span) => ({ uri, range: rangeOf(dockerfile, span) }));
}
