import { t } from '../text';
import type { EndOfLife, ImageCatalogue, TagInfo } from './catalogue';
import { prepareTagsInSteps, rank } from './ranking';
import type { RankedTag, RankingKnowledge } from './ranking';
import { isTag, referenceOf } from './reference';
import type { ImageReference } from './reference';
import { parseTag } from './tag';

/** What suggestions are made from; all of it is at hand already, and every member but the day may be missing. */
export interface SuggestionSources {
  readonly catalogue?: ImageCatalogue;
  readonly localImages?: readonly LocalImageTags[];
  /** What a registry said of an image: its tags, or undefined while nothing is known. */
  readonly registryTags?: (image: ImageReference) => readonly TagInfo[] | undefined;
  /** The digest that a registry gave for the image's tag just now. */
  readonly registryDigest?: (image: ImageReference) => string | undefined;
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

/** More would push the images that everybody uses off the screen. */
const mostOfOneSource = 15;
const mostNames = 60;
/** A description is searched from this many characters on; before, it matches by accident. */
const shortestWord = 3;

/** Names for what is typed behind `FROM `: workspace, then local, then official images; at most 60, best first. */
export function imageNameSuggestions(typed: string, sources: SuggestionSources): readonly ImageSuggestion[] {
  const { used = [], localImages = [], catalogue, today } = sources;
  const candidates: Candidate[] = [
    ...used.map((label) => candidate(label, t('used in this workspace'), 'workspace')),
    ...localImages.flatMap((image) =>
      image.tags
        .map((tag) => (tag === 'latest' ? image.name : `${image.name}:${tag}`))
        .filter((reference) => referenceOf(reference) !== undefined)
        .map((reference) => candidate(reference, localDetail(image, today), 'local')),
    ),
    ...(catalogue?.names() ?? []).map(({ name, description, deprecated }) => ({
      ...candidate(name, t(description), 'official' as const),
      deprecated: deprecated === undefined ? undefined : t(deprecated),
    })),
  ];
  const found = new Map<string, Candidate & { nearness: number }>();
  const taken = new Map<string, number>();
  for (const each of candidates) {
    const nearness = nearnessOf(each, typed.toLowerCase());
    const count = taken.get(each.source) ?? 0;
    if (
      nearness !== undefined &&
      !found.has(each.label) &&
      (each.source === 'official' || count < mostOfOneSource)
    ) {
      found.set(each.label, { ...each, nearness });
      taken.set(each.source, count + 1);
    }
  }
  return [...found.values()]
    .sort((a, b) => a.nearness - b.nearness)
    .slice(0, mostNames)
    .map(({ label, detail, source, deprecated }, index) => ({
      label,
      detail,
      facts: deprecated === undefined ? [] : [deprecated],
      sortText: sortText(index),
      // What matches by its description or in the middle would be filtered out by an editor that compares beginnings.
      filterText: label.startsWith(typed) ? label : typed,
      deprecated: deprecated !== undefined,
      source,
    }));
}

/**
 * Tags for what is typed behind `image:`; at most 60, best first. The list is never complete: ask again at each key.
 * Behind a whole tag stand the same variant's other versions too, so that moving on is one choice.
 */
export function tagSuggestions(
  image: ImageReference,
  typed: string,
  context: TagContext,
  sources: SuggestionSources,
): readonly ImageSuggestion[] {
  const { catalogue, today } = sources;
  const local = localTags(sources.localImages ?? [], image.familiarName);
  const live = sources.registryTags?.(image);
  const tags = merged(image, live, catalogue) ?? local;
  const source = live ? 'registry' : catalogue?.tags(image.familiarName) ? 'official' : 'local';
  const knowledge = knowledgeOf(image, sources);
  const { codenames } = knowledge;
  const { current, siblings = [], platform } = context;
  // A tag of which only the beginning is typed wishes for nothing yet.
  const isWhole = current !== undefined && (current !== typed || parseTag(current, codenames).family !== '');
  const like = isWhole ? [current, ...siblings] : siblings;
  const ranked = rank(tags, { like, typed, platform }, knowledge);
  const others =
    current === typed && typed !== '' ? rank(tags, { like: [typed], typed: '', platform }, knowledge) : [];
  const labels = new Set(ranked.map(({ info }) => info.tag));
  const all = [...ranked, ...others.filter(({ info }) => !labels.has(info.tag))].slice(0, mostNames);
  return all.map((tag, index) => {
    const { info } = tag;
    const ends = catalogue?.endOfLife(image.familiarName, info.tag, today) ?? [];
    const isLocal = local.some(({ tag }) => tag === info.tag);
    return {
      label: info.tag,
      detail: tagDetail(tag, ends, { platform, today, isLocal }),
      facts: tagFacts(tag, ends, source === 'official' ? catalogue?.date : undefined),
      sortText: sortText(index),
      filterText: info.tag.startsWith(typed) ? info.tag : typed,
      deprecated: info.inactive === true || ends.some(({ reached }) => reached),
      source,
    };
  });
}

/** The digest of the tag that stands before the `@`, where a registry has told it. */
export function digestSuggestion(
  image: ImageReference,
  sources: SuggestionSources,
): ImageSuggestion | undefined {
  const tag = image.tag ?? 'latest';
  const digest = sources.registryDigest
    ? sources.registryDigest(image)
    : sources.registryTags?.(image)?.find((info) => info.tag === tag)?.digest;
  return digest === undefined
    ? undefined
    : {
        label: digest,
        detail: t('what {0} is now', tag),
        facts: [],
        sortText: sortText(0),
        filterText: digest,
        deprecated: false,
        source: 'registry',
      };
}

interface Candidate {
  readonly label: string;
  readonly detail: string;
  readonly source: 'workspace' | 'local' | 'official';
  readonly deprecated: string | undefined;
}

function candidate(label: string, detail: string, source: Candidate['source']): Candidate {
  return { label, detail, source, deprecated: undefined };
}

/** Lower is nearer; undefined does not match. Without text all are equally near, and their own order counts. */
function nearnessOf({ label, detail, source, deprecated }: Candidate, typed: string): number | undefined {
  if (typed === '') {
    return deprecated === undefined ? 0 : undefined;
  }
  const end = deprecated === undefined ? 0 : 10;
  if (label.startsWith(typed)) {
    return end;
  }
  if (label.slice(label.lastIndexOf('/') + 1).startsWith(typed)) {
    return end + 1;
  }
  if (label.includes(typed)) {
    return end + 2;
  }
  const inDescription =
    source === 'official' && typed.length >= shortestWord && detail.toLowerCase().includes(typed);
  return inDescription ? end + 3 : undefined;
}

const mergedLists = new WeakMap<readonly TagInfo[], readonly TagInfo[]>();
const localTagLists = new WeakMap<readonly LocalImageTags[], Map<string, readonly TagInfo[]>>();

/** The tags of an image as a registry lists them, else as the catalogue knows them; the same list each time. */
export function knownTags(
  image: ImageReference,
  sources: Pick<SuggestionSources, 'catalogue' | 'registryTags'>,
): readonly TagInfo[] | undefined {
  return merged(image, sources.registryTags?.(image), sources.catalogue);
}

/** What is known of the software in an image, for ranking its tags and finding newer ones. */
export function knowledgeOf(
  { familiarName }: ImageReference,
  { catalogue, today }: Pick<SuggestionSources, 'catalogue' | 'today'>,
): RankingKnowledge {
  return {
    codenames: catalogue?.codenames ?? new Map<string, never>(),
    cycles: catalogue?.cycles(familiarName) ?? [],
    today,
  };
}

/** Reads a long list of tags before it is first shown, pausing again and again so that nobody waits for it. */
export async function readTags(
  image: ImageReference,
  sources: Pick<SuggestionSources, 'catalogue' | 'registryTags' | 'today'>,
  pause: () => Promise<void>,
): Promise<void> {
  const tags = knownTags(image, sources);
  if (tags) {
    await prepareTagsInSteps(tags, knowledgeOf(image, sources), pause);
  }
}

/** What the registry lists, with what the catalogue knows of the same tags. One list gives one result, for the ranking remembers it. */
function merged(
  image: ImageReference,
  live: readonly TagInfo[] | undefined,
  catalogue: ImageCatalogue | undefined,
): readonly TagInfo[] | undefined {
  const offline = catalogue?.tags(image.familiarName);
  if (!live || !offline) {
    return live ?? offline;
  }
  const known = mergedLists.get(live);
  if (known) {
    return known;
  }
  const byTag = new Map(offline.map((info) => [info.tag, info]));
  const both = live.map((info) => {
    const shipped = byTag.get(info.tag);
    return shipped
      ? { ...shipped, ...info, aliases: info.aliases.length > 0 ? info.aliases : shipped.aliases }
      : info;
  });
  mergedLists.set(live, both);
  return both;
}

/** The tags that the engine has of an image, which may be those of several images by now. */
function localTags(images: readonly LocalImageTags[], name: string): readonly TagInfo[] {
  const lists = localTagLists.get(images) ?? new Map<string, readonly TagInfo[]>();
  localTagLists.set(images, lists);
  const known = lists.get(name);
  if (known) {
    return known;
  }
  const tags = images.filter((image) => image.name === name).flatMap((image) => image.tags);
  const list = [...new Set(tags)].filter(isTag).map((tag) => ({ tag, aliases: [] }));
  lists.set(name, list);
  return list;
}

function localDetail({ size, created }: LocalImageTags, today: string): string {
  return joined([t('on this machine'), size && sizeText(size), created && ageText(created, today)]);
}

function tagDetail(
  { info, isLongTerm, lacksPlatform }: RankedTag,
  ends: readonly EndOfLife[],
  { platform, today, isLocal }: { platform: string | undefined; today: string; isLocal: boolean },
): string {
  const ended = ends.find(({ reached }) => reached);
  return joined([
    lacksPlatform && platform && t('not for {0}', platform),
    ended &&
      (ended.date
        ? t('{0}: end of life since {1}', ended.what, ended.date)
        : t('{0}: end of life', ended.what)),
    isLongTerm && !ended && t('LTS'),
    !ended && ends[0]?.date && t('until {0}', ends[0].date),
    info.inactive && t('inactive'),
    isLocal && t('on this machine'),
    info.pushed && ageText(info.pushed, today),
    info.size && sizeText(info.size),
    info.platforms && platformsText(info.platforms),
  ]);
}

/** `amd64, arm64 +4`: what most people ask for first, and how many there are besides. */
function platformsText(platforms: readonly string[]): string {
  const common = ['linux/amd64', 'linux/arm64', 'windows/amd64'].filter((platform) =>
    platforms.includes(platform),
  );
  const shown = common.length > 0 ? common : platforms.slice(0, 2);
  const more = platforms.length - shown.length;
  return shown.map((platform) => platform.replace('linux/', '')).join(', ') + (more > 0 ? ` +${more}` : '');
}

function tagFacts(
  { info }: RankedTag,
  ends: readonly EndOfLife[],
  offlineDate: string | undefined,
): readonly string[] {
  return [
    ...ends.map(endOfLifeText),
    info.aliases.length > 0 && t('The same image: {0}', info.aliases.join(', ')),
    info.platforms && info.platforms.length > 0 && t('Platforms: {0}', info.platforms.join(', ')),
    info.digest,
    offlineDate !== undefined && t('As of {0}', offlineDate),
  ].filter((fact) => typeof fact === 'string');
}

/** One line on when support ends: `Node.js 24 (LTS): supported until 2028-04-30`. */
export function endOfLifeText({ what, date, reached, lts, regularSupport }: EndOfLife): string {
  const name = lts ? t('{0} (LTS)', what) : what;
  if (reached) {
    return date ? t('{0}: end of life since {1}', name, date) : t('{0}: end of life', name);
  }
  if (!date) {
    return t('{0}: supported', name);
  }
  return regularSupport
    ? t('{0}: regular support until {1}, long-term support until {2}', name, regularSupport, date)
    : t('{0}: supported until {1}', name, date);
}

function joined(parts: readonly (string | number | false | undefined)[]): string {
  return parts.filter((part) => typeof part === 'string' && part !== '').join(' · ');
}

function sortText(index: number): string {
  return String(index).padStart(4, '0');
}

/** Bytes as people read them, in powers of 1000 as Docker prints them: `62 MB`. */
export function sizeText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), units.length - 1);
  const value = bytes / 1000 ** power;
  return `${value < 10 && power > 0 ? value.toFixed(1) : Math.round(value)} ${units[power] ?? 'B'}`;
}

/** How long before `today` (a day) something happened at `date` (an ISO date). */
export function ageText(date: string, today: string): string {
  const days = Math.floor((Date.parse(today) - Date.parse(date.slice(0, 10))) / 86_400_000);
  if (Number.isNaN(days)) {
    return '';
  }
  if (days <= 1) {
    return days < 1 ? t('today') : t('yesterday');
  }
  if (days < 60) {
    return t('{0} days ago', days);
  }
  return days < 730
    ? t('{0} months ago', Math.floor(days / 30.44))
    : t('{0} years ago', Math.floor(days / 365.25));
}
