import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { cpuTime } from '../cpu-time';
import { dockerignore } from '../../server/src/dockerfile/dockerignore';

describe('.dockerignore', () => {
  // pattern, paths that it leaves out, paths that it does not
  const cases: readonly (readonly [string, readonly string[], readonly string[]])[] = [
    ['a', ['a', 'a/b', 'a/b/c', './a', '/a'], ['b', 'b/a', 'aa']],
    ['/a', ['a', 'a/b'], ['b/a']],
    ['./a/', ['a', 'a/b'], ['b/a']],
    ['a/../b', ['b'], ['a']],
    ['*', ['a', 'a/b', '.git'], []],
    ['*.md', ['a.md', 'x.md/y'], ['b/a.md', 'a.mdx']],
    ['*/*.md', ['b/a.md'], ['a.md', 'c/b/a.md']],
    ['**/*.md', ['a.md', 'b/a.md', 'c/b/a.md'], ['a.txt']],
    ['**/a', ['a', 'b/a', 'b/a/c'], ['ba', 'b/ca']],
    ['**a', ['a', 'ba', 'c/ba'], ['ab']],
    ['a/**', ['a/b', 'a/b/c'], ['a', 'b/a']],
    ['a**', ['a', 'ab', 'ab/c'], ['b']],
    ['a/**/b', ['a/b', 'a/x/b', 'a/x/y/b', 'a/b/z'], ['a', 'b', 'a/xb']],
    ['**/a/**', ['a/b', 'x/a/b'], ['a']],
    ['**', ['a', 'a/b'], []],
    ['a?c', ['abc', 'a-c'], ['ac', 'a/c']],
    ['[a-c]x', ['ax', 'bx'], ['dx', 'x']],
    ['[^a]x', ['bx'], ['ax']],
    ['a\\*', ['a*'], ['ab']],
    ['a\\b', [], ['ab', 'a\\b', 'a/b']],
    ['a\\ b', ['a b'], []],
    ['a.b', ['a.b'], ['axb']],
    ['(a)+$', ['(a)+$'], ['aa']],
    ['  a  ', ['a'], []],
    [' # a', ['# a'], ['a']],
    ['# a', [], ['a', '# a']],
    ['a\r\nb\r', ['a', 'b'], ['c']],
    ['\uFEFFa', ['a'], []],
    ['.', [], ['a']],
    ['', [], ['a']],
    ['é?', ['éa', 'é😀'], ['é']],
    // Later lines win, and `!` takes back what a folder above lost.
    ['a\n!a/b', ['a', 'a/c'], ['a/b', 'a/b/c']],
    ['!a\na', ['a'], []],
    ['*\n!a\n!b/*.md', ['c', 'b', 'b/x.txt'], ['a', 'a/b', 'b/x.md']],
    ['*.md\n!README*.md\nREADME-secret.md', ['a.md', 'README-secret.md'], ['README.md']],
    ['a\n! b\n!a', [], ['a']],
  ];
  for (const [text, ignored, kept] of cases) {
    it(JSON.stringify(text), () => {
      const { ignores } = dockerignore(text);
      assert.deepEqual(
        [...ignored, ...kept].filter((path) => ignores(path)),
        ignored,
      );
    });
  }

  for (const pattern of ['[', '[]', '[a', 'a\\', '[a-]', '!']) {
    it(`rejects ${pattern} as Go does`, () => {
      const { lines, ignores } = dockerignore(`x\n${pattern}`);
      assert.deepEqual(
        lines.map(({ problem }) => problem !== undefined),
        [false, true],
      );
      assert(ignores('x'));
    });
  }

  it('knows its lines', () => {
    const text = '# c\n\n !  a/ \nb';
    assert.deepEqual(
      dockerignore(text).lines.map(({ kind, line, span, isNegated, pattern }) => [
        kind,
        line,
        text.slice(span.start, span.end),
        isNegated,
        pattern,
      ]),
      [
        ['comment', 0, '# c', false, ''],
        ['blank', 1, '', false, ''],
        ['pattern', 2, '!  a/', true, 'a'],
        ['pattern', 3, 'b', false, 'b'],
      ],
    );
  });

  it('says which line decides, and what a line matches alone', () => {
    const { lines, decidingLine, hasNegation } = dockerignore('a\n!a/b\na/b/c');
    assert(hasNegation);
    assert.deepEqual(
      ['a/x', 'a/b', 'a/b/c', 'b'].map((path) => decidingLine(path)?.line),
      [0, 1, 2, undefined],
    );
    assert.deepEqual(
      lines.map(({ matches }) => matches('a/b/d')),
      [true, true, false],
    );
  });

  it('matches hostile patterns in no time', () => {
    const { ignores } = dockerignore('*a*a*a*a*a*a*a*a*a*a*a*b\n**/**/**/**/**/**/x\n'.repeat(20));
    const time = cpuTime(() => {
      assert(!ignores('a'.repeat(2_000)));
      assert(!ignores('a/'.repeat(200)));
    });
    assert(time < 2_000);
  });
});
