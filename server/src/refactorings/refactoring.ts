import type { Dockerfile, Span } from '../dockerfile/tree';
import type { Edit } from '../rules/rule';

/** A change of form that the user asks for: what the file builds stays the same. */
export interface Refactoring {
  /** The name of its file. */
  readonly id: string;
  /** As editors group them: `refactor.rewrite`, `refactor.extract`. */
  readonly kind: 'rewrite' | 'extract';
  /** What can be done where `span` stands: the selection, or the cursor as an empty span. */
  offer(dockerfile: Dockerfile, span: Span): readonly Offer[];
}

export interface Offer {
  readonly title: string;
  readonly edits: readonly Edit[];
}
