import type { Codenames, ReleaseCycle, TagInfo } from './catalogue';
import { cycleOf, hasEnded, isLongTerm } from './eol';
import { compareVersions, distributionOf, parseTag } from './tag';
import type { ParsedTag } from './tag';

/** What is known of an image beyond its tags. */
export interface RankingKnowledge {
  readonly codenames: Codenames;
  /** Release cycles of the software in the image; none where they are not known. */
  readonly cycles: readonly ReleaseCycle[];
  /** `2026-11-21` */
  readonly today: string;
}

/** What the user wants, as far as the line and its neighbours tell. */
export interface Wanted {
  /** Tags that stand on the line or on other lines for the same image; the variants of all of them are liked. */
  readonly like: readonly string[];
  /** The beginning that is typed; it comes before every other wish. */
  readonly typed: string;
  /** `linux/arm64`: what does not run there goes down. */
  readonly platform: string | undefined;
}

export interface RankedTag {
  readonly info: TagInfo;
  readonly parsed: ParsedTag;
  /** The release cycle that the tag itself names has reached its end of life. */
  readonly hasEnded: boolean;
  readonly isLongTerm: boolean;
  /** True when the tag's platforms are known and the wanted one is not among them. */
  readonly lacksPlatform: boolean;
}

/** What a tag is, whatever line it is for. */
export interface PreparedTag {
  readonly info: TagInfo;
  readonly parsed: ParsedTag;
  /** The version to sort by: the tag's own, else that of an alias, else that of its codename. */
  readonly version: readonly number[];
  /** The tags of one image share it. */
  readonly group: string;
  /** A version or a name that its maker calls done, and no snapshot of a day. */
  readonly isFinished: boolean;
  readonly hasEnded: boolean;
  readonly isLongTerm: boolean;
  /** Long-term, stable or latest, and a version that fits a cycle. */
  readonly merit: number;
  /** What it gets when nothing is liked: less for each word of its variant. */
  readonly plainness: number;
  /** Less for what nobody wants by accident: prereleases, snapshots, hashes, what is out of support. */
  readonly demerit: number;
}

/** Points of the model, in the order of their weight; reference/registry.md 4.2 tells how they were found. */
const points = {
  hash: -1000,
  prerelease: -400,
  lacksPlatform: -250,
  sameVariant: 200,
  sameFamily: 160,
  snapshot: -150,
  ended: -120,
  inactive: -60,
  variantWord: -60,
  sameKind: 40,
  longTerm: 30,
  samePrecision: 30,
  stable: 25,
  latest: 22,
  version: 20,
  smallVariant: 20,
  anotherTagOfTheImage: -15,
  float: 12,
  namesCycle: 10,
  exactVersion: -6,
} as const;

/** At most this many suggestions are of use to anybody. */
const longestList = 60;

const prepared = new WeakMap<readonly TagInfo[], { day: string; tags: readonly PreparedTag[] }>();

/**
 * The tags that fit what is typed, best first, at most 60.
 */
export function rank(
  tags: readonly TagInfo[],
  wanted: Wanted,
  knowledge: RankingKnowledge,
): readonly RankedTag[] {
  const likes = wanted.like.map((tag) => parseTag(tag, knowledge.codenames));
  // Who has a Windows image on the line builds for Windows, whatever the engine is.
  const wantsWindows = likes.some(({ family }) => /\b(?:nanoserver|windowsservercore)\b/.test(family));
  const platform = wantsWindows ? 'windows/amd64' : wanted.platform;
  const scored = matching(prepareTags(tags, knowledge), wanted.typed).map((tag) => ({
    tag,
    lacksPlatform: lacksPlatform(tag.info, platform),
    score: tag.merit + tag.demerit + (likes.length > 0 ? likeness(tag.parsed, likes) : tag.plainness),
  }));
  for (const entry of scored) {
    entry.score += entry.lacksPlatform ? points.lacksPlatform : 0;
  }
  scored.sort(byScore);
  // Two tags of one image say the same: the second waits until others had their turn.
  const head = scored.slice(0, 4 * longestList);
  const turns = new Map<string, number>();
  for (const entry of head) {
    const turn = turns.get(entry.tag.group) ?? 0;
    turns.set(entry.tag.group, turn + 1);
    entry.score += turn * points.anotherTagOfTheImage;
  }
  return head
    .sort(byScore)
    .slice(0, longestList)
    .map(({ tag, lacksPlatform }) => ({
      info: tag.info,
      parsed: tag.parsed,
      hasEnded: tag.hasEnded,
      isLongTerm: tag.isLongTerm,
      lacksPlatform,
    }));
}

interface Scored {
  readonly tag: PreparedTag;
  readonly lacksPlatform: boolean;
  score: number;
}

function byScore(a: Scored, b: Scored): number {
  const [one, other] = [a.tag, b.tag];
  return (
    b.score - a.score ||
    compareVersions(other.version, one.version) ||
    compareVersions(other.parsed.variantNumbers, one.parsed.variantNumbers) ||
    one.info.tag.length - other.info.tag.length ||
    (one.info.tag < other.info.tag ? -1 : 1)
  );
}

/** Those that begin with what is typed; where none does, those that hold it. */
function matching(tags: readonly PreparedTag[], typed: string): readonly PreparedTag[] {
  if (typed === '') {
    return tags;
  }
  const beginning = tags.filter(({ info }) => info.tag.startsWith(typed));
  return beginning.length > 0 ? beginning : tags.filter(({ info }) => info.tag.includes(typed));
}

function lacksPlatform({ platforms }: TagInfo, wanted: string | undefined): boolean {
  if (wanted === undefined || platforms === undefined || platforms.length === 0) {
    return false;
  }
  const short = (platform: string) => platform.replace('linux/arm64/v8', 'linux/arm64');
  return !platforms.some((platform) => short(platform) === short(wanted));
}

function likeness(tag: ParsedTag, likes: readonly ParsedTag[]): number {
  return Math.max(
    ...likes.map(
      (like) =>
        (tag.variant === like.variant
          ? points.sameVariant
          : tag.family === like.family
            ? points.sameFamily
            : 0) +
        (tag.kind === like.kind ? points.sameKind : 0) +
        (tag.precision === like.precision ? points.samePrecision : 0),
    ),
  );
}

/** The plainest image comes first when nobody said what they want, then its small variants. */
function plainness({ kind, variant }: ParsedTag, isOwnName: boolean): number {
  const words = variant === '' ? [] : variant.split('-');
  // The first word of `trixie-slim` or `open-26` is what the image is, not a variant of it.
  const first = kind === 'name' && isOwnName ? 1 : 0;
  const small = words.some((word) => word === 'slim' || word === 'alpine');
  return (words.length - first) * points.variantWord + (small ? points.smallVariant : 0);
}

/** Reads a list of tags; the result is remembered for as long as the caller keeps `tags` itself. */
export function prepareTags(tags: readonly TagInfo[], knowledge: RankingKnowledge): readonly PreparedTag[] {
  const steps = preparation(tags, knowledge);
  let step = steps.next();
  while (!step.done) {
    step = steps.next();
  }
  return step.value;
}

/** The same ahead of time, in steps of a few milliseconds with a pause behind each. */
export async function prepareTagsInSteps(
  tags: readonly TagInfo[],
  knowledge: RankingKnowledge,
  pause: () => Promise<void>,
): Promise<void> {
  const steps = preparation(tags, knowledge);
  while (!steps.next().done) {
    await pause();
  }
}

/** So many tags are read in one step. */
const tagsPerStep = 200;

function* preparation(
  tags: readonly TagInfo[],
  knowledge: RankingKnowledge,
): Generator<undefined, readonly PreparedTag[]> {
  const known = prepared.get(tags);
  if (known?.day === knowledge.today) {
    return known.tags;
  }
  const parsed = new Map<string, ParsedTag>();
  for (const [index, { tag }] of tags.entries()) {
    parsed.set(tag, parseTag(tag, knowledge.codenames));
    if (index % tagsPerStep === tagsPerStep - 1) {
      yield;
    }
  }
  const groups = new Map<string, string>();
  const aliasesOf = groupAliases(tags, groups);
  const context: Context = {
    knowledge,
    parsed,
    aliasesOf,
    groups,
    newest: newestStable(tags, parsed, aliasesOf),
    newestLongTerm: knowledge.cycles.find((cycle) => isLongTerm(cycle, knowledge.today)),
  };
  const fresh: PreparedTag[] = [];
  for (const [index, info] of tags.entries()) {
    fresh.push(prepareOne(info, context));
    if (index % tagsPerStep === tagsPerStep - 1) {
      yield;
    }
  }
  prepared.set(tags, { day: knowledge.today, tags: fresh });
  return fresh;
}

interface Context {
  readonly knowledge: RankingKnowledge;
  readonly parsed: ReadonlyMap<string, ParsedTag>;
  readonly aliasesOf: (info: TagInfo) => readonly string[];
  readonly groups: ReadonlyMap<string, string>;
  /** The version that `latest` is; what is newer is not finished. */
  readonly newest: readonly number[] | undefined;
  readonly newestLongTerm: ReleaseCycle | undefined;
}

/** Tags with one digest are one image, whatever a registry says of aliases. */
function groupAliases(
  tags: readonly TagInfo[],
  groups: Map<string, string>,
): (info: TagInfo) => readonly string[] {
  const byDigest = new Map<string, string[]>();
  for (const { tag, digest } of tags) {
    if (digest !== undefined) {
      const same = byDigest.get(digest);
      if (same) {
        same.push(tag);
      } else {
        byDigest.set(digest, [tag]);
      }
    }
  }
  for (const { tag, aliases, digest } of tags) {
    const leader = aliases.find((alias) => groups.has(alias));
    groups.set(tag, digest ?? (leader === undefined ? tag : (groups.get(leader) ?? tag)));
  }
  return ({ tag, aliases, digest }) => {
    const same = digest === undefined ? undefined : byDigest.get(digest);
    return aliases.length > 0 || same === undefined ? aliases : same.filter((other) => other !== tag);
  };
}

function newestStable(
  tags: readonly TagInfo[],
  parsed: ReadonlyMap<string, ParsedTag>,
  aliasesOf: (info: TagInfo) => readonly string[],
): readonly number[] | undefined {
  const latest = tags.find(({ tag }) => tag === 'latest');
  const versions = (latest ? aliasesOf(latest) : []).map((alias) => parsed.get(alias)?.numbers ?? []);
  return versions
    .filter(({ length }) => length > 0)
    .sort(compareVersions)
    .at(-1);
}

function prepareOne(info: TagInfo, context: Context): PreparedTag {
  const { knowledge, newest } = context;
  const tag = context.parsed.get(info.tag) ?? parseTag(info.tag, knowledge.codenames);
  const aliases = context.aliasesOf(info);
  const release =
    tag.kind === 'name'
      ? distributionOf(info.tag, knowledge.codenames)?.cycle.split('.').map(Number)
      : undefined;
  const version = versionOf(tag, aliases, context) ?? release ?? [];
  // `trixie` names a Debian as `13` does, but only a variant of rust.
  const isRelease = release !== undefined && compareVersions(version.slice(0, release.length), release) === 0;
  const own = tag.isPrerelease ? undefined : cycleOf(isRelease ? release : tag.numbers, knowledge.cycles);
  const cycle = own ?? (tag.kind === 'version' ? undefined : cycleOf(version, knowledge.cycles));
  const longTerm = cycle !== undefined && isLongTerm(cycle, knowledge.today);
  const ended = own !== undefined && hasEnded(own, knowledge.today);
  const isAhead =
    (newest !== undefined && cycle === undefined && isNewer(version, newest)) ||
    (!aliases.includes('latest') && aliases.some((alias) => context.parsed.get(alias)?.isPrerelease));
  return {
    info,
    parsed: tag,
    version,
    group: context.groups.get(info.tag) ?? info.tag,
    isFinished: tag.kind !== 'hash' && !tag.isPrerelease && !tag.isSnapshot && !isAhead,
    hasEnded: ended,
    isLongTerm: longTerm,
    plainness: plainness(tag, isRelease || version.length === 0),
    merit: merit(tag, aliases, own, context.newestLongTerm),
    demerit:
      (tag.kind === 'hash' ? points.hash : 0) +
      (tag.isPrerelease || isAhead ? points.prerelease : 0) +
      (tag.isSnapshot ? points.snapshot : 0) +
      (ended ? points.ended : 0) +
      (info.inactive || isOld(info.pushed, knowledge.today) ? points.inactive : 0),
  };
}

/** `1.28` is newer than `1.27.4`, `1.27` and `1` are not. */
function isNewer(version: readonly number[], newest: readonly number[]): boolean {
  return compareVersions(version, newest.slice(0, version.length)) > 0;
}

function isOld(pushed: string | undefined, today: string): boolean {
  const twoYearsAgo = `${Number(today.slice(0, 4)) - 2}${today.slice(4)}`;
  return pushed !== undefined && pushed.slice(0, 10) < twoYearsAgo;
}

/** A tag's own version, else the longest among its aliases. */
function versionOf(
  { numbers }: ParsedTag,
  aliases: readonly string[],
  { parsed }: Context,
): readonly number[] | undefined {
  if (numbers.length > 0) {
    return numbers;
  }
  const others = aliases.map((alias) => parsed.get(alias)?.numbers ?? []).filter(({ length }) => length > 0);
  return others.sort((a, b) => b.length - a.length)[0];
}

function merit(
  tag: ParsedTag,
  aliases: readonly string[],
  cycle: ReleaseCycle | undefined,
  newestLongTerm: ReleaseCycle | undefined,
): number {
  const names = [tag.tag, ...aliases];
  const bears = (name: string) => names.some((each) => each === name || each.startsWith(`${name}-`));
  const isNewestLongTerm = cycle !== undefined && cycle === newestLongTerm;
  const namesCycle = cycle !== undefined && tag.precision === cycle.cycle.split('.').length;
  return (
    (isNewestLongTerm || bears('lts') ? points.longTerm : 0) +
    (bears('stable') ? points.stable : 0) +
    (bears('latest') ? points.latest : 0) +
    (tag.kind === 'version' ? points.version : tag.kind === 'float' ? points.float : 0) +
    (namesCycle ? points.namesCycle : 0) +
    (tag.precision > 2 ? points.exactVersion : 0)
  );
}
