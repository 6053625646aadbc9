import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TagInfo } from '../../server/src/registry/catalogue';
import { referenceOf } from '../../server/src/registry/reference';
import {
  ageText,
  digestSuggestion,
  imageNameSuggestions,
  sizeText,
  tagSuggestions,
} from '../../server/src/registry/suggest';
import type { SuggestionSources, TagContext } from '../../server/src/registry/suggest';
import { catalogue } from './catalogue';

const sources: SuggestionSources = {
  catalogue,
  today: '2026-11-21',
  used: ['node:24-alpine', 'ghcr.io/acme/base:2'],
  localImages: [
    { name: 'acme/api', tags: ['dev', 'latest'], size: 123_456_789, created: '2026-11-01T10:00:00Z' },
  ],
};

function names(typed: string) {
  return imageNameSuggestions(typed, sources).map(({ label }) => label);
}

function image(name: string) {
  const reference = referenceOf(name);
  assert.ok(reference);
  return reference;
}

function tags(name: string, typed = '', context: TagContext = {}, more: Partial<SuggestionSources> = {}) {
  return tagSuggestions(image(name), typed, context, { ...sources, ...more });
}

describe('imageNameSuggestions', () => {
  it('gives what the workspace uses, then what is on the machine, then what everybody uses', () => {
    const all = names('');
    assert.deepEqual(all.slice(0, 6), [
      'node:24-alpine',
      'ghcr.io/acme/base:2',
      'acme/api:dev',
      'acme/api',
      'alpine',
      'debian',
    ]);
    assert.equal(all.length, 60);
  });

  it('finds by the beginning, by the last part, in the middle, and by the description', () => {
    assert.deepEqual(names('post'), ['postgres', 'postfixadmin']);
    assert.ok(names('aspnet').includes('mcr.microsoft.com/dotnet/aspnet'));
    assert.ok(names('java').includes('eclipse-temurin'));
    assert.equal(names('ap')[0], 'api-firewall');
    assert.ok(!names('ja').includes('eclipse-temurin'));
    assert.deepEqual(names('no-such-image'), []);
  });

  it('puts abandoned images last, and only where they are asked for', () => {
    assert.ok(!names('').includes('openjdk'));
    const found = imageNameSuggestions('openj', sources).find(({ label }) => label === 'openjdk');
    assert.equal(found?.deprecated, true);
    assert.match(found.facts[0] ?? '', /eclipse-temurin/);
  });

  it('names each image once, says what it is and keeps its order', () => {
    const all = imageNameSuggestions('', { ...sources, used: ['alpine', 'alpine'] });
    assert.equal(all.filter(({ label }) => label === 'alpine').length, 1);
    assert.equal(all[0]?.detail, 'used in this workspace');
    assert.equal(all[1]?.detail, 'on this machine · 123 MB · 20 days ago');
    assert.deepEqual(
      [...all].sort((a, b) => (a.sortText < b.sortText ? -1 : 1)),
      all,
    );
  });

  it('can be matched by an editor that compares beginnings', () => {
    for (const { label, filterText } of imageNameSuggestions('java', sources)) {
      assert.ok(filterText.startsWith('java'), label);
    }
  });

  it('leaves out what the engine calls <none>', () => {
    const localImages = [
      { name: '<none>', tags: ['<none>'] },
      { name: 'acme/api', tags: ['<none>'] },
    ];
    assert.deepEqual(imageNameSuggestions('', { today: '2026-11-21', localImages }), []);
  });

  it('needs nothing but a day', () => {
    assert.deepEqual(imageNameSuggestions('node', { today: '2026-11-21' }), []);
  });
});

describe('tagSuggestions', () => {
  it('says support, platforms and where the facts come from', () => {
    const [first] = tags('node');
    assert.equal(first?.label, '26');
    assert.equal(first.detail, 'LTS · until 2029-04-30 · amd64, arm64 +2');
    assert.deepEqual(first.facts.at(0), 'Node.js 26 (LTS): supported until 2029-04-30');
    assert.deepEqual(first.facts.at(-1), 'As of 2026-08-21');
    assert.equal(first.source, 'official');
  });

  it('marks what is out of support', () => {
    const old = tags('debian', '11').find(({ label }) => label === '11-slim');
    assert.equal(old?.deprecated, true);
    assert.match(old.detail, /^Debian 11: end of life since 2026-08-31/);
  });

  it('says that a tag does not run on the platform', () => {
    const tag = tags('node', '24', { platform: 'linux/s390x' }).find(({ label }) => label === '24');
    assert.match(tag?.detail ?? '', /^not for linux\/s390x/);
  });

  it('offers other versions of the variant behind a whole tag', () => {
    const found = tags('node', '20-alpine', { current: '20-alpine' });
    assert.ok(found.slice(0, 3).some(({ label }) => label === '24-alpine'));
    assert.ok(found.every(({ filterText }) => filterText.startsWith('20-alpine')));
  });

  it('takes the variant of other lines of the file', () => {
    assert.match(tags('node', '', { siblings: ['22-bookworm-slim'] })[0]?.label ?? '', /-bookworm-slim$/);
  });

  const live: readonly TagInfo[] = [
    { tag: '24-alpine', aliases: [], digest: 'sha256:a', size: 61_900_000, pushed: '2026-11-18T01:02:03Z' },
    { tag: '99-alpine', aliases: [] },
  ];

  it('prefers what the registry says, completed by what is shipped', () => {
    const found = tags('node', '', {}, { registryTags: () => live });
    assert.deepEqual(found.map(({ label }) => label).sort(), ['24-alpine', '99-alpine']);
    const tag = found.find(({ label }) => label === '24-alpine');
    assert.equal(tag?.detail, 'LTS · until 2028-04-30 · 3 days ago · 62 MB · amd64, arm64 +1');
    assert.equal(tag.source, 'registry');
    assert.ok(!tag.facts.some((fact) => fact.startsWith('As of')));
  });

  it('knows the tags of an image that is on the machine only', () => {
    assert.deepEqual(
      tags('acme/api').map(({ label, source, detail }) => [label, source, detail]),
      [
        ['latest', 'local', 'on this machine'],
        ['dev', 'local', 'on this machine'],
      ],
    );
    assert.deepEqual(tags('acme/unknown'), []);
    const localImages = [
      { name: 'acme/api', tags: ['1'] },
      { name: 'acme/api', tags: ['2', '1', '<none>'] },
    ];
    assert.deepEqual(
      tags('acme/api', '', {}, { localImages }).map(({ label }) => label),
      ['2', '1'],
    );
  });

  it('does not take an image of another registry for an official one', () => {
    assert.deepEqual(tags('ghcr.io/library/node'), []);
    assert.ok(tags('docker.io/library/node').length > 0);
  });

  it('gives the digest of the tag that stands before the @', () => {
    const at = (name: string) =>
      digestSuggestion(image(name), { ...sources, registryTags: () => live })?.label;
    assert.equal(at('node:24-alpine'), 'sha256:a');
    assert.equal(at('node:99-alpine'), undefined);
    assert.equal(at('node'), undefined);
  });
});

describe('amounts', () => {
  it('are rounded as people say them', () => {
    assert.deepEqual([0, 999, 1000, 1_234_567, 61_900_000, 1_500_000_000].map(sizeText), [
      '0 B',
      '999 B',
      '1.0 kB',
      '1.2 MB',
      '62 MB',
      '1.5 GB',
    ]);
    const age = (date: string) => ageText(date, '2026-11-21');
    assert.deepEqual(
      ['2026-11-21T23:00:00Z', '2026-11-20', '2026-11-01', '2026-08-21', '2024-01-01', 'nonsense'].map(age),
      ['today', 'yesterday', '20 days ago', '3 months ago', '2 years ago', ''],
    );
  });
});
