import type { ImageCatalogue, TagInfo } from './catalogue';
import type { ImageReference } from './reference';

/** What suggestions are made from; all of it is at hand already, and every member but the day may be missing. */
export interface SuggestionSources {
  readonly catalogue?: ImageCatalogue;
  readonly localImages?: readonly LocalImageTags[];
  /** What a registry said of an image: its tags, or undefined while nothing is known. */
  readonly registryTags?: (image: ImageReference) => readonly TagInfo[] | undefined;
  /** References that other files of the workspace use, as written, the most used first. */
  readonly used?: readonly string[];
  /** The present day, `2026-11-21`. */
  readonly today: string;
}

/** An image on the engine, under one name. */
export interface LocalImageTags {
  /** Without the tag, as people write it. */
  readonly name: string;
  readonly tags: readonly string[];
  /** Unpacked, in bytes. */
  readonly size?: number;
  /** An ISO date. */
  readonly created?: string;
}

/** One line of a completion list; none of its texts is Markdown. */
export interface ImageSuggestion {
  /** Replaces the name, or the tag, that is being typed. */
  readonly label: string;
  /** Right of the label: `3 months · 62 MB · linux/arm64 missing`. */
  readonly detail: string;
  /** Longer, for the box beside the list: one fact a line. */
  readonly facts: readonly string[];
  /** Sorts as the list is ordered. */
  readonly sortText: string;
  /** What an editor matches with the typed text. */
  readonly filterText: string;
  /** Support has ended, or the image is abandoned. */
  readonly deprecated: boolean;
  readonly source: 'workspace' | 'local' | 'official' | 'registry';
}

/** What stands on the line and near it, so that suggestions fit. */
export interface TagContext {
  /** The whole tag on the line, of which `typed` is the beginning. */
  readonly current?: string;
  /** Tags of the same image elsewhere in the file. */
  readonly siblings?: readonly string[];
  /** `--platform`, else the engine's: `linux/arm64`. */
  readonly platform?: string;
}

/** Names for what is typed behind `FROM `: workspace, then local, then official images; at most 60, best first. */
export declare function imageNameSuggestions(
  typed: string,
  sources: SuggestionSources,
): readonly ImageSuggestion[];

/** Tags for what is typed behind `image:`; at most 60, best first. The list is never complete: ask again at each key. */
export declare function tagSuggestions(
  image: ImageReference,
  typed: string,
  context: TagContext,
  sources: SuggestionSources,
): readonly ImageSuggestion[];
