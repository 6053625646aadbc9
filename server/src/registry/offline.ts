import type { EndOfLife, ImageCatalogue, ImageDescription, ReleaseCycle, TagInfo } from './catalogue';
import { endOfLifeOf } from './eol';

/** The shape of server/data/images.json, which scripts/update-images.ts writes. */
export interface ImageData {
  readonly version: 1;
  /** The day of the official images' list: `2026-08-21`. */
  readonly date: string;
  /** Where the data comes from, with licence and commit. */
  readonly sources: readonly string[];
  /** The sets of platforms that rows refer to by index. */
  readonly platforms: readonly (readonly string[])[];
  /** `trixie` → `debian 13`. */
  readonly codenames: Readonly<Record<string, string>>;
  /** By their ids on endoflife.date. */
  readonly products: Readonly<Record<string, ProductEntry>>;
  /** In the order of suggestions. */
  readonly images: Readonly<Record<string, ImageEntry>>;
}
export interface ImageEntry {
  readonly description: string;
  readonly deprecated?: string;
  readonly tags?: readonly TagRow[];
}
/** Platforms, the tags of one image, and the tags that it shares with images for other platforms. */
export type TagRow = readonly [platforms: number, tags: string, shared?: string];
export interface ProductEntry {
  readonly name: string;
  readonly images: readonly string[];
  readonly cycles: readonly CycleRow[];
}
export type CycleRow = readonly [
  cycle: string,
  endOfLife: string | boolean,
  lts?: string | boolean,
  regularSupport?: string,
];

/** The catalogue of the data that ships with Strata; `json` is server/data/images.json. Throws on data of another version. */
export function offlineCatalogue(json: unknown): ImageCatalogue {
  if (typeof json !== 'object' || json === null || !('version' in json) || json.version !== 1) {
    throw new Error('The image data has another version than this program.');
  }
  const data = json as ImageData;
  const codenames = new Map(
    Object.entries(data.codenames).map(([codename, release]) => {
      const [product = '', cycle = ''] = release.split(' ');
      const isReleased = data.products[product]?.cycles.some(([known]) => known === cycle) === true;
      return [codename, { product, cycle, isReleased }];
    }),
  );
  const products = new Map(
    Object.entries(data.products).map(([id, { name, cycles }]) => [
      id,
      { id, name, cycles: cycles.map(releaseCycle) },
    ]),
  );
  const productOf = new Map(
    Object.entries(data.products).flatMap(([id, { images }]) =>
      images.map((image) => [image, products.get(id)] as const),
    ),
  );
  const descriptions = new Map<string, ImageDescription>(
    Object.entries(data.images).map(([name, { description, deprecated }]) => [
      name,
      { name, description, deprecated },
    ]),
  );
  const names = [...descriptions.values()];
  const expanded = new Map<string, ReadonlyMap<string, TagInfo>>();

  function tagsOf(name: string): ReadonlyMap<string, TagInfo> | undefined {
    const rows = Object.hasOwn(data.images, name) ? data.images[name]?.tags : undefined;
    if (!rows) {
      return undefined;
    }
    const known = expanded.get(name) ?? expand(rows, data.platforms);
    expanded.set(name, known);
    return known;
  }

  const lists = new WeakMap<ReadonlyMap<string, TagInfo>, readonly TagInfo[]>();
  return {
    date: data.date,
    codenames,
    names: () => names,
    describe: (name) => descriptions.get(name),
    tags(name) {
      const tags = tagsOf(name);
      if (!tags) {
        return undefined;
      }
      const list = lists.get(tags) ?? [...tags.values()];
      lists.set(tags, list);
      return list;
    },
    cycles: (name) => productOf.get(name)?.cycles ?? [],
    endOfLife(name, tag, today): readonly EndOfLife[] {
      const wanted = tag ?? 'latest';
      const aliases = tagsOf(name)?.get(wanted)?.aliases ?? [];
      return endOfLifeOf(name, wanted, { aliases, product: productOf.get(name), products, codenames, today });
    },
  };
}

function releaseCycle([cycle, endOfLife, lts = false, regularSupport]: CycleRow): ReleaseCycle {
  return { cycle, endOfLife, lts, regularSupport };
}

/**
 * A shared tag is every platform's: its platforms add up, and its aliases are those of the first Linux image that
 * bears it, for `golang:1.27` is no alias of what Windows gets under the same name.
 */
function expand(
  rows: readonly TagRow[],
  platformSets: readonly (readonly string[])[],
): ReadonlyMap<string, TagInfo> {
  const found = new Map<string, { tag: string; aliases: readonly string[]; platforms: readonly string[] }>();
  const isWindows = ([set]: TagRow) =>
    platformSets[set]?.every((platform) => platform.startsWith('windows/'));
  for (const row of [...rows.filter((row) => !isWindows(row)), ...rows.filter(isWindows)]) {
    const [set, own, shared] = row;
    const platforms = platformSets[set] ?? [];
    const sharedTags = shared?.split(' ') ?? [];
    const group = [...sharedTags.filter((tag) => !found.has(tag)), ...own.split(' ')];
    for (const tag of sharedTags) {
      const known = found.get(tag);
      if (known) {
        found.set(tag, { ...known, platforms: [...new Set([...known.platforms, ...platforms])] });
      }
    }
    for (const tag of group) {
      found.set(tag, { tag, aliases: group.filter((other) => other !== tag), platforms });
    }
  }
  return found;
}
