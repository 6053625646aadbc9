import type { Span } from '../../dockerfile/tree';
import type { Suggestion } from './item';

/** Suggestions that replace one span. */
export interface Suggestions {
  readonly span: Span;
  readonly suggestions: readonly Suggestion[];
  /** More would come with more characters: the editor asks again at each. */
  readonly isIncomplete?: boolean;
}
