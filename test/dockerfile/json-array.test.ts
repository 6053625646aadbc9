import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { jsonArray } from '../../server/src/dockerfile/json-array';
import { parse } from '../../server/src/dockerfile/parse';

/** The strings of the array in the last instruction, then how it ends. */
function arrayIn(text: string): string[] | undefined {
  const dockerfile = parse(text);
  const instruction = dockerfile.instructions.at(-1);
  const array = instruction && jsonArray(instruction.trigger ?? instruction);
  if (!array) return undefined;
  const slice = ({ start, end }: { start: number; end: number }) => text.slice(start, end);
  return [...array.strings.map(slice), array.isClosed ? 'closed' : `open: ${slice(array.span)}`];
}

describe('jsonArray', () => {
  it('reads a finished array, commas and brackets in its strings included', () => {
    assert.deepEqual(arrayIn('FROM a\nCMD ["a,b", "c]"]\n'), ['"a,b"', '"c]"', 'closed']);
  });
  it('reads an array that is being typed', () => {
    assert.deepEqual(arrayIn('CMD ["a", "b'), ['"a"', '"b', 'open: ["a", "b']);
    assert.deepEqual(arrayIn('CMD ["a",'), ['"a"', 'open: ["a",']);
    assert.deepEqual(arrayIn('CMD ['), ['open: [']);
  });
  it('follows continuations, the escape directive, flags and ONBUILD', () => {
    assert.deepEqual(arrayIn('FROM a\nRUN ["a", \\\n  "b"]'), ['"a"', '"b"', 'closed']);
    assert.deepEqual(arrayIn('# escape=`\nFROM a\nCMD ["a", `\n "b" ]'), ['"a"', '"b"', 'closed']);
    assert.deepEqual(arrayIn('FROM a\nCOPY --chown=1 ["a", "b"]'), ['"a"', '"b"', 'closed']);
    assert.deepEqual(arrayIn('FROM a\nONBUILD CMD ["a"'), ['"a"', 'open: ["a"']);
  });
  it('finds none in words', () => {
    assert.equal(arrayIn('CMD a b'), undefined);
    assert.equal(arrayIn('RUN test [ a ]'), undefined);
    assert.equal(arrayIn('USER [a'), undefined);
  });
});
