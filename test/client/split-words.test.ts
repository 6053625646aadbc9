import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { joinWords, splitWords } from '../../client/src/split-words';

describe('words of a line', () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ['ps aux', ['ps', 'aux']],
    ['', []],
    ['   ', []],
    ['sh -c "echo $HOME | wc"', ['sh', '-c', 'echo $HOME | wc']],
    [`'it is' "a \\"b\\"" c\\ d`, ['it is', 'a "b"', 'c d']],
    [`a"b c"d`, ['ab cd']],
    [`""`, ['']],
    [`'a\\b'`, ['a\\b']],
    [`"open`, ['"open']],
    ['--name=$(id)', ['--name=$(id)']],
  ];
  for (const [text, words] of cases) {
    it(text === '' ? 'nothing' : text, () => {
      assert.deepEqual(splitWords(text), words);
    });
  }

  it('come back as they were', () => {
    const words = ['a', 'b c', '', 'd"e', "f'g", 'h\\i', '$(j)', 'k\nl'];
    assert.deepEqual(splitWords(joinWords(words)), words);
  });
});
