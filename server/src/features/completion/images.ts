import type { Span } from '../../dockerfile/tree';
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

/** Commands of the client. */
const trustRegistry = 'strata.trustRegistry';
const searchImages = 'strata.searchImages';

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
  const place = { span, typed: partial.typed };
  const sources = imageSources(facts);
  if (partial.part === 'name') {
    const stages = partial.namesRegistry ? [] : stageSuggestions(cursor, { indexes });
    const scratch: Suggestion[] =
      cursor.instruction.name === 'FROM' ? [{ label: 'scratch', kind: 'image', group: 4 }] : [];
    // Nothing is known of a name with a tag until it is chosen, so a name replaces what was typed of it only.
    const { usedImages } = facts;
    const known = usedImages ? { ...sources, used: usedImages } : sources;
    const names = imageNameSuggestions(partial.typed, known).map((image) => suggestion(image, 'image', 2));
    const search = partial.namesRegistry ? [] : hubSearch(cursor, place);
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
    return { span, suggestions: [...suggestions, ...note(cursor, image, place)], isIncomplete: true };
  }
  const digest = digestSuggestion(image, sources);
  const suggestions = digest ? [suggestion(digest, 'tag', 0)] : note(cursor, image, place);
  return { span, suggestions, isIncomplete: true };
}

/** One quiet line at the end of the list: why a registry has not said more. */
function note(cursor: Cursor, image: ImageReference, place: Place): Suggestion[] {
  const known = cursor.facts.registryNote?.(image);
  if (!known) return [];
  const { text, untrustedHost } = known;
  const line = { ...unchanging(cursor, place), label: text, group: 9 };
  if (untrustedHost === undefined || !cursor.facts.commands?.has(trustRegistry)) return [line];
  const detail = t('Trust the registry {0}', untrustedHost);
  return [{ ...line, detail, command: { id: trustRegistry, arguments: [untrustedHost] } }];
}

/** Nobody is asked while a name is typed: a search is an item to choose, where the editor has the command. */
function hubSearch(cursor: Cursor, place: Place): Suggestion[] {
  const { typed } = place;
  if (typed.length < 2 || !cursor.facts.commands?.has(searchImages)) return [];
  return [
    {
      ...unchanging(cursor, place),
      label: t('Search Docker Hub for "{0}"', typed),
      group: 8,
      command: { id: searchImages, arguments: [typed] },
    },
  ];
}

/** What is being completed: all of it, and its beginning up to the cursor. */
interface Place {
  readonly span: Span;
  readonly typed: string;
}

/** An item that is always shown and, when it is chosen, leaves the text as it is. */
function unchanging(
  { dockerfile }: Cursor,
  { span, typed }: Place,
): Pick<Suggestion, 'kind' | 'insert' | 'filterText'> {
  return { kind: 'note', insert: dockerfile.text.slice(span.start, span.end), filterText: typed };
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
