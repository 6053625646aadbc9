import type { SemanticTokens, SemanticTokensDelta } from 'vscode-languageserver/node';
import { semanticTokens, semanticTokensEdits } from '../features/semantic-tokens';
import type { OpenDockerfile } from './session';

/** The tokens that the editor holds of each document, so that an edit sends only what changed. */
export interface SentTokens {
  full(file: OpenDockerfile): SemanticTokens;
  /** Everything again where the editor's tokens are not those that were sent last. */
  delta(file: OpenDockerfile, previousResultId: string): SemanticTokens | SemanticTokensDelta;
  forget(uri: string): void;
}

export function sentTokens(): SentTokens {
  const sent = new Map<string, { resultId: string; data: number[] }>();
  let count = 0;
  const full = ({ uri, dockerfile }: OpenDockerfile): { resultId: string; data: number[] } => {
    const tokens = { resultId: String(++count), data: semanticTokens(dockerfile) };
    sent.set(uri, tokens);
    return tokens;
  };
  return {
    full,
    delta: (file, previousResultId) => {
      const previous = sent.get(file.uri);
      const next = full(file);
      return previous?.resultId === previousResultId
        ? { resultId: next.resultId, edits: semanticTokensEdits(previous.data, next.data) }
        : next;
    },
    forget: (uri) => sent.delete(uri),
  };
}
