import { isReference, parseReference, partialReference, type ImageReference } from '../../registry/reference';
import {
  digestSuggestion,
  imageNameSuggestions,
  tagSuggestions,
  type ImageSuggestion,
} from '../../registry/suggest';
import { imageSources } from '../image-sources';
import { t } from '../../text';
import { bullets, plain } from '../markdown';
import { flagValue, type Cursor } from './cursor';
import type { Suggestion } from './item';
import { stageSuggestions } from './stages';
import type { Suggestions } from './suggestions';

/** An image reference that is being typed, `typed` up to the cursor: stages and names, then tags, then the digest. */
export function imageSuggestions(
  cursor: Cursor,
  typed: string,
  { indexes }: { indexes: boolean },
): Suggestions {
  const { dockerfile, offset, facts } = cursor;
  const start = offset - typed.length;
  const rest = /^\S*/.exec(
    dockerfile.text.slice(offset, dockerfile.lines.endOf(dockerfile.lines.lineAt(offset))),
  );
  const whole = typed + (rest?.[0] ?? '');
  const partial = partialReference(whole, typed.length);
  const span = { start: start + partial.span.start, end: start + partial.span.end };
  const sources = imageSources(facts);
  if (partial.part === 'name') {
    const stages = partial.namesRegistry ? [] : stageSuggestions(cursor, { indexes });
    const scratch: Suggestion[] =
      cursor.instruction.name === 'FROM' ? [{ label: 'scratch', kind: 'image', group: 4 }] : [];
    // Nothing is known of a name with a tag until it is chosen, so a name replaces what was typed of it only.
    const { usedImages } = facts;
    const known = usedImages ? { ...sources, used: usedImages } : sources;
    const names = imageNameSuggestions(partial.typed, known).map((image) => suggestion(image, 'image', 2));
    const search = partial.namesRegistry ? [] : hubSearch(partial.typed, cursor);
    return { span, suggestions: [...stages, ...names, ...scratch, ...search], isIncomplete: true };
  }
  const { image } = partial;
  if (!image) return { span, suggestions: [] };
  if (partial.part === 'tag') {
    const platform = platformOf(cursor);
    const context = {
      current: whole.slice(partial.span.start, partial.span.end),
      siblings: siblings(cursor, image),
      ...(platform === undefined ? {} : { platform }),
    };
    const tags = tagSuggestions(image, partial.typed, context, sources);
    const suggestions = tags.map((tag) => suggestion(tag, 'tag', 0));
    return { span, suggestions: [...suggestions, ...note(image, partial.typed, cursor)], isIncomplete: true };
  }
  const digest = digestSuggestion(image, sources);
  const suggestions = digest ? [suggestion(digest, 'tag', 0)] : note(image, partial.typed, cursor);
  return { span, suggestions, isIncomplete: true };
}

/** One quiet line at the end of the list: why a registry has not said more. Choosing it changes no text. */
function note(image: ImageReference, typed: string, { facts }: Cursor): Suggestion[] {
  const known = facts.registryNote?.(image);
  if (!known) return [];
  const { text, untrustedHost } = known;
  const trust = untrustedHost !== undefined && facts.commands?.has('strata.trustRegistry');
  return [
    {
      label: text,
      kind: 'note',
      insert: typed,
      filterText: typed,
      group: 9,
      ...(trust
        ? {
            detail: t('Trust the registry {0}', untrustedHost),
            command: { id: 'strata.trustRegistry', arguments: [untrustedHost] },
          }
        : {}),
    },
  ];
}

/** Nobody is asked while a name is typed: a search is an item to choose, where the editor has the command. */
function hubSearch(typed: string, { facts }: Cursor): Suggestion[] {
  if (typed.length < 2 || !facts.commands?.has('strata.searchImages')) return [];
  return [
    {
      label: t('Search Docker Hub for "{0}"', typed),
      kind: 'note',
      insert: typed,
      filterText: typed,
      group: 8,
      command: { id: 'strata.searchImages', arguments: [typed] },
    },
  ];
}

function suggestion(image: ImageSuggestion, kind: 'image' | 'tag', group: number): Suggestion {
  return {
    label: image.label,
    kind,
    detail: image.detail,
    group,
    sortText: image.sortText,
    filterText: image.filterText,
    deprecated: image.deprecated,
    ...(image.facts.length > 0 ? { documentation: bullets(image.facts.map(plain)) } : {}),
  };
}

/** `--platform` on the line, when it is a constant, else that of the build. */
function platformOf(cursor: Cursor): string | undefined {
  const typed = flagValue(cursor, 'platform');
  return typed === undefined || typed.includes('$') ? cursor.facts.platform : typed;
}

/** Tags of the same image in other lines of the file. */
function siblings({ dockerfile, instruction }: Cursor, image: ImageReference): string[] {
  return dockerfile.stages.flatMap(({ from, image: word }) => {
    if (from === instruction || !word) return [];
    const other = parseReference(word.text);
    return isReference(other) && other.familiarName === image.familiarName && other.tag !== undefined
      ? [other.tag]
      : [];
  });
}
