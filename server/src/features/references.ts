import type { Location } from 'vscode-languageserver-types';
import type { Dockerfile } from '../dockerfile/tree';
import { rangeOf } from './diagnostics';
import { occurrences } from './occurrences';

/** Every place that names what is under the cursor, in the order of the file. */
export function references(
  dockerfile: Dockerfile,
  offset: number,
  uri: string,
  includeDeclaration: boolean,
): Location[] {
  const found = occurrences(dockerfile, offset);
  if (!found) return [];
  return [...(includeDeclaration ? found.definitions : []), ...found.uses]
    .sort((one, other) => one.start - other.start)
    .map((span) => ({ uri, range: rangeOf(dockerfile, span) }));
}
