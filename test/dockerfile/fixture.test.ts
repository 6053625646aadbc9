import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fixture } from '../fixture';

describe('a fixture', () => {
  it('gives text, cursors and labelled ranges', () => {
    const { text, offset, offsets, ranges } = fixture(`
FROM al<|>pine AS build
     ^^^^^^ image
               ^^^^^ name
RUN a<|>
^^^ keyword
`);
    assert.equal(text, 'FROM alpine AS build\nRUN a\n');
    assert.equal(offset, 7);
    assert.deepEqual(offsets, [7, 26]);
    assert.deepEqual(
      ranges.map(({ label, start, end }) => [label, text.slice(start, end)]),
      [
        ['image', 'alpine'],
        ['name', 'build'],
        ['keyword', 'RUN'],
      ],
    );
  });
});
