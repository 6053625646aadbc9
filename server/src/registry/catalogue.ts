/** What is known of images without asking anybody; `offlineCatalogue` makes one from the data that ships with Strata. */
export interface ImageCatalogue {
  /** The day that the data stems from, `2026-08-21`. */
  readonly date: string;
  /** `trixie` → Debian 13. */
  readonly codenames: Codenames;
  /** Official images and well-known ones of other registries, the most used first. */
  names(): readonly ImageDescription[];
  /** `name` as people write it: `node`, `mcr.microsoft.com/dotnet/sdk`. */
  describe(name: string): ImageDescription | undefined;
  /** The tags that were supported on `date`; a tag that is missing may exist all the same. */
  tags(name: string): readonly TagInfo[] | undefined;
  /**
   * When support ends, for the software and for the distribution under it, as far as the tag says which they are.
   * `today` is a day, `2026-11-21`; without a tag, what `latest` is.
   */
  endOfLife(name: string, tag: string | undefined, today: string): readonly EndOfLife[];
  /** The release cycles of the software in an image, newest first. */
  cycles(name: string): readonly ReleaseCycle[];
}

export interface ImageDescription {
  readonly name: string;
  /** One line in English, without a full stop. */
  readonly description: string;
  /** Why not to use it any more, and what instead. */
  readonly deprecated: string | undefined;
}

/** One tag. Every member but the first two is missing where nobody said it. */
export interface TagInfo {
  readonly tag: string;
  /** Other tags of the same image. */
  readonly aliases: readonly string[];
  /** `linux/amd64`, `linux/arm/v7`, `windows/amd64`. */
  readonly platforms?: readonly string[];
  /** Of the image or of the list of images, `sha256:…`. */
  readonly digest?: string;
  /** Compressed, in bytes, for the platform that was asked for. */
  readonly size?: number;
  /** When the tag was last pushed: an ISO date. */
  readonly pushed?: string;
  /** The registry calls it inactive: nobody pulls it any more. */
  readonly inactive?: boolean;
}

/** When support of what is in an image ends. */
export interface EndOfLife {
  /** `Node.js 18`, `Debian 12 (bookworm)`. */
  readonly what: string;
  readonly kind: 'software' | 'distribution';
  /** The last day, `2025-04-30`; undefined when support has ended on no known day, or no end is known. */
  readonly date: string | undefined;
  /** True once support has ended. */
  readonly reached: boolean;
  readonly lts: boolean;
  /** An earlier day on which regular support ended or ends, where a long-term team goes on (Debian). */
  readonly regularSupport: string | undefined;
}

/** Codename of a release → its product on endoflife.date and its cycle. */
export type Codenames = ReadonlyMap<
  string,
  { readonly product: string; readonly cycle: string; readonly isReleased: boolean }
>;

/** A line of releases that is supported together. */
export interface ReleaseCycle {
  /** `24`, `3.14`. */
  readonly cycle: string;
  /** The day that support ends, whether it has ended, or false: no end is known. */
  readonly endOfLife: string | boolean;
  /** Long-term support: always, never, or from a day on. */
  readonly lts: string | boolean;
  readonly regularSupport: string | undefined;
}
