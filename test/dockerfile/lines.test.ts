import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lines } from '../../server/src/dockerfile/lines';

describe('lines', () => {
  const text = 'ab\ncd\r\n\re\n';
  const index = lines(text);

  it('end at LF, CRLF and CR', () => {
    assert.deepEqual(
      Array.from({ length: index.count }, (_, line) => text.slice(index.startOf(line), index.endOf(line))),
      ['ab', 'cd', '', 'e', ''],
    );
  });

  it('turn each offset into a position and back', () => {
    for (let offset = 0; offset <= text.length; offset++) {
      const isInsideLineBreak = text.slice(offset - 1, offset + 1) === '\r\n';
      const back = index.offsetAt(index.positionAt(offset));
      assert.equal(back, isInsideLineBreak ? offset - 1 : offset);
    }
  });

  it('stay within the text', () => {
    assert.deepEqual(index.positionAt(99), { line: 4, character: 0 });
    assert.equal(index.offsetAt({ line: 99, character: 0 }), text.length);
    assert.equal(index.offsetAt({ line: 0, character: 99 }), 2);
    assert.equal(index.offsetAt({ line: -1, character: 3 }), 0);
    assert.deepEqual(lines('').positionAt(0), { line: 0, character: 0 });
  });
});
