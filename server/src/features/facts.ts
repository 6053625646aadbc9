import type { Facts } from '../rules/rule';
import type { ImageCatalogue } from '../registry/catalogue';
import type { ImageReference } from '../registry/reference';
import type { LocalImageTags, SuggestionSources } from '../registry/suggest';

/** What features know beyond the text. Without a member they still work, and say less. */
export interface FeatureFacts extends Facts {
  /** Images on the engine. */
  readonly localImages?: readonly LocalImageTags[] | undefined;
  /** What is known of images offline. */
  readonly images?: ImageCatalogue | undefined;
  /** What a registry said of an image. */
  readonly registryTags?: SuggestionSources['registryTags'];
  readonly registryDigest?: SuggestionSources['registryDigest'];
  /** Why a registry has not said more: one sentence, plain text. */
  readonly registryNote?: (image: ImageReference) => RegistryNote | undefined;
  /** References that other files of the workspace use, the most used first. */
  readonly usedImages?: readonly string[];
  /** What a directory of the build context holds; `''` is its root, others are named without slashes at the ends. */
  readonly contextEntries?: (directory: string) => readonly ContextEntry[] | undefined;
  /** The present day, `2026-11-21`; without it the day of the offline data. */
  readonly today?: string;
  /** Ids of the commands that the editor has, for items that go on with one. */
  readonly commands?: ReadonlySet<string>;
  /** False for an editor that takes plain text only; without it snippets are inserted. */
  readonly snippets?: boolean;
}

export interface RegistryNote {
  readonly text: string;
  /** The registry that was not asked because the user has not said that it may be. */
  readonly untrustedHost?: string;
}

export interface ContextEntry {
  readonly name: string;
  readonly directory: boolean;
  /** .dockerignore keeps it from the builder. */
  readonly ignored: boolean;
}
