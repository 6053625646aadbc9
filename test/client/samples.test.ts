import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, it } from 'node:test';
import { dockerignore } from '../../server/src/dockerfile/dockerignore';
import { parse } from '../../server/src/dockerfile/parse';
import { format } from '../../server/src/features/format';
import { ignoreDiagnostics } from '../../server/src/features/ignore-diagnostics';
import { lint } from '../../server/src/rules/lint';
import { offlineFacts } from '../check';

const root = join(__dirname, '..', '..');
const samples = join(root, 'samples');

/** What the checks that are on by default say about a text, with its line. */
function findings(text: string): string[] {
  const dockerfile = parse(text);
  return lint(dockerfile, {}, { options: {}, severities: new Map() }).map(
    ({ rule, span, message }) => `${rule.id}, line ${dockerfile.lines.lineAt(span.start) + 1}: ${message}`,
  );
}

describe('samples', () => {
  const dockerfiles = readdirSync(samples, { recursive: true, encoding: 'utf8' })
    .map((path) => join(samples, path))
    .filter((path) => /(?:^|[./])Dockerfile$/.test(path) && statSync(path).isFile());

  it('are the six that one learns with', () => {
    const names = dockerfiles.map((path) => relative(samples, path)).sort();
    assert.deepEqual(names, [
      'cowsay/cowsay.Dockerfile',
      'services/Dockerfile',
      'sleeper/Dockerfile',
      'vendor-base/Dockerfile',
      'website-multistage/Dockerfile',
      'website/Dockerfile',
    ]);
  });

  for (const path of dockerfiles) {
    const text = readFileSync(path, 'utf8');
    it(`${relative(samples, path)} passes our own checks`, () => {
      assert.deepEqual(findings(text), []);
    });

    it(`${relative(samples, path)} copies files that are there`, () => {
      const copies = parse(text).instructions.filter(
        ({ name, flags }) => name === 'COPY' && !flags.some((flag) => flag.name === 'from'),
      );
      for (const { words } of copies) {
        for (const { value } of words.slice(0, -1)) {
          assert(existsSync(join(dirname(path), value)), `${value} is there`);
        }
      }
    });
  }
});

type Snippets = Readonly<Record<string, { prefix: string; body: readonly string[] }>>;

function snippetsOf(language: string): Snippets {
  return JSON.parse(readFileSync(join(root, 'snippets', `${language}.json`), 'utf8')) as Snippets;
}

describe('snippets', () => {
  const snippets = snippetsOf('dockerfile');

  /** What stands in the file when the user accepts all proposals. */
  function expanded(body: readonly string[]): string {
    return body
      .join('\n')
      .replace(/\\\$/g, '\0')
      .replace(/\$\{\d+\|([^,|]*)[^|]*\|\}/g, '$1')
      .replace(/\$\{\d+:([^{}]*)\}/g, '$1')
      .replace(/\$\{\d+:([^{}]*)\}/g, '$1')
      .replace(/\$\d/g, '')
      .replace(/\0/g, '$');
  }

  it('have prefixes of their own', () => {
    const prefixes = Object.values(snippets).map(({ prefix }) => prefix);
    assert.equal(new Set(prefixes).size, prefixes.length);
  });

  for (const [name, { body }] of Object.entries(snippets)) {
    it(`${name} passes our own checks`, () => {
      const text = expanded(body);
      const whole = text.startsWith('FROM') ? text : `FROM debian:bookworm-slim\n${text}`;
      assert.deepEqual(findings(`${whole}\n`), []);
    });

    it(`${name} is laid out as our formatter lays it out, and begins with tags that exist`, () => {
      const dockerfile = parse(`${expanded(body).trimEnd()}\n`);
      const style = { indent: '    ', tabSize: 4, keywordCase: 'upper', keepRunBlanks: false } as const;
      assert.deepEqual(format(dockerfile, style), []);
      for (const { image } of dockerfile.stages) {
        const [repository = '', tag = 'latest'] = image?.text.split(':') ?? [];
        const known = offlineFacts.images?.tags(repository);
        const isThere = known?.some((each) => each.tag === tag || each.aliases.includes(tag));
        assert.ok(!known || isThere, `${repository}:${tag}`);
      }
    });
  }

  it('of .dockerignore files are nothing that the builder rejects, and leave out no sources', () => {
    for (const [name, { body }] of Object.entries(snippetsOf('dockerignore'))) {
      const text = expanded(body);
      assert.deepEqual(ignoreDiagnostics(text, undefined), [], name);
      for (const path of ['package.json', 'src/main.py', 'docs/index.md']) {
        assert.equal(dockerignore(text).ignores(path), false, `${path} by ${name}`);
      }
    }
  });
});
