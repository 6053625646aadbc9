import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse } from '../../server/src/dockerfile/parse';
import { shellOf } from '../../server/src/dockerfile/shell';
import type { Dockerfile, Instruction } from '../../server/src/dockerfile/tree';
import type { FormatStyle } from '../../server/src/features/format';
import { formatted, formattedOnType } from '../formatted';
import { corpus } from '../shared';

const cases: { name: string; style?: Partial<FormatStyle>; before: string; after: string }[] = [
  {
    name: 'keywords, blanks between words, trailing blanks',
    before: '  from a   as b  \ncopy   --chown=1   x    y\t/z/  \nexpose 80   90\n',
    after: 'FROM a AS b\nCOPY --chown=1 x y /z/\nEXPOSE 80 90\n',
  },
  {
    name: 'keywords as they are',
    style: { keywordCase: 'keep' },
    before: 'from a as b\nRun  x\n',
    after: 'from a as b\nRun x\n',
  },
  {
    name: 'keywords in lower case, those inside an instruction too, and no other words',
    style: { keywordCase: 'lower' },
    before: 'FROM AS AS AS\nONBUILD HEALTHCHECK NONE\nHEALTHCHECK CMD CMD\nFROM AS NONE\n',
    after: 'from AS as AS\nonbuild healthcheck none\nhealthcheck cmd CMD\nfrom AS NONE\n',
  },
  {
    name: 'continuations are indented, and nested ones stay nested',
    before: 'RUN apt-get update \\\n&& apt-get install -y \\\n  curl \\\n  git   \\\n&& true\n',
    after: 'RUN apt-get update \\\n    && apt-get install -y \\\n      curl \\\n      git \\\n    && true\n',
  },
  {
    name: 'tabs',
    style: { indent: '\t' },
    before: 'RUN a \\\n  && b \\\n      c\n',
    after: 'RUN a \\\n\t&& b \\\n\t\tc\n',
  },
  {
    name: 'blanks between the words of a RUN stay as they are',
    before: 'RUN a   b \\\n  c\n',
    after: 'RUN a   b \\\n    c\n',
  },
  {
    name: 'blanks inside RUN are part of its cache key: left alone when asked',
    style: { keepRunBlanks: true },
    before: 'run  a   \\\n && b\nENV  A=1 \\\n B=2\n',
    after: 'RUN  a   \\\n && b\nENV A=1 \\\n    B=2\n',
  },
  {
    name: 'a quoted string over lines',
    before: 'RUN echo "a \\\n  b"   \\\n  c\n',
    after: 'RUN echo "a \\\n  b" \\\n    c\n',
  },
  {
    name: 'a word that goes on in the next line',
    before: 'RUN foo\\\nbar \\\nbaz\n',
    after: 'RUN foo\\\nbar \\\n    baz\n',
  },
  {
    name: 'a continuation without a blank before it, but one after',
    before: 'RUN a &&\\\n  b\n',
    after: 'RUN a &&\\\n    b\n',
  },
  {
    name: 'comments and blank lines inside a continuation',
    before: 'RUN a \\\n# about b\n && b \\\n   \n && c\n',
    after: 'RUN a \\\n    # about b\n    && b \\\n\n    && c\n',
  },
  {
    name: 'comments outside, but not one that would become a directive',
    before: '  # check=skip=all\nFROM a\n\n   # hello   \nUSER b\n',
    after: '  # check=skip=all\nFROM a\n\n# hello\nUSER b\n',
  },
  {
    name: 'heredocs stay byte by byte',
    before: 'run   <<EOF  cat\n  x   \n\ty\nEOF\ncopy  <<-A  <<B   /x/\n\ta  \n\tA\n b \nB\n',
    after: 'RUN <<EOF  cat\n  x   \n\ty\nEOF\nCOPY <<-A <<B /x/\n\ta  \n\tA\n b \nB\n',
  },
  {
    name: 'ENV and LABEL pairs; the legacy form keeps its blanks',
    before: 'ENV A=1    B="c  d" \\\n C=\\ x\nENV k   v  w\nLABEL   a=b   c=d\n',
    after: 'ENV A=1 B="c  d" \\\n    C=\\ x\nENV k   v  w\nLABEL a=b c=d\n',
  },
  {
    name: 'one argument keeps its blanks',
    before: 'WORKDIR   /a  b\nUSER    x\n',
    after: 'WORKDIR /a  b\nUSER x\n',
  },
  {
    name: 'JSON form',
    before: 'CMD   [ "a",\\\n"b  c" ]\n',
    after: 'CMD [ "a",\\\n"b  c" ]\n',
  },
  {
    name: 'ONBUILD and HEALTHCHECK',
    before: 'onbuild   run   a \\\n b\nhealthcheck   --interval=5s   cmd   curl x\n',
    after: 'ONBUILD RUN a \\\n    b\nHEALTHCHECK --interval=5s CMD curl x\n',
  },
  {
    name: 'the backtick as escape',
    before: '# escape=`\nFROM a\nCOPY  a `\nC:\\\n',
    after: '# escape=`\nFROM a\nCOPY a `\n    C:\\\n',
  },
  { name: 'one line break at the end', before: 'FROM a\n\n \n', after: 'FROM a\n' },
  { name: 'a missing line break at the end', before: 'FROM a', after: 'FROM a\n' },
  { name: 'CRLF', before: 'from a\r\nRUN b \\\r\n c  \r\n\r\n', after: 'FROM a\r\nRUN b \\\r\n    c\r\n' },
  { name: 'an unterminated heredoc', before: 'RUN <<A\n x  ', after: 'RUN <<A\n x  ' },
  {
    name: 'a script that does not parse',
    before: 'RUN if a; then \\\n  b\n',
    after: 'RUN if a; then \\\n  b\n',
  },
  { name: 'an empty file', before: '', after: '' },
];

describe('format', () => {
  for (const { name, style, before, after } of cases) {
    it(name, () => {
      assert.equal(formatted(before, style), after);
      assert.equal(formatted(after, style), after, 'formatting twice is formatting once');
    });
  }

  it('keeps the meaning of every real Dockerfile, and formatting twice is formatting once', () => {
    for (const { name, text } of corpus()) {
      const after = formatted(text);
      assert.equal(formatted(after), after, name);
      assert.deepEqual(said(parse(after)), said(parse(text)), name);
    }
  });

  it('leaves no keyword of a real Dockerfile in lower case', () => {
    const left = corpus().flatMap(({ text }) =>
      parse(formatted(text)).instructions.filter(({ keyword, name }) => keyword !== name),
    );
    assert.deepEqual(
      left.map(({ keyword }) => keyword),
      [],
    );
  });
});

describe('format on type', () => {
  it('indents the line after a continuation', () => {
    assert.equal(formattedOnType('FROM a\nRUN b \\\n<|>\n'), 'FROM a\nRUN b \\\n    \n');
  });
  it('keeps the indentation of the line above within an instruction', () => {
    assert.equal(formattedOnType('RUN b \\\n  && c \\\n<|>'), 'RUN b \\\n  && c \\\n  ');
  });
  it('leaves the line after a finished instruction alone', () => {
    assert.equal(formattedOnType('RUN b\n<|>'), 'RUN b\n');
  });
  it('leaves a quoted string alone', () => {
    assert.equal(formattedOnType('RUN echo "b \\\n<|>c"'), 'RUN echo "b \\\nc"');
  });
});

/** What the builder makes of a file: words, pairs, heredocs, and the commands that a shell would run. */
function said(dockerfile: Dockerfile): unknown {
  return dockerfile.instructions.map((instruction) => {
    const acting = instruction.trigger ?? instruction;
    return [
      instruction.name,
      acting.name,
      acting.flags.map(({ name, value }) => [name, value]),
      acting.pairs.map(({ key, value }) => [key.value, value?.value]),
      acting.heredocs.map(({ name, body }) => [name, body]),
      acting.pairs.length > 0 ? [] : scriptOrWords(dockerfile, instruction),
    ];
  });
}

function scriptOrWords(dockerfile: Dockerfile, instruction: Instruction): unknown {
  const shell = shellOf(dockerfile, instruction);
  if (!shell || shell.commands.length === 0 || shell.errors.length > 0) {
    const { name, words } = instruction.trigger ?? instruction;
    // The builder knows AS in any case.
    return words.map(({ value }, index) => (name === 'FROM' && index === 1 ? value.toUpperCase() : value));
  }
  return shell.commands.map(({ name, args, assignments, redirects, connection }) => [
    name,
    args.map(({ text }) => text),
    assignments.map(({ name: key, value }) => [key, value?.text]),
    redirects.map(({ operator, target }) => [operator, target?.text]),
    connection,
  ]);
}
