import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, describe, it } from 'node:test';
import { dockerignore } from '../../server/src/dockerfile/dockerignore';
import { contentOf, type Selection } from '../../server/src/layers/content';

const folders: string[] = [];
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

function contextWith(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'strata-context-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

function read(context: string, paths: string[], more: Partial<Selection> & { ignores?: string } = {}) {
  const { ignores, ...rest } = more;
  const ignore = ignores === undefined ? undefined : dockerignore(ignores);
  return contentOf({ paths, exclude: [], context, ignore, folderModes: false, ...rest });
}

const names = (context: string, paths: string[], more: Parameters<typeof read>[2] = {}) =>
  read(context, paths, more).map(({ path, name, kind }) => [path, name, kind]);

describe('the content that a step reads', () => {
  it('is a file by its name, and a folder by what is in it', () => {
    const context = contextWith({ 'a/b.txt': '', 'a/c/d.txt': '', 'e.txt': '' });
    assert.deepEqual(names(context, ['a/b.txt']), [['a/b.txt', 'b.txt', 'file']]);
    assert.deepEqual(names(context, ['a']), [
      ['a/b.txt', 'b.txt', 'file'],
      ['a/c', 'c', 'folder'],
      ['a/c/d.txt', 'c/d.txt', 'file'],
    ]);
    for (const root of ['.', './', '/', 'a/..', '../..']) {
      assert.deepEqual(
        names(context, [root]).map(([path]) => path),
        ['a', 'a/b.txt', 'a/c', 'a/c/d.txt', 'e.txt'],
        root,
      );
    }
  });

  it('is what a pattern selects', () => {
    const context = contextWith({
      'a/one.cfg': '',
      'a/two.cfg': '',
      'a/x.md': '',
      'b/one.cfg': '',
      'q[1].cfg': '',
    });
    const paths = (pattern: string) => names(context, [pattern]).map(([path]) => path);
    assert.deepEqual(paths('a/*.cfg'), ['a/one.cfg', 'a/two.cfg']);
    assert.deepEqual(paths('*/one.cfg'), ['a/one.cfg', 'b/one.cfg']);
    assert.deepEqual(paths('a/t?o.cfg'), ['a/two.cfg']);
    assert.deepEqual(paths('a/[^o]*.cfg'), ['a/two.cfg']);
    assert.deepEqual(paths('q\\[1].cfg'), ['q[1].cfg']);
    assert.deepEqual(names(context, ['*.none']), [['*.none', '*.none', 'missing']]);
  });

  it('leaves out what the ignore file and --exclude leave out', () => {
    const context = contextWith({ 'a.log': '', 'keep.log': '', 'b/c.log': '', 'b/d.md': '', 'b/e.txt': '' });
    assert.deepEqual(
      names(context, ['.'], { ignores: '**/*.log\n!keep.log\n', exclude: ['**/*.md'] }).map(([path]) => path),
      ['b', 'b/e.txt', 'keep.log'],
    );
    assert.deepEqual(names(context, ['.'], { ignores: '*\n' }), []);
  });

  it('changes with content, permissions and links, not with times', () => {
    const context = contextWith({ 'a.txt': 'a', 'b.txt': 'b' });
    symlinkSync('a.txt', join(context, 'link'));
    const now = () => JSON.stringify(read(context, ['.']));
    const before = now();
    utimesSync(join(context, 'a.txt'), 1, 1);
    assert.equal(now(), before);
    writeFileSync(join(context, 'a.txt'), 'A');
    utimesSync(join(context, 'a.txt'), 1, 1);
    assert.notEqual(now(), before);
    writeFileSync(join(context, 'a.txt'), 'a');
    assert.equal(now(), before);
    chmodSync(join(context, 'a.txt'), 0o755);
    assert.notEqual(now(), before);
    chmodSync(join(context, 'a.txt'), 0o644);
    rmSync(join(context, 'link'));
    symlinkSync('b.txt', join(context, 'link'));
    assert.notEqual(now(), before);
  });

  it('follows a link that is named, inside the context only, and ends at loops', () => {
    const context = contextWith({ 'real/a.txt': '' });
    symlinkSync('real', join(context, 'inside'));
    symlinkSync(tmpdir(), join(context, 'outside'));
    symlinkSync('loop', join(context, 'loop'));
    assert.deepEqual(names(context, ['inside']), [['real/a.txt', 'a.txt', 'file']]);
    assert.deepEqual(names(context, ['outside']), [['outside', 'outside', 'missing']]);
    assert.deepEqual(names(context, ['loop']), [['loop', 'loop', 'missing']]);
    assert.deepEqual(names(context, ['.']).filter(([, , kind]) => kind === 'link').length, 3);
  });

  it('takes the permissions of folders where they count', () => {
    const context = contextWith({ 'a/b': '' });
    const mode = (folderModes: boolean) => read(context, ['.'], { folderModes })[0]?.mode;
    chmodSync(join(context, 'a'), 0o700);
    assert.deepEqual([mode(false), mode(true)], [0, 0o700]);
  });
});
