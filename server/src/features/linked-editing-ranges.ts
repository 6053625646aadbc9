import type { Range } from 'vscode-languageserver-types';
import type { Dockerfile, Span } from '../dockerfile/tree';
import { occurrences } from './occurrences';

/** Both ends of a heredoc, which can only change together; undefined elsewhere. */
export function linkedEditingRanges(dockerfile: Dockerfile, offset: number): Range[] | undefined {
  const found = occurrences(dockerfile, offset);
  if (!found?.heredoc?.terminatorSpan) return undefined;
  const ranges = [found.heredoc.nameSpan, found.heredoc.terminatorSpan]
    .map((span) => nameWithin(dockerfile, span, found.name))
    .filter((range) => range !== undefined);
  return ranges.length === 2 ? ranges : undefined;
}

/** The name inside its quotes or behind its tabs; undefined where quotes cut it into pieces. */
function nameWithin({ text, lines }: Dockerfile, { start, end }: Span, name: string): Range | undefined {
  const at = text.slice(start, end).indexOf(name);
  if (at < 0) return undefined;
  return { start: lines.positionAt(start + at), end: lines.positionAt(start + at + name.length) };
}
