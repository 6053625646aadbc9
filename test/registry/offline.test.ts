import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { offlineCatalogue } from '../../server/src/registry/offline';
import { sharedData } from '../shared';
import { catalogue } from './catalogue';

const root = join(import.meta.dirname, '..', '..');

describe('the offline catalogue', () => {
  it('is what scripts/update-images.ts makes of the shared data', () => {
    const script = join(root, 'scripts', 'update-images.ts');
    const { status, stderr } = spawnSync(
      process.execPath,
      ['--import', 'tsx', script, '--check', dirname(sharedData('README.md'))],
      {
        cwd: root,
        encoding: 'utf8',
      },
    );
    assert.equal(status, 0, stderr);
  });

  it('says where it comes from and stays small in the package', () => {
    const text = readFileSync(join(root, 'server', 'data', 'images.json'));
    assert.ok(gzipSync(text).length < 50_000);
    assert.match(text.toString(), /official-images, Apache-2\.0, commit [0-9a-f]{40}, 2026-08-21/);
    assert.match(text.toString(), /endoflife\.date, MIT, commit [0-9a-f]{40} 2026-08-22/);
    assert.equal(catalogue.date, '2026-08-21');
  });

  it('describes each of the 144 official images in one line', () => {
    const official = catalogue.names().filter(({ name }) => catalogue.tags(name) !== undefined);
    assert.equal(official.length, 144);
    for (const { name, description } of catalogue.names()) {
      assert.match(description, /^[A-Z.a-z][^\n]{5,79}$/, name);
      assert.ok(!description.endsWith('.'), name);
    }
  });

  it('begins with the images that people begin with', () => {
    const first = catalogue.names().map(({ name }) => name);
    assert.deepEqual(first.slice(0, 5), ['alpine', 'debian', 'ubuntu', 'node', 'python']);
  });

  it('knows the other names of a tag and where it runs', () => {
    const tag = catalogue.tags('node')?.find((info) => info.tag === '24-alpine');
    assert.equal(tag?.aliases.includes('lts-alpine'), true);
    assert.equal(tag.aliases.includes('24'), false);
    assert.equal(tag.platforms?.includes('linux/arm64'), true);
  });

  it('adds up the platforms of a tag that Linux and Windows share, but takes its aliases from Linux', () => {
    const shared = catalogue.tags('golang')?.find((info) => info.tag === 'latest');
    assert.equal(shared?.platforms?.includes('linux/riscv64'), true);
    assert.equal(shared.platforms.includes('windows/amd64'), true);
    assert.equal(shared.aliases.includes('trixie'), true);
    assert.equal(
      shared.aliases.some((alias) => alias.includes('windows')),
      false,
    );
  });

  it('says what is not built any more, and what to take instead', () => {
    assert.match(catalogue.describe('openjdk')?.deprecated ?? '', /eclipse-temurin/);
    assert.match(catalogue.describe('notary')?.deprecated ?? '', /No longer built/);
    assert.equal(catalogue.describe('node')?.deprecated, undefined);
  });

  it('knows nothing of names that only JavaScript has', () => {
    assert.equal(catalogue.tags('constructor'), undefined);
    assert.equal(catalogue.describe('__proto__'), undefined);
    assert.deepEqual(catalogue.endOfLife('toString', '1', '2026-11-21'), []);
  });

  it('refuses data that it does not understand', () => {
    for (const json of [undefined, null, 3, {}, { version: 2 }]) {
      assert.throws(() => offlineCatalogue(json), /version/);
    }
  });
});
