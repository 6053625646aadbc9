import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { mountOptions } from '../../server/src/dockerfile/mounts';
import { parse } from '../../server/src/dockerfile/parse';

function options(text: string): string[] {
  const flag = parse(text).instructions[0]?.flags[0];
  assert(flag);
  return mountOptions(flag).map(({ key, keySpan, value, valueSpan }) => {
    const spans = [keySpan, valueSpan].map((span) => (span ? text.slice(span.start, span.end) : ''));
    return `${key}${value === undefined ? '' : `=${value}`} [${spans.join('|')}]`;
  });
}

describe('the options of --mount', () => {
  it('are keys with and without value', () => {
    assert.deepEqual(options('RUN --mount=type=cache,target=/a,ro,id= x'), [
      'type=cache [type|cache]',
      'target=/a [target|/a]',
      'ro [ro|]',
      'id= [id|]',
    ]);
  });

  it('are fields of CSV inside the quotes of the flag', () => {
    assert.deepEqual(options(`RUN --mount='type=bind,"target=/a,b",from=c=d' x`), [
      'type=bind [type|bind]',
      'target=/a,b [target|/a,b]',
      'from=c=d [from|c=d]',
    ]);
  });

  it('stand on several lines', () => {
    assert.deepEqual(options('RUN --mount=type=cache,\\\n  target=/a x'), [
      'type=cache [type|cache]',
      ' [|]',
    ]);
    assert.deepEqual(options('RUN --mount=type=cache,\\\ntar\\\nget=/a x'), [
      'type=cache [type|cache]',
      'target=/a [tar\\\nget|/a]',
    ]);
  });

  it('may be half typed', () => {
    assert.deepEqual(options('RUN --mount'), []);
    assert.deepEqual(options('RUN --mount= x'), []);
    assert.deepEqual(options('RUN --mount=type=cache, x'), ['type=cache [type|cache]', ' [|]']);
    assert.deepEqual(options('RUN --mount=,=a x'), [' [|]', '=a [|a]']);
  });
});
