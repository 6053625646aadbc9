import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse } from '../../server/src/dockerfile/parse';
import { endOfLifeHints } from '../../server/src/features/end-of-life-hints';
import type { FeatureFacts } from '../../server/src/features/facts';
import { catalogue } from '../registry/catalogue';

/** `line:column label`, 0-based, of the hints in a text. */
function hintsIn(text: string, facts: FeatureFacts = {}): string[] {
  const within = { start: 0, end: text.length };
  return endOfLifeHints(parse(text), within, { images: catalogue, today: '2026-11-21', ...facts }).map(
    ({ position, label }) =>
      `${position.line}:${position.character} ${typeof label === 'string' ? label : ''}`,
  );
}

describe('endOfLifeHints', () => {
  it('says since when the software of an image is out of support', () => {
    assert.deepEqual(hintsIn('FROM node:16'), ['0:12 end of life since 2023-09-11']);
    assert.deepEqual(hintsIn('FROM node:16', { today: '2023-01-01' }), []);
  });
  it('takes the distribution into account, and the earlier of two days', () => {
    assert.deepEqual(hintsIn('FROM python:3.14-alpine3.15 AS x'), ['0:27 end of life since 2023-11-01']);
    assert.deepEqual(hintsIn('FROM node:16-alpine3.15'), ['0:23 end of life since 2023-09-11']);
  });
  it('follows variables, and leaves stages and what is supported or not known alone', () => {
    assert.deepEqual(hintsIn('ARG V=16\nFROM node:$V'), ['1:12 end of life since 2023-09-11']);
    assert.deepEqual(hintsIn('FROM node:24 AS a\nFROM a\nFROM acme/api:1\nFROM scratch\nFROM $X\nFROM'), []);
    assert.deepEqual(hintsIn('FROM node:16', { images: undefined }), []);
  });
});
