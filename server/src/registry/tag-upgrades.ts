import type { TagInfo } from './catalogue';
import { prepareTags } from './ranking';
import type { PreparedTag, RankingKnowledge } from './ranking';
import { compareVersions, parseTag } from './tag';
import type { ParsedTag } from './tag';

/** A newer tag that says as much as the one it replaces: the same variant, written with as many parts. */
export interface TagUpgrade {
  readonly tag: string;
  /** `patch` keeps all but the last of three parts, `minor` the first, `long-term` is the newest with long support. */
  readonly kind: 'patch' | 'minor' | 'major' | 'long-term' | 'distribution';
}

/**
 * The newer tags to which a tag can move, the nearest first, each once: `3.12.3-alpine3.19` → `3.12.14-alpine3.24`,
 * `3.14.7-alpine3.24`. Where the exact variant is no longer made, its newest relative stands in: a newer Alpine or
 * Debian. `distribution` is the same version on the newest relative. Empty for what is no version.
 */
export function tagUpgrades(
  current: string,
  tags: readonly TagInfo[],
  knowledge: RankingKnowledge,
): readonly TagUpgrade[] {
  const from = parseTag(current, knowledge.codenames);
  if (from.kind !== 'version') {
    return [];
  }
  const candidates = prepareTags(tags, knowledge).filter((tag) => isRelative(tag, from));
  const newest = (accepts: (tag: PreparedTag) => boolean) =>
    candidates.filter(accepts).sort((a, b) => byVersion(a, b, from.variant))[0];
  const isNewer = ({ parsed }: PreparedTag) => compareVersions(parsed.numbers, from.numbers) > 0;
  const keeps = (count: number) => (tag: PreparedTag) =>
    isNewer(tag) && tag.parsed.numbers.slice(0, count).join('.') === from.numbers.slice(0, count).join('.');

  const isCurrent = ({ parsed }: PreparedTag) => compareVersions(parsed.numbers, from.numbers) === 0;
  const relative = candidates
    .filter((tag) => isCurrent(tag) && compareVersions(tag.parsed.variantNumbers, from.variantNumbers) > 0)
    .sort((a, b) => byVersion(a, b, undefined))[0];

  const found: readonly (readonly [TagUpgrade['kind'], PreparedTag | undefined])[] = [
    ['distribution', relative],
    ['patch', from.precision > 2 ? newest(keeps(from.precision - 1)) : undefined],
    ['minor', from.precision > 1 ? newest(keeps(1)) : undefined],
    ['long-term', newest((tag) => isNewer(tag) && tag.isLongTerm)],
    ['major', newest(isNewer)],
  ];
  const upgrades = new Map<string, TagUpgrade>();
  for (const [kind, tag] of found) {
    if (tag && !upgrades.has(tag.info.tag)) {
      upgrades.set(tag.info.tag, { tag: tag.info.tag, kind });
    }
  }
  return [...upgrades.values()];
}

function isRelative({ parsed, isFinished, hasEnded }: PreparedTag, from: ParsedTag): boolean {
  return (
    parsed.kind === 'version' &&
    isFinished &&
    !hasEnded &&
    parsed.precision === from.precision &&
    parsed.family === from.family &&
    // Who wrote no Alpine or Debian version gets none, and the other way round.
    parsed.variantNumbers.length > 0 === from.variantNumbers.length > 0
  );
}

/** The newest version first; of one version the variant that stands on the line, then the newest variant. */
function byVersion(a: PreparedTag, b: PreparedTag, variant: string | undefined): number {
  return (
    compareVersions(b.parsed.numbers, a.parsed.numbers) ||
    Number(b.parsed.variant === variant) - Number(a.parsed.variant === variant) ||
    compareVersions(b.parsed.variantNumbers, a.parsed.variantNumbers)
  );
}
