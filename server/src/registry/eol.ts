import type { Codenames, EndOfLife, ReleaseCycle } from './catalogue';
import { distributionOf, parseTag } from './tag';

/** Software or a distribution with its release cycles, newest first. */
export interface Product {
  /** On endoflife.date. */
  readonly id: string;
  readonly name: string;
  readonly cycles: readonly ReleaseCycle[];
}

export interface EndOfLifeSources {
  /** Other tags of the same image on the day of the data. */
  readonly aliases: readonly string[];
  /** What the image is made for, where a product is known. */
  readonly product: Product | undefined;
  readonly products: ReadonlyMap<string, Product>;
  readonly codenames: Codenames;
  /** `2026-11-21` */
  readonly today: string;
}

/**
 * When support ends for what an image is made of. What the tag says itself counts always. What only its aliases
 * say (`node:latest` was 26 when the data was made) counts while support lasts: after that the tag has moved on.
 */
export function endOfLifeOf(image: string, tag: string, sources: EndOfLifeSources): readonly EndOfLife[] {
  const { aliases, product, products, codenames, today } = sources;
  const software = product && {
    own: softwareCycle(tag, product, codenames),
    alias: () => first(aliases, (alias) => softwareCycle(alias, product, codenames)),
  };
  const distribution = (text: string) => distributionCycle(text, products, codenames, product);
  // The name of an image may say `debian12`, but `groovy` is a language there and no Ubuntu.
  const own = distribution(tag) ?? distributionCycle(image, products, new Map(), product);
  return [
    software?.own
      ? describe('software', software.own, today)
      : stillSupported(software?.alias() && describe('software', software.alias(), today)),
    own
      ? describe('distribution', own, today)
      : stillSupported(describe('distribution', first(aliases, distribution), today)),
  ].filter((end) => end !== undefined);
}

/** Is a cycle under long-term support on a day? */
export function isLongTerm(cycle: ReleaseCycle, today: string): boolean {
  return cycle.lts === true || (typeof cycle.lts === 'string' && cycle.lts <= today);
}

/** Has support of a cycle ended on a day? */
export function hasEnded(cycle: ReleaseCycle, today: string): boolean {
  return cycle.endOfLife === true || (typeof cycle.endOfLife === 'string' && cycle.endOfLife < today);
}

const indices = new WeakMap<readonly ReleaseCycle[], ReadonlyMap<string, ReleaseCycle>>();

/** The cycle that a version belongs to: `3.14.6` to `3.14`; none for `3`, which moves from one to the next. */
export function cycleOf(
  numbers: readonly number[],
  cycles: readonly ReleaseCycle[],
): ReleaseCycle | undefined {
  // `20.04` and `2026.07` are numbers with a zero before them.
  const index =
    indices.get(cycles) ??
    new Map(cycles.map((cycle) => [cycle.cycle.replace(/(?<=^|\.)0+(?=\d)/g, ''), cycle] as const));
  indices.set(cycles, index);
  for (let length = numbers.length; length > 0; length--) {
    const found = index.get(numbers.slice(0, length).join('.'));
    if (found) {
      return found;
    }
  }
  return undefined;
}

interface Found {
  readonly product: Product;
  readonly cycle: ReleaseCycle;
  readonly codename: string | undefined;
}

function softwareCycle(tag: string, product: Product, codenames: Codenames): Found | undefined {
  const release = distributionOf(tag, codenames);
  if (release?.product === product.id && release.codename !== undefined) {
    const cycle = product.cycles.find((candidate) => candidate.cycle === release.cycle);
    return cycle && { product, cycle, codename: release.codename };
  }
  const { numbers, isPrerelease } = parseTag(tag.replace(/^ltsc/, ''), codenames);
  const cycle = isPrerelease ? undefined : cycleOf(numbers, product.cycles);
  return cycle && { product, cycle, codename: undefined };
}

function distributionCycle(
  text: string,
  products: ReadonlyMap<string, Product>,
  codenames: Codenames,
  software: Product | undefined,
): Found | undefined {
  const release = distributionOf(text, codenames);
  const product = release && release.product !== software?.id ? products.get(release.product) : undefined;
  const cycle = release && product && cycleOf(release.cycle.split('.').map(Number), product.cycles);
  return cycle && { product, cycle, codename: release.codename };
}

function describe(kind: EndOfLife['kind'], found: Found | undefined, today: string): EndOfLife | undefined {
  if (!found) {
    return undefined;
  }
  const { product, cycle, codename } = found;
  return {
    what: `${product.name} ${cycle.cycle}${codename ? ` (${codename})` : ''}`,
    kind,
    date: typeof cycle.endOfLife === 'string' ? cycle.endOfLife : undefined,
    reached: hasEnded(cycle, today),
    lts: isLongTerm(cycle, today),
    regularSupport: cycle.regularSupport,
  };
}

function stillSupported(end: EndOfLife | undefined): EndOfLife | undefined {
  return end?.reached ? undefined : end;
}

function first<T, R>(items: readonly T[], find: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}
