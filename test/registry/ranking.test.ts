import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TagInfo } from '../../server/src/registry/catalogue';
import { cycleOf } from '../../server/src/registry/eol';
import { prepareTags, prepareTagsInSteps, rank } from '../../server/src/registry/ranking';
import { compareVersions, parseTag } from '../../server/src/registry/tag';
import { catalogue } from './catalogue';

const today = catalogue.date;

function tagsOf(image: string): readonly TagInfo[] {
  const tags = catalogue.tags(image);
  assert.ok(tags, image);
  return tags;
}

function suggested(image: string, { like = [], typed = '', platform = 'linux/amd64' }: Partial<Wish> = {}) {
  const knowledge = { codenames: catalogue.codenames, cycles: catalogue.cycles(image), today };
  return rank(tagsOf(image), { like, typed, platform }, knowledge).map(({ info }) => info.tag);
}
interface Wish {
  like: readonly string[];
  typed: string;
  platform: string;
}

function firstFive(image: string, ...like: string[]) {
  return suggested(image, { like }).slice(0, 5);
}

/** With `like` on the line (or nothing), all of `held` are among the first five. */
const expectations: readonly [image: string, like: string, ...held: string[]][] = [
  // newest stable, newest with long-term support
  ['alpine', '', '3.24'],
  ['alpine', '3.18', '3.24'],
  ['debian', '', '13', '12'],
  ['debian', 'bookworm-slim', 'trixie-slim', 'bookworm-slim'],
  ['debian', '11-slim', '13-slim'],
  ['ubuntu', '', '26.04', '24.04'],
  ['ubuntu', 'jammy', 'resolute', 'noble'],
  ['node', '', '26', '24'],
  ['node', '20-alpine', '26-alpine', '24-alpine'],
  ['node', '18-bookworm-slim', '26-bookworm-slim', '24-bookworm-slim', '24-trixie-slim'],
  ['node', 'lts-alpine', 'lts-alpine', 'current-alpine'],
  ['python', '', '3.14', '3.13'],
  ['python', '3.9-slim', '3.14-slim', '3.13-slim'],
  ['python', '3.11-slim-bookworm', '3.14-slim-bookworm'],
  ['python', '3.12.3-alpine3.19', '3.14.7-alpine3.24'],
  ['golang', '', '1.27', '1.26'],
  ['golang', '1.22-alpine', '1.27-alpine', '1.26-alpine'],
  ['nginx', '', '1.31', '1.30'],
  ['nginx', '1.25-alpine', '1.31-alpine', '1.30-alpine'],
  ['eclipse-temurin', '', '25', '26', '21'],
  ['eclipse-temurin', '17-jre-alpine', '25-jre-alpine', '21-jre-alpine'],
  ['php', '', '8.5', '8.4'],
  ['php', '8.2-fpm-alpine', '8.5-fpm-alpine', '8.4-fpm-alpine'],
  ['php', '8.1-apache', '8.5-apache'],
  ['ruby', '', '4.0', '3.4'],
  ['ruby', '3.2-slim-bookworm', '4.0-slim-bookworm', '4.0-slim-trixie'],
  ['rust', '', '1.98'],
  ['rust', '1.80-slim', '1.98-slim'],
  ['postgres', '', '18', '17'],
  ['postgres', '15-alpine', '18-alpine', '17-alpine'],
  ['redis', '', '8.10'],
  ['redis', '7.0-alpine', '8.10-alpine'],
  ['busybox', '', '1.37'],
  ['busybox', '1.36-uclibc', '1.37-uclibc'],
  ['maven', '', '3.9'],
  ['maven', '3.8-eclipse-temurin-17', '3.9-eclipse-temurin-17', '3.9-eclipse-temurin-25'],
  ['gradle', '', '9', '8'],
  ['gradle', '8-jdk17', '9-jdk17', '8-jdk17'],
  ['mysql', '', '26.7', '9.7'],
  ['mysql', '8.0', '26.7', '9.7', '8.4'],
  ['mariadb', '', '12.3'],
  ['mariadb', '10.6-noble', '12.3-noble'],
  ['mongo', '', '8.3', '8.0'],
  ['mongo', '6-jammy', '7-jammy', '8.3-noble'],
  ['httpd', '', '2.4'],
  ['httpd', '2.4-alpine3.20', '2.4-alpine3.24'],
];

describe('the first five suggestions', () => {
  for (const [image, like, ...held] of expectations) {
    it(`for ${image}${like && ` with ${like} on the line`} hold ${held.join(', ')}`, () => {
      const five = firstFive(image, ...(like ? [like] : []));
      assert.deepEqual(
        held.filter((tag) => !five.includes(tag)),
        [],
        five.join(' '),
      );
    });
  }

  const official = catalogue.names().filter(({ name }) => (catalogue.tags(name)?.length ?? 0) > 0);

  /** Do two tags name one image? */
  function isSame(image: string, one: string, other: string) {
    return one === other || tagsOf(image).some(({ tag, aliases }) => tag === one && aliases.includes(other));
  }

  it('hold what latest and lts are, for each official image that has them', () => {
    for (const { name } of official) {
      for (const float of ['latest', 'lts']) {
        if (tagsOf(name).some(({ tag }) => tag === float)) {
          assert.ok(
            firstFive(name).some((tag) => isSame(name, tag, float)),
            `${name}: ${firstFive(name).join(' ')} without ${float}`,
          );
        }
      }
    }
  });

  it('hold no prerelease and no snapshot while five finished tags are left, for each official image', () => {
    const form = (tag: string) => parseTag(tag, catalogue.codenames);
    const isFinished = (tag: string) => !form(tag).isPrerelease && !form(tag).isSnapshot;
    for (const { name } of official) {
      if (tagsOf(name).filter(({ tag }) => isFinished(tag)).length >= 5) {
        assert.deepEqual(
          firstFive(name).filter((tag) => !isFinished(tag)),
          [],
          name,
        );
      }
    }
  });

  it('hold the newest of the variant on the line, for every variant of each official image', () => {
    const missing: string[] = [];
    for (const { name } of official) {
      const latest = tagsOf(name).find(({ tag }) => tag === 'latest');
      const newest = [...(latest?.aliases ?? [])]
        .map((tag) => parseTag(tag, catalogue.codenames))
        .sort((a, b) => compareVersions(b.numbers, a.numbers))[0];
      const versions = tagsOf(name)
        .map(({ tag, aliases }) => ({ ...parseTag(tag, catalogue.codenames), aliases }))
        .filter(
          ({ kind, isPrerelease, isSnapshot, numbers, aliases }) =>
            kind === 'version' &&
            !isPrerelease &&
            !isSnapshot &&
            (aliases.includes('latest') ||
              !aliases.some((alias) => parseTag(alias, catalogue.codenames).isPrerelease)) &&
            (cycleOf(numbers, catalogue.cycles(name)) !== undefined ||
              compareVersions(numbers, newest?.numbers.slice(0, numbers.length) ?? numbers) <= 0),
        )
        .sort((a, b) => compareVersions(b.numbers, a.numbers));
      for (const variant of new Set(versions.map((parsed) => parsed.variant))) {
        const [best, ...rest] = versions.filter((parsed) => parsed.variant === variant);
        const onTheLine = rest.at(-1)?.tag ?? best?.tag ?? '';
        const five = firstFive(name, onTheLine);
        if (best && !five.some((tag) => isSame(name, tag, best.tag))) {
          missing.push(`${name}:${onTheLine} (${variant}) gives ${five.join(' ')}, not ${best.tag}`);
        }
      }
    }
    assert.deepEqual(missing, []);
  });
});

describe('the ranking', () => {
  it('lets what is typed decide, and never hides it', () => {
    assert.ok(suggested('node', { like: ['24-alpine'], typed: '22' }).every((tag) => tag.startsWith('22')));
    assert.deepEqual(suggested('node', { typed: '22.23.2-book' }).slice(0, 1), ['22.23.2-bookworm']);
    assert.deepEqual(suggested('node', { typed: 'krypton-slim' }), ['krypton-slim']);
    assert.ok(suggested('python', { typed: 'windows' }).length > 0);
    assert.deepEqual(suggested('node', { typed: 'no such tag' }), []);
  });

  it('puts down what does not run on the platform', () => {
    const windows = suggested('golang', { platform: 'windows/amd64' }).slice(0, 5);
    assert.ok(
      windows.every((tag) =>
        tagsOf('golang')
          .find((info) => info.tag === tag)
          ?.platforms?.includes('windows/amd64'),
      ),
    );
    const mainframe = suggested('node', { platform: 'linux/s390x' }).slice(0, 5);
    assert.ok(mainframe.includes('24-alpine') && !mainframe.includes('24'), mainframe.join(' '));
    assert.deepEqual(
      suggested('alpine', { platform: 'linux/arm64/v8' }),
      suggested('alpine', { platform: 'linux/arm64' }),
    );
  });

  const bare = (tag: string, more: Partial<TagInfo> = {}): TagInfo => ({ tag, aliases: [], ...more });
  const unknown = { codenames: catalogue.codenames, cycles: [], today: '2026-11-21' };
  const order = (tags: readonly TagInfo[], like: readonly string[] = []) =>
    rank(tags, { like, typed: '', platform: undefined }, unknown).map(({ info }) => info.tag);

  it('orders versions of an unknown image as numbers', () => {
    assert.deepEqual(order(['v1.9', 'v1.10', 'v1.2'].map((tag) => bare(tag))), ['v1.10', 'v1.9', 'v1.2']);
  });

  it('puts prereleases, snapshots, commits and signatures behind', () => {
    const tags = [
      'sha256-0123456789abcdef.sig',
      '2.0.0-rc.1',
      '1.0',
      'edge',
      '1.1-20260801',
      '0a1b2c3d',
      '1.1',
    ];
    assert.deepEqual(order(tags.map((tag) => bare(tag))).slice(0, 2), ['1.1', '1.0']);
    assert.equal(order(tags.map((tag) => bare(tag))).at(-1), 'sha256-0123456789abcdef.sig');
  });

  it('takes tags with one digest for one image, and what is newer than latest for unfinished', () => {
    const tags = [
      bare('3.0', { digest: 'sha256:c' }),
      bare('latest', { digest: 'sha256:b' }),
      bare('2.1', { digest: 'sha256:b' }),
      bare('2.0', { digest: 'sha256:a' }),
    ];
    assert.deepEqual(order(tags), ['2.1', '2.0', 'latest', '3.0']);
  });

  it('puts down what nobody has pushed for two years or pulls any more', () => {
    const tags = [
      bare('3', { pushed: '2024-11-20T00:00:00Z' }),
      bare('2', { pushed: '2026-10-01T00:00:00Z', inactive: true }),
      bare('1', { pushed: '2026-10-01T00:00:00Z' }),
    ];
    assert.deepEqual(order(tags), ['1', '3', '2']);
  });

  it('offers Windows variants to who has one on the line, whatever the engine runs', () => {
    assert.equal(
      suggested('golang', { like: ['1.25-nanoserver-ltsc2022'], platform: 'linux/amd64' })[0],
      '1.27-nanoserver-ltsc2022',
    );
  });

  it('likes the variants of all lines', () => {
    const tags = ['2', '2-slim', '2-alpine', '2-perl'].map((tag) => bare(tag));
    assert.deepEqual(order(tags, ['1-slim', '1-alpine']).slice(0, 2).sort(), ['2-alpine', '2-slim']);
  });
});

describe('parseTag', () => {
  const read: readonly [
    tag: string,
    kind: string,
    version: string,
    variant: string,
    family: string,
    marks?: string,
  ][] = [
    ['1.27.4-alpine3.24', 'version', '1.27.4', 'alpine3.24', 'alpine'],
    ['24-bookworm-slim', 'version', '24', 'bookworm-slim', 'debian-slim'],
    ['3.15.0rc1-slim', 'version', '3.15.0', 'slim', 'slim', 'prerelease'],
    [
      '4.0.0-rc-5-eclipse-temurin-17',
      'version',
      '4.0.0',
      'eclipse-temurin-17',
      'eclipse-temurin',
      'prerelease',
    ],
    ['27-ea-5-jdk', 'version', '27', 'jdk', 'jdk', 'prerelease'],
    ['8u502-b07-jdk-noble', 'version', '8.502.7', 'jdk-noble', 'jdk-ubuntu'],
    ['21.0.4_7-jre-alpine', 'version', '21.0.4.7', 'jre-alpine', 'jre-alpine'],
    ['v2.1', 'version', '2.1', '', ''],
    ['22-dev', 'version', '22', 'dev', 'dev'],
    ['3.5-dev5', 'version', '3.5', '', '', 'prerelease'],
    ['2023.12.20260817.0', 'version', '2023.12.20260817.0', '', '', 'snapshot'],
    ['bookworm-20260803-slim', 'name', '', 'bookworm-slim', 'debian-slim', 'snapshot'],
    ['lts-alpine', 'float', '', 'alpine', 'alpine'],
    ['forky-slim', 'name', '', 'forky-slim', 'debian-slim', 'prerelease'],
    ['0a1b2c3', 'hash', '', '0a1b2c3', 'abc'],
    ['1234567', 'version', '1234567', '', ''],
  ];
  for (const [tag, kind, version, variant, family, marks] of read) {
    it(`reads ${tag}`, () => {
      const parsed = parseTag(tag, catalogue.codenames);
      assert.deepEqual(
        [parsed.kind, parsed.numbers.join('.'), parsed.variant, parsed.family],
        [kind, version, variant, family],
      );
      assert.equal(parsed.isPrerelease, marks === 'prerelease');
      assert.equal(parsed.isSnapshot, marks === 'snapshot');
    });
  }
});

describe('prepareTagsInSteps', () => {
  const tags = Array.from({ length: 20_000 }, (_, index) => ({ tag: `${index % 40}.${index}`, aliases: [] }));
  const knowledge = { codenames: catalogue.codenames, cycles: [], today };
  const wish = { like: [], typed: '', platform: undefined };

  it('lets others work in between, and leaves nothing but ranking to do', async () => {
    let pauses = 0;
    await prepareTagsInSteps(tags, knowledge, () => {
      pauses++;
      return Promise.resolve();
    });
    assert.ok(pauses >= 100, String(pauses));
    const prepared = prepareTags(tags, knowledge);
    assert.equal(prepareTags(tags, knowledge), prepared);
    // Nothing changes by it: a list that was not read ahead is ranked the same.
    const ranked = (list: readonly TagInfo[]) => rank(list, wish, knowledge).map(({ info }) => info.tag);
    assert.deepEqual(ranked(tags), ranked([...tags]));
  });
});
