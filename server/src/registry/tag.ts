import type { Codenames } from './catalogue';

/** What a tag says by its form: `1.27.4-alpine3.24` is a version with a variant, `lts-slim` a moving name with one. */
export interface ParsedTag {
  readonly tag: string;
  /** `float` moves from release to release (`latest`, `lts`); `hash` names a commit, a digest or a signature. */
  readonly kind: 'version' | 'float' | 'name' | 'hash';
  /** Numbers of the version with those of its build, `[21, 0, 4, 7]`; empty without a version. */
  readonly numbers: readonly number[];
  /** How many parts the version is written with: 3 in `1.27.4-alpine`. */
  readonly precision: number;
  /** Alpha, beta, release candidate, nightly, or a distribution that is not released. */
  readonly isPrerelease: boolean;
  /** Holds the day of a build: `bookworm-20260803`. */
  readonly isSnapshot: boolean;
  /** What follows the version, `alpine3.24`; of a name, the name itself. */
  readonly variant: string;
  /** The variant without its own versions: `alpine`; a codename is replaced by its distribution's name. */
  readonly family: string;
  /** The variant's own versions, to put `alpine3.24` before `alpine3.23` and `trixie` before `bookworm`. */
  readonly variantNumbers: readonly number[];
}

/** A distribution that a tag names. */
export interface Distribution {
  /** On endoflife.date. */
  readonly product: string;
  readonly cycle: string;
  readonly codename: string | undefined;
}

const floats = new Set(['latest', 'lts', 'stable', 'current', 'mainline', 'innovation', 'rolling']);
const unstable = new Set(
  'edge nightly unstable devel develop development testing experimental sid rawhide cauldron sisyphus canary next snapshot tip master main head beta alpha rc preview ea old dev-nightly kitten'.split(
    ' ',
  ),
);
/** Words that mark a version as coming: `rc`, `rc.1`, `beta2`, `M3`, `preview.1`, `dev5`. */
const prereleaseWord = /^(?:rc|alpha|beta|preview|pre|ea|nightly|snapshot|canary|m(?=\d)|dev(?=\d))[.]?\d*$/i;
/** The same glued to a version: `19beta3`, `3.15.0rc1`, `2.4.0.beta`. */
const prereleaseTail = /^[._]?(?:alpha|beta|rc|a|b|m|preview|pre|dev|ea|tp)[.]?\d*$/i;

const productOfWord: Readonly<Record<string, string>> = {
  al: 'amazon-linux',
  almalinux: 'almalinux',
  alpine: 'alpine-linux',
  amazonlinux: 'amazon-linux',
  centos: 'centos',
  debian: 'debian',
  fedora: 'fedora',
  nanoserver: 'windows-nano-server',
  oraclelinux: 'oracle-linux',
  rhel: 'rhel',
  rockylinux: 'rocky-linux',
  ubi: 'rhel',
  ubuntu: 'ubuntu',
  windowsservercore: 'windows-server',
};

/** Reads a tag by the habits of image makers; never fails. */
export function parseTag(tag: string, codenames: Codenames): ParsedTag {
  if (isHash(tag)) {
    return named(tag, 'hash', { isPrerelease: false, isSnapshot: false, words: [tag] }, codenames);
  }
  const [first = '', ...rest] = tag.split('-');
  const version = /^v?(\d+(?:\.\d+)*)(.*)$/i.exec(first);
  const isDay = (word: string) =>
    /^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[.T]|$)/.test(word);
  if (!version?.[1] || isDay(first)) {
    const words = [first, ...rest];
    const marks = words.filter((word) => !isDay(word));
    const snapshot = { isSnapshot: marks.length < words.length, words: marks };
    if (floats.has(first)) {
      return named(tag, 'float', { ...snapshot, isPrerelease: false, words: marks.slice(1) }, codenames);
    }
    const isComing = (word: string) => unstable.has(word) || codenames.get(word)?.isReleased === false;
    const isPrerelease = marks.some(isComing) || rest.some((word) => prereleaseWord.test(word));
    return named(tag, 'name', { ...snapshot, isPrerelease }, codenames);
  }
  const written = version[1].split('.');
  const tail = version[2] ?? '';
  const build = /^[u_](\d+)$/.exec(tail)?.[1];
  let isPrerelease = prereleaseTail.test(tail);
  let isSnapshot = written.some(isDay);
  const numbers = [...written, ...(build ? [build] : [])].map(Number);
  const words: string[] = !build && tail !== '' && !isPrerelease ? [tail] : [];
  rest.forEach((word, index) => {
    if (isDay(word)) {
      isSnapshot = true;
    } else if (prereleaseWord.test(word)) {
      isPrerelease = true;
    } else if (build && /^b\d+$/.test(word)) {
      numbers.push(Number(word.slice(1)));
    } else if (!(/^\d+$/.test(word) && prereleaseWord.test(rest[index - 1] ?? ''))) {
      words.push(word);
    }
  });
  const precision = written.length + (build ? 1 : 0);
  return {
    tag,
    kind: 'version',
    numbers,
    precision,
    isPrerelease,
    isSnapshot,
    ...variantOf(words, codenames),
  };
}

function named(
  tag: string,
  kind: 'float' | 'name' | 'hash',
  {
    isPrerelease,
    isSnapshot,
    words,
  }: { isPrerelease: boolean; isSnapshot: boolean; words: readonly string[] },
  codenames: Codenames,
): ParsedTag {
  return { tag, kind, numbers: [], precision: 0, isPrerelease, isSnapshot, ...variantOf(words, codenames) };
}

function variantOf(words: readonly string[], codenames: Codenames) {
  const releases = words.map((word) => ({ word, release: codenames.get(word) }));
  return {
    variant: words.join('-'),
    family: releases
      .map(({ word, release }) => release?.product ?? word.replace(/[\d.]+/g, ''))
      .filter((word) => word !== '')
      .join('-'),
    variantNumbers: releases.flatMap(({ word, release }) =>
      ((release?.cycle ?? word).match(/\d+/g) ?? []).map(Number),
    ),
  };
}

function isHash(tag: string): boolean {
  return (
    /^sha(?:256|512)?-[0-9a-f]{6,}/.test(tag) ||
    /\.(?:sig|att|sbom)$/.test(tag) ||
    (/^[0-9a-f]{7,64}$/.test(tag) && /\d/.test(tag) && /[a-f]/.test(tag))
  );
}

/** Compares versions number by number; a missing number counts as lower, so that `1.2` comes before `1.2.0`. */
export function compareVersions(a: readonly number[], b: readonly number[]): number {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const difference = (a[index] ?? -1) - (b[index] ?? -1);
    if (difference !== 0) {
      return difference;
    }
  }
  return 0;
}

/** The distribution that a tag, or a repository's name, says the image is made of: `3.14-slim-bookworm`, `base-debian12`. */
export function distributionOf(text: string, codenames: Codenames): Distribution | undefined {
  const words = text.split(/[-/:]/);
  for (const [index, word] of words.entries()) {
    const release = codenames.get(word);
    if (release) {
      return { product: release.product, cycle: release.cycle, codename: word };
    }
    const [, name = '', version] = /^([a-z]+)(\d+(?:\.\d+)*)?$/.exec(word) ?? [];
    const product = Object.hasOwn(productOfWord, name) ? productOfWord[name] : undefined;
    const next = /^(?:ltsc)?(\d+(?:\.\d+)*)$/.exec(words[index + 1] ?? '')?.[1];
    const cycle = version ?? next;
    if (product && cycle) {
      return { product, cycle, codename: undefined };
    }
  }
  return undefined;
}
