import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse } from '../../server/src/dockerfile/parse';
import { swallowedInstruction } from '../../server/src/rules/swallowed-instruction';

/** The words that are flagged, and the text after the fix of the first. */
function checked(text: string): { found: string[]; fixed: string } {
  const findings = swallowedInstruction.check(parse(text), {}, {});
  const found = findings.map(({ span }) => text.slice(span.start, span.end));
  const [edit] = findings[0]?.fixes?.[0]?.edits ?? [];
  const fixed = edit ? text.slice(0, edit.span.start) + edit.text + text.slice(edit.span.end) : text;
  return { found, fixed };
}

describe('swallowed-instruction', () => {
  it('ends the instruction above, over comments and blank lines, with its own escape', () => {
    assert.deepEqual(checked('FROM a\nRUN b && \\\n  c  \\\n\n# d\nUSER e\n'), {
      found: ['USER'],
      fixed: 'FROM a\nRUN b && \\\n  c\n\n# d\nUSER e\n',
    });
    assert.deepEqual(checked('# escape=`\nFROM a\r\nRUN dir `\r\nCMD ["b"]\r\n'), {
      found: ['CMD'],
      fixed: '# escape=`\nFROM a\r\nRUN dir\r\nCMD ["b"]\r\n',
    });
  });

  it('leaves quoted text, heredocs, other words and indented lines alone', () => {
    for (const text of [
      "FROM a\nRUN printf 'FROM b \\\nRUN c' > Dockerfile\n",
      'FROM a\nRUN <<EOF\nUSER b \\\nUSER c\nEOF\n',
      'FROM a\nRUN b \\\nUSERS c\n',
      'FROM a\nRUN echo \\\n  USER c\n',
      'FROM a\nRUN echo \\\nuser c\n',
    ]) {
      assert.deepEqual(checked(text).found, [], text);
    }
  });
});
