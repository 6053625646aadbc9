import { isReference, parseReference, partialReference, type ImageReference } from '../../registry/reference';
import {
  digestSuggestion,
  imageNameSuggestions,
  tagSuggestions,
  type ImageSuggestion,
  type SuggestionSources,
} from '../../registry/suggest';
import type { FeatureFacts } from '../facts';
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
  const sources = sourcesOf(facts);
  if (partial.part === 'name') {
    const stages = partial.namesRegistry ? [] : stageSuggestions(cursor, { indexes });
    const scratch: Suggestion[] =
      cursor.instruction.name === 'FROM' ? [{ label: 'scratch', kind: 'image', group: 4 }] : [];
    // Nothing is known of a name with a tag until it is chosen, so a name replaces what was typed of it only.
    const names = imageNameSuggestions(partial.typed, sources).map((image) => suggestion(image, 'image', 2));
    return { span, suggestions: [...stages, ...names, ...scratch], isIncomplete: true };
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
    return { span, suggestions: tags.map((tag) => suggestion(tag, 'tag', 0)), isIncomplete: true };
  }
  const digest = digestSuggestion(image, sources);
  return { span, suggestions: digest ? [suggestion(digest, 'tag', 0)] : [] };
}

function sourcesOf(facts: FeatureFacts): SuggestionSources {
  const { images, localImages, registryTags, usedImages } = facts;
  return {
    ...(images ? { catalogue: images } : {}),
    ...(localImages ? { localImages } : {}),
    ...(registryTags ? { registryTags } : {}),
    ...(usedImages ? { used: usedImages } : {}),
    today: facts.today ?? images?.date ?? '1970-01-01',
  };
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
