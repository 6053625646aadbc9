import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { CycleRow, ImageData, ImageEntry, ProductEntry, TagRow } from '../server/src/registry/offline';
import {
  comingCodenames,
  deprecatedImages,
  longTermSupport,
  officialImages,
  otherImages,
  popularImages,
  productNames,
  products,
} from './image-descriptions';

/**
 * Makes server/data/images.json from ../shared/data: `npm run update:images -- [--check] [FOLDER]`.
 * The same input gives the same bytes. `--check` writes nothing and exits with 1 when the file is not up to date.
 */

/** The shape of end-of-life.json, as far as we use it. */
interface EndOfLifeFile {
  readonly source: string;
  readonly products: Readonly<Record<string, EndOfLifeProduct>>;
}
interface EndOfLifeProduct {
  readonly images: readonly string[];
  readonly releases: readonly {
    readonly releaseCycle: string;
    readonly eol: string | boolean;
    readonly lts?: string | boolean;
    readonly codename?: string;
  }[];
}

/** Bashbrew's names of architectures, as Docker writes platforms. */
const platformOf: Readonly<Record<string, string>> = {
  amd64: 'linux/amd64',
  arm32v5: 'linux/arm/v5',
  arm32v6: 'linux/arm/v6',
  arm32v7: 'linux/arm/v7',
  arm64v8: 'linux/arm64',
  i386: 'linux/386',
  mips64le: 'linux/mips64le',
  ppc64le: 'linux/ppc64le',
  riscv64: 'linux/riscv64',
  s390x: 'linux/s390x',
  'windows-amd64': 'windows/amd64',
};

function imageData(folder: string): ImageData {
  const readme = readFileSync(join(folder, 'README.md'), 'utf8');
  const official =
    /docker-library\/official-images, Apache-2\.0, commit ([0-9a-f]{40}), (\d{4}-\d\d-\d\d)/.exec(readme);
  if (!official?.[1] || !official[2]) {
    throw new Error('README.md does not say which commit of docker-library/official-images this is.');
  }
  const endOfLife = JSON.parse(readFileSync(join(folder, 'end-of-life.json'), 'utf8')) as EndOfLifeFile;
  const platforms: string[][] = [];
  const library = join(folder, 'official-images', 'library');
  const names = readdirSync(library).sort();
  const tags = new Map(
    names.map((name) => [name, tagRows(readFileSync(join(library, name), 'utf8'), platforms)]),
  );
  const missing = names.filter((name) => officialImages[name] === undefined);
  if (missing.length > 0) {
    throw new Error(`scripts/image-descriptions.ts does not describe: ${missing.join(', ')}`);
  }
  const order = [...popularImages, ...names.filter((name) => !popularImages.includes(name))];
  return {
    version: 1,
    date: official[2],
    sources: [
      `docker-library/official-images, Apache-2.0, commit ${official[1]}, ${official[2]}`,
      endOfLife.source.replace(' products, MIT licence', ', MIT'),
    ],
    platforms,
    codenames: codenames(endOfLife),
    products: productEntries(endOfLife),
    images: Object.fromEntries([
      ...order.map((name) => [name, imageEntry(name, officialImages[name] ?? '', tags.get(name))]),
      ...Object.entries(otherImages).map(([name, description]) => [
        name,
        imageEntry(name, description, undefined),
      ]),
    ]) as Record<string, ImageEntry>,
  };
}

function imageEntry(name: string, description: string, tags: TagRow[] | undefined): ImageEntry {
  const deprecated = deprecatedImages[name] ?? (tags?.length === 0 ? 'No longer built.' : undefined);
  return { description, ...(deprecated ? { deprecated } : {}), ...(tags ? { tags } : {}) };
}

/** Reads the stanzas of a library file; `platforms` collects the sets that occur. */
function tagRows(text: string, platforms: string[][]): TagRow[] {
  const unfolded = text.replace(/^#.*\n/gm, '').replace(/\n[ \t]+/g, ' ');
  const stanzas = unfolded.split(/\n{2,}/).map(
    (stanza) =>
      new Map(
        stanza.split('\n').flatMap((line) => {
          const colon = line.indexOf(':');
          return colon < 0 ? [] : [[line.slice(0, colon), list(line.slice(colon + 1))] as const];
        }),
      ),
  );
  const global = stanzas.find((stanza) => !stanza.has('Tags') && stanza.has('Maintainers'));
  return stanzas.flatMap((stanza): TagRow[] => {
    const tags = stanza.get('Tags');
    if (!tags) {
      return [];
    }
    const architectures = stanza.get('Architectures') ?? global?.get('Architectures') ?? ['amd64'];
    const set = platformSet(architectures, platforms);
    const shared = stanza.get('SharedTags');
    return [shared ? [set, tags.join(' '), shared.join(' ')] : [set, tags.join(' ')]];
  });
}

function list(value: string): string[] {
  return value.split(',').map((item) => item.trim());
}

function platformSet(architectures: readonly string[], platforms: string[][]): number {
  const set = architectures
    .map((architecture) => {
      const platform = platformOf[architecture];
      if (!platform) {
        throw new Error(`Unknown architecture ${architecture}.`);
      }
      return platform;
    })
    .sort();
  const known = platforms.findIndex((other) => other.join() === set.join());
  return known >= 0 ? known : platforms.push(set) - 1;
}

/** Of releases that there are images of: older ones have names such as `bo` that tags use for other things. */
const firstReleases: Readonly<Record<string, number>> = { debian: 7, ubuntu: 12.04 };

function codenames(file: EndOfLifeFile): Record<string, string> {
  const found: [string, string][] = Object.entries(comingCodenames);
  for (const [product, first] of Object.entries(firstReleases)) {
    for (const { codename, releaseCycle } of file.products[product]?.releases ?? []) {
      const word = codename?.split(' ')[0]?.toLowerCase();
      if (word && Number(releaseCycle) >= first) {
        found.push([word, `${product} ${releaseCycle}`]);
      }
    }
  }
  return Object.fromEntries(found.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The products that we have a name for: those that an image is known to carry, and the distributions under images. */
function productEntries(file: EndOfLifeFile): Record<string, ProductEntry> {
  const entries: Record<string, ProductEntry> = {};
  for (const [id, name] of Object.entries(productNames)) {
    const product = file.products[id];
    if (!product) {
      throw new Error(`end-of-life.json has no product ${id}.`);
    }
    const images = [
      ...product.images
        .filter((image) => !image.includes('?'))
        .map((image) => image.replace(/^library\//, '')),
      ...Object.keys(products).filter((image) => products[image] === id),
    ].sort();
    entries[id] = {
      name,
      images,
      cycles: product.releases.map(({ releaseCycle, eol, lts }): CycleRow => {
        const extended = longTermSupport[id]?.[releaseCycle];
        return extended
          ? [releaseCycle, extended, lts ?? false, String(eol)]
          : lts
            ? [releaseCycle, eol, lts]
            : [releaseCycle, eol];
      }),
    };
  }
  return entries;
}

/** JSON with one image and one product a line, so that an update can be read as a diff. */
function serialise(data: ImageData): string {
  const members = Object.entries(data).map(([key, value]: [string, unknown]) => {
    const lines =
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? `{\n${Object.entries(value)
            .map(([name, entry]: [string, unknown]) => `${JSON.stringify(name)}:${JSON.stringify(entry)}`)
            .join(',\n')}\n}`
        : JSON.stringify(value);
    return `${JSON.stringify(key)}:${lines}`;
  });
  return `{\n${members.join(',\n')}\n}\n`;
}

const args = process.argv.slice(2);
const root = resolve(import.meta.dirname, '..');
const folder = args.find((arg) => !arg.startsWith('--')) ?? join(root, '..', 'shared', 'data');
const target = join(root, 'server', 'data', 'images.json');
const text = serialise(imageData(folder));
if (!args.includes('--check')) {
  writeFileSync(target, text);
} else if (readFileSync(target, 'utf8') !== text) {
  console.error('server/data/images.json is not up to date: run npm run update:images');
  process.exitCode = 1;
}
