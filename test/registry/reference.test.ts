import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseAll } from '@swimlane/docker-reference';
import {
  isReference,
  parseReference,
  partialReference,
  referenceOf,
} from '../../server/src/registry/reference';

const sha = 'a3ed95caeb02ffe68cdd9fd84406680ae93d633cb16422d00e8a7c22955b46d4';

describe('parseReference', () => {
  const read: readonly [
    text: string,
    domain: string,
    path: string,
    familiar: string,
    tag?: string | undefined,
    digest?: string,
  ][] = [
    ['node', 'docker.io', 'library/node', 'node'],
    ['node:24-alpine3.24', 'docker.io', 'library/node', 'node', '24-alpine3.24'],
    ['docker.io/node', 'docker.io', 'library/node', 'node'],
    ['index.docker.io/acme/api', 'docker.io', 'acme/api', 'acme/api'],
    ['docker.io/library/a/b', 'docker.io', 'library/a/b', 'library/a/b'],
    ['localhost:5000', 'docker.io', 'library/localhost', 'localhost', '5000'],
    ['localhost/app', 'localhost', 'app', 'localhost/app'],
    ['example.com', 'docker.io', 'library/example.com', 'example.com'],
    ['ghcr.io/acme/api:v1', 'ghcr.io', 'acme/api', 'ghcr.io/acme/api', 'v1'],
    ['registry:5000/a/b/c:X_1', 'registry:5000', 'a/b/c', 'registry:5000/a/b/c', 'X_1'],
    ['Registry/app', 'Registry', 'app', 'Registry/app'],
    ['[2001:db8::1]:5000/app:1', '[2001:db8::1]:5000', 'app', '[2001:db8::1]:5000/app', '1'],
    [`node:24@sha256:${sha}`, 'docker.io', 'library/node', 'node', '24', `sha256:${sha}`],
    [`node@sha256:${sha}`, 'docker.io', 'library/node', 'node', undefined, `sha256:${sha}`],
    ['a__b/c---d/e.f', 'docker.io', 'a__b/c---d/e.f', 'a__b/c---d/e.f'],
  ];
  for (const [text, domain, path, familiarName, tag, digest] of read) {
    it(`reads ${text}`, () => {
      const reference = parseReference(text);
      assert.ok(isReference(reference));
      const { spans, ...parts } = reference;
      assert.deepEqual(parts, { domain, path, familiarName, tag, digest });
      const cut = (span?: { start: number; end: number }) => span && text.slice(span.start, span.end);
      assert.equal(cut(spans.tag), tag);
      assert.equal(cut(spans.digest), digest);
      assert.ok(path.endsWith(String(cut(spans.path))));
    });
  }

  const refused: readonly [text: string, at: string, problem: RegExp][] = [
    ['', '', /missing/],
    ['Node', 'Node', /lower case: "node"/],
    ['acme/API:1', 'acme/API', /lower case/],
    ['node:', '', /tag is missing/],
    ['node:-1', '-1', /no tag/],
    [`node:${'a'.repeat(129)}`, 'a'.repeat(129), /no tag/],
    ['node@', '', /sha256:/],
    ['node@sha256:abc', 'sha256:abc', /64 hexadecimal/],
    [`node@sha256:${sha.toUpperCase()}`, `sha256:${sha.toUpperCase()}`, /lower case/],
    [`node@md5:${sha.slice(32)}`, `md5:${sha.slice(32)}`, /sha256:/],
    ['ghcr.io/', '', /missing/],
    ['ghcr.io//a', '', /beside the slash/],
    ['a..b', 'a..b', /no part/],
    ['a/b_-c', 'b_-c', /no part/],
    ['-x/y', '-x', /no part/],
    ['foo:bar/baz', 'foo:bar', /no registry host/],
    ['a..b.io/c', 'a..b.io', /no registry host/],
    ['$IMAGE', '$IMAGE', /lower case/],
    [sha, sha, /image id/],
    [`a/${'b'.repeat(254)}`, `a/${'b'.repeat(254)}`, /255/],
  ];
  for (const [text, at, problem] of refused) {
    it(`refuses ${text.slice(0, 40) || 'nothing'}`, () => {
      const found = parseReference(text);
      assert.ok(!isReference(found));
      assert.match(found.problem, problem);
      assert.equal(text.slice(found.span.start, found.span.end), at);
    });
  }

  it('stays fast on texts made to be slow', () => {
    for (const text of [
      'a-'.repeat(20_000),
      'a/'.repeat(500),
      '-'.repeat(1000),
      `${'a'.repeat(1000)}!`,
      'a_'.repeat(500),
    ]) {
      const start = performance.now();
      assert.equal(referenceOf(text), undefined);
      assert.ok(performance.now() - start < 2000);
    }
  });
});

describe('parseReference beside @swimlane/docker-reference', () => {
  /** Every way to combine these parts: what another implementation of the same grammar says is the expectation. */
  const names = [
    'node',
    'a/b',
    'a/b/c',
    'docker.io/a',
    'index.docker.io/a/b',
    'localhost/a',
    'x.io/a',
    'x:80/a',
    'a.b',
    'a__b',
    'a___b',
    'a--b',
    '-a',
    'a-',
    'a/',
    '/a',
    'a//b',
    'A/b',
    'x.io/A',
    'x..io/a',
    'x.io:/a',
    'é',
  ];
  const tags = [
    '',
    ':1',
    ':',
    ':1.2-x_Y',
    ':.1',
    ':a b',
    `:${'t'.repeat(128)}`,
    `:${'t'.repeat(129)}`,
    ':a:b',
  ];
  const digests = [
    '',
    `@sha256:${sha}`,
    '@sha256:abcd',
    '@',
    `@sha256:${sha.slice(1)}`,
    `@sha256:${sha}@sha256:${sha}`,
  ];

  function oracle(text: string) {
    try {
      const { domain, repository, tag, digest } = parseAll(text);
      return { domain, path: repository, tag, digest };
    } catch {
      return undefined;
    }
  }
  function ours(text: string) {
    const found = referenceOf(text);
    return found && { domain: found.domain, path: found.path, tag: found.tag, digest: found.digest };
  }

  it('agrees on every combination of names, tags and digests', () => {
    const differing: string[] = [];
    for (const name of names) {
      for (const tag of tags) {
        for (const digest of digests) {
          const text = name + tag + digest;
          if (JSON.stringify(ours(text)) !== JSON.stringify(oracle(text))) {
            differing.push(text);
          }
        }
      }
    }
    // A capital makes the first component a registry (normalize.go, splitDockerDomain): known to be wrong there.
    assert.deepEqual(
      differing.filter((text) => !text.startsWith('A/b')),
      [],
    );
    assert.ok(differing.includes('A/b'));
  });

  it('differs where the other one is known to be wrong', () => {
    assert.equal(oracle('[::1]:5000/a'), undefined);
    assert.equal(ours('[::1]:5000/a')?.domain, '[::1]:5000');
    assert.equal(oracle('Registry/a:1'), undefined);
    assert.equal(ours('Registry/a:1')?.domain, 'Registry');
  });
});

describe('partialReference', () => {
  /** `|` is the cursor. */
  function at(marked: string) {
    const offset = marked.indexOf('|');
    const text = marked.replace('|', '');
    const { part, span, typed, image, namesRegistry } = partialReference(text, offset);
    return [part, text.slice(span.start, span.end), typed, image?.familiarName ?? '', namesRegistry];
  }
  const cases: readonly [marked: string, ...expected: unknown[]][] = [
    ['|', 'name', '', '', '', false],
    ['no|', 'name', 'no', 'no', '', false],
    ['no|de:24', 'name', 'node', 'no', '', false],
    ['node:|', 'tag', '', '', 'node', false],
    ['node:2|4-alpine', 'tag', '24-alpine', '2', 'node', false],
    ['ghcr.io/|', 'name', 'ghcr.io/', 'ghcr.io/', '', true],
    ['gh|cr.io/acme', 'name', 'ghcr.io/acme', 'gh', '', false],
    ['localhost:5000/a:|', 'tag', '', '', 'localhost:5000/a', false],
    ['node:24@|', 'digest', '', '', 'node', false],
    ['node@sha|', 'digest', 'sha', 'sha', 'node', false],
    ['node:2|@sha256:1', 'tag', '2', '2', 'node', false],
    ['Node:|', 'tag', '', '', '', false],
    ['${X}:|', 'tag', '', '', '', false],
  ];
  for (const [marked, ...expected] of cases) {
    it(`knows what is being typed in ${marked}`, () => assert.deepEqual(at(marked), expected));
  }

  it('gives a digest the tag that it follows', () => {
    assert.equal(partialReference('node:24@').image?.tag, '24');
  });
});
