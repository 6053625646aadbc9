import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse } from '../../server/src/dockerfile/parse';
import { first, problems, read } from './described';

function heredocs(text: string): string[] {
  return first(text).heredocs.map(({ name, fd, body, expand, stripTabs }) =>
    [name, fd, expand ? 'expand' : 'literal', stripTabs ? 'tabs' : '', JSON.stringify(body)].join(' '),
  );
}

describe('heredocs', () => {
  it('take the lines up to their name', () => {
    assert.deepEqual(heredocs('RUN <<EOF\na\n EOF\nEOF\nRUN b'), ['EOF 0 expand  "a\\n EOF\\n"']);
    assert.deepEqual(read('RUN <<EOF\nFROM x\nEOF\nRUN b'), ['RUN <<EOF', 'RUN b']);
    assert.deepEqual(heredocs('RUN <<EOF\r\na\r\nEOF\r\n'), ['EOF 0 expand  "a\\r\\n"']);
    assert.deepEqual(heredocs('RUN <<EOF\nEOF'), ['EOF 0 expand  ""']);
  });

  // Row 1.
  for (const line of [
    'echo "a <<EOF b"',
    "echo 'a <<EOF b'",
    'echo \\<<EOF',
    'cat <<<EOF',
    'a<<EOF',
    '"<<EOF"',
    '<<EOF<x',
  ]) {
    it(`are not in RUN ${line}`, () => {
      assert.deepEqual(read(`RUN ${line}\nRUN b`), [`RUN ${line}`, 'RUN b']);
    });
  }

  // Rows 2 and 3.
  it('may have a file descriptor, and blanks before the name', () => {
    assert.deepEqual(heredocs('RUN cat 3<<EOF\na\nEOF'), ['EOF 3 expand  "a\\n"']);
    assert.deepEqual(heredocs('RUN cat << EOF\na\nEOF'), ['EOF 0 expand  "a\\n"']);
    // BuildKit takes in the blanks behind `<<` alone.
    assert.deepEqual(heredocs('RUN cat <<- EOF\na\nEOF'), []);
  });

  // Row 4.
  it('lose the quotes of their name wherever they stand', () => {
    assert.deepEqual(heredocs('RUN <<"E OF"\n$a\nE OF'), ['E OF 0 literal  "$a\\n"']);
    assert.deepEqual(heredocs('RUN <<E"O"F\na\nEOF'), ['EOF 0 literal  "a\\n"']);
    assert.deepEqual(heredocs("RUN <<E\\'F\na\nE'F"), ['E\'F 0 expand  "a\\n"']);
  });

  // Row 5.
  it('are stripped of tabs one by one', () => {
    assert.deepEqual(heredocs('RUN <<-A <<B\n\ta\n\tA\n\tb\nB'), [
      'A 0 expand tabs "a\\n"',
      'B 0 expand  "\\tb\\n"',
    ]);
  });

  // Row 6.
  it('are only in RUN, COPY and ADD, and ONBUILD of these, in shell form', () => {
    assert.deepEqual(
      read('CMD <<EOF\nENTRYPOINT <<EOF\nHEALTHCHECK CMD <<EOF\nRUN ["<<EOF"]\nONBUILD CMD <<EOF\nRUN a'),
      [
        'CMD <<EOF',
        'ENTRYPOINT <<EOF',
        'HEALTHCHECK CMD|<<EOF',
        'RUN [] <<EOF',
        'ONBUILD CMD <<EOF',
        'RUN a',
      ],
    );
    assert.deepEqual(heredocs('ONBUILD COPY <<a <<b /c/\n1\na\n2\nb\n'), [
      'a 0 expand  "1\\n"',
      'b 0 expand  "2\\n"',
    ]);
  });

  // Row 7.
  it('take the rest of the file when they do not end', () => {
    const text = 'FROM a\nRUN <<EOF <<B\nRUN b\nB\n';
    const { instructions, problems: found } = parse(text);
    assert.equal(instructions.length, 2);
    assert.deepEqual(
      instructions[1]?.heredocs.map(({ bodySpan }) => text.slice(bodySpan.start, bodySpan.end)),
      ['RUN b\nB\n', ''],
    );
    assert.deepEqual(
      found.map(({ message }) => message),
      ['unterminated heredoc', 'unterminated heredoc'],
    );
  });

  it('end their name only at blanks or `<`', () => {
    assert.deepEqual(heredocs('RUN <<EOF>f\na\nEOF>f'), ['EOF>f 0 expand  "a\\n"']);
    assert.deepEqual(heredocs('RUN (cat <<EOF)\na\nEOF)'), ['EOF) 0 expand  "a\\n"']);
    assert.deepEqual(problems('FROM a\nRUN echo $((1 << 2))'), [
      'unterminated-heredoc: unterminated heredoc',
    ]);
    assert.deepEqual(problems('FROM a\nRUN echo $((1<<2))'), []);
  });

  it('are not where the words of the line cannot be read', () => {
    for (const line of ["it's <<EOF", "<<'EOF", '<<EOF ${x^^}', '<<${x:-"b c"}']) {
      assert.deepEqual(heredocs(`RUN ${line}\na\nEOF`), []);
    }
    assert.deepEqual(heredocs('RUN <<EOF ${x:=y}\na\nEOF'), ['EOF 0 expand  "a\\n"']);
  });

  it('are escaped by a backslash whatever the escape directive says', () => {
    assert.deepEqual(heredocs('# escape=`\nRUN <<`EOF\na\n`EOF'), ['`EOF 0 expand  "a\\n"']);
    assert.deepEqual(heredocs('# escape=`\nRUN \\<<EOF'), []);
  });

  // Row 33.
  it('are no words of RUN, and know where they stand', () => {
    const text = 'RUN cat <<A \\\n <<"B" x\n1\nA\n2\nB\nRUN b';
    const { words, heredocs: found, span, lastLine, lastLogicalLine } = first(text);
    assert.equal(words.length, 1);
    assert.deepEqual([lastLogicalLine, lastLine], [1, 5]);
    assert.equal(text.slice(span.start, span.end), text.slice(0, text.indexOf('\nRUN b')));
    assert.deepEqual(
      found.map(({ operatorSpan, nameSpan, bodySpan, terminatorSpan }) =>
        [operatorSpan, nameSpan, bodySpan, terminatorSpan].map((at) => at && text.slice(at.start, at.end)),
      ),
      [
        ['<<A', 'A', '1\n', 'A'],
        ['<<"B"', '"B"', '2\n', 'B'],
      ],
    );
  });
});
