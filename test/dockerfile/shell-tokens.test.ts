import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse } from '../../server/src/dockerfile/parse';
import { shellOf } from '../../server/src/dockerfile/shell';
import { shellTokens } from '../../server/src/dockerfile/shell-tokens';
import { corpus } from '../shared';

function tokens(text: string): string[] {
  const tree = parse(text);
  const [instruction] = tree.instructions;
  const shell = instruction && shellOf(tree, instruction);
  assert(shell);
  return shellTokens(shell).map(({ kind, span }) => `${kind} ${text.slice(span.start, span.end)}`);
}

describe('the tokens of a shell', () => {
  it('are commands, options, words, strings, variables and operators', () => {
    assert.deepEqual(tokens(`RUN A=1 cp -r "a $b" 'c' d$e >f 2>&1 && g; ! h`), [
      'variable A',
      'operator =',
      'word 1',
      'command cp',
      'option -r',
      'string "a ',
      'variable $b',
      'string "',
      "string 'c'",
      'word d',
      'variable $e',
      'operator >',
      'word f',
      'operator 2>&',
      'word 1',
      'operator &&',
      'command g',
      'operator ;',
      'keyword !',
      'command h',
    ]);
  });

  it('are the reserved words of compound commands', () => {
    assert.deepEqual(tokens('RUN if a; then b; else c; fi; for i in 1 2; do { d; }; done; f() { e; }'), [
      'keyword if',
      'command a',
      'operator ;',
      'keyword then',
      'command b',
      'operator ;',
      'keyword else',
      'command c',
      'operator ;',
      'keyword fi',
      'operator ;',
      'keyword for',
      'variable i',
      'keyword in',
      'word 1',
      'word 2',
      'operator ;',
      'keyword do',
      'keyword {',
      'command d',
      'operator ;',
      'keyword }',
      'operator ;',
      'keyword done',
      'operator ;',
      'function f',
      'operator ()',
      'keyword {',
      'command e',
      'operator ;',
      'keyword }',
    ]);
  });

  it('are inside substitutions', () => {
    assert.deepEqual(tokens('RUN a "x$(b -c `d`)" ${e:-f} $((1 + g))'), [
      'command a',
      'string "x',
      'operator $(',
      'command b',
      'option -c',
      'operator `',
      'command d',
      'operator `)',
      'string "',
      'variable ${e',
      'operator :-',
      'word f',
      'variable }',
      'operator $((',
      'number 1',
      'operator  + ',
      'variable g',
      'operator ))',
    ]);
  });

  it('are in heredocs, with comments, and end with each line of the file', () => {
    assert.deepEqual(tokens('RUN <<EOF\n# it\'s a comment\na "b\nc" # d\nEOF'), [
      "comment # it's a comment",
      'command a',
      'string "b',
      'string c"',
      'comment # d',
    ]);
    assert.deepEqual(tokens('RUN a b\\\n# c\nd \\\n  e'), ['command a', 'word b', 'word d', 'word e']);
    assert.deepEqual(tokens('RUN cat <<A\nb $c\nA'), [
      'command cat',
      'operator <<A',
      'string b ',
      'variable $c',
      'operator A',
    ]);
  });

  it('do not overlap and lie within their instruction, over the corpus', () => {
    for (const { name, text } of corpus()) {
      const tree = parse(text);
      for (const instruction of tree.instructions) {
        const shell = shellOf(tree, instruction);
        let end = instruction.span.start;
        for (const { span } of shell ? shellTokens(shell) : []) {
          assert(end <= span.start && span.start < span.end && span.end <= instruction.span.end, name);
          assert(!text.slice(span.start, span.end).includes('\n'), name);
          end = span.end;
        }
      }
    }
  });
});
