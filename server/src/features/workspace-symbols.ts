import { SymbolKind, type WorkspaceSymbol } from 'vscode-languageserver-types';
import type { Dockerfile, Span, Stage } from '../dockerfile/tree';
import { rangeOf } from './diagnostics';

export interface WorkspaceDockerfile {
  readonly uri: string;
  readonly dockerfile: Dockerfile;
}

/** The stages, build arguments and environment variables of all files whose name holds the letters of `query` in order. */
export function workspaceSymbols(files: readonly WorkspaceDockerfile[], query: string): WorkspaceSymbol[] {
  return files.flatMap((file) => symbolsOf(file)).filter(({ name }) => holdsInOrder(name, query));
}

function symbolsOf({ uri, dockerfile }: WorkspaceDockerfile): WorkspaceSymbol[] {
  const symbol = (name: string, kind: SymbolKind, span: Span, containerName?: string): WorkspaceSymbol => ({
    name,
    kind,
    location: { uri, range: rangeOf(dockerfile, span) },
    ...(containerName === undefined ? {} : { containerName }),
  });
  const stages = dockerfile.stages.map((stage) =>
    symbol(
      stageName(stage),
      SymbolKind.Module,
      stage.nameSpan ?? stage.image?.span ?? stage.from.keywordSpan,
      stage.name === undefined ? undefined : stage.image?.text,
    ),
  );
  const variables = dockerfile.instructions
    .filter(({ name }) => name === 'ARG' || name === 'ENV')
    .flatMap(({ pairs, stage }) => {
      const around = dockerfile.stages[stage];
      return pairs.map(({ key }) =>
        symbol(key.text, SymbolKind.Variable, key.span, around && stageName(around)),
      );
    });
  return [...stages, ...variables];
}

function stageName({ name, image, index }: Stage): string {
  return name ?? image?.text ?? String(index);
}

function holdsInOrder(name: string, query: string): boolean {
  const lower = name.toLowerCase();
  let at = 0;
  for (const letter of query.toLowerCase()) {
    at = lower.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
