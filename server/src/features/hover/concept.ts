import type { Concept } from '../../reference/concepts';
import { t } from '../../text';
import { link, paragraphs } from '../markdown';

/** `here` is what can be said of the very place. */
export function conceptHelp(concept: Concept, here?: string): string {
  return paragraphs(
    `**${t(concept.title)}**`,
    here,
    ...concept.text.map((paragraph) => t(paragraph)),
    link(t("{0} in Docker's documentation", t(concept.title)), concept.link),
  );
}
