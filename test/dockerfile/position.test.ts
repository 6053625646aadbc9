import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse } from '../../server/src/dockerfile/parse';
import { instructionAt, nodeAt } from '../../server/src/dockerfile/position';
import { fixture } from '../fixture';

/** `kind text` of what stands at the cursor. */
function node(marked: string): string {
  const { text, offset } = fixture(marked);
  const { kind, span } = nodeAt(parse(text), offset);
  return `${kind} ${text.slice(span.start, span.end)}`.trim();
}

describe('what stands at an offset', () => {
  const cases: Readonly<Record<string, string>> = {
    'FR<|>OM a': 'keyword FROM',
    'FROM<|> a': 'keyword FROM',
    'FROM <|>a': 'word a',
    'FROM a<|>': 'word a',
    'FROM a A<|>S b': 'word AS',
    'FROM a  <|>': 'blank',
    '<|>': 'blank',
    'FROM a\n<|>\nRUN b': 'blank',
    'FROM --plat<|>form=b c': 'flag-name platform',
    'FROM --platform=<|>b c': 'flag-value b',
    'COPY --fro<|>': 'flag-name fro',
    'RUN --mount=type=cache,ta<|>rget=/a b': 'mount-key target',
    'RUN --mount=type=ca<|>che b': 'mount-value cache',
    'RUN --mount=type=cache,<|> b': 'mount-key',
    'RUN --mount=target=$a<|> b': 'variable $a',
    'COPY a$<|>b c': 'variable $b',
    'RUN echo ${a<|>:-b}': 'variable ${a:-b}',
    "RUN echo '$a<|>'": "word echo '$a'",
    'ENV a<|>=b': 'pair-key a',
    'ENV a=<|>b': 'pair-value b',
    'ENV a=b c=<|>$d': 'variable $d',
    'ARG a<|>': 'pair-key a',
    'RUN <<EO<|>F\na\nEOF': 'heredoc-name <<EOF',
    'RUN <<EOF\na<|>\nEOF': 'heredoc-body a',
    'RUN <<EOF\n$a<|>\nEOF': 'variable $a',
    'COPY <<EOF b\n$a<|>\nEOF': 'variable $a',
    'COPY <<"EOF" b\n$a<|>\nEOF': 'heredoc-body $a',
    'RUN <<EOF\na\nE<|>OF': 'heredoc-terminator EOF',
    '# a <|>b\nFROM c': 'comment # a b',
    'RUN a \\\n  # b<|>\n c': 'comment # b',
    '# syn<|>tax=a\nFROM b': 'directive-name syntax',
    '# syntax=a<|>\nFROM b': 'directive-value a',
    'ONBUILD CO<|>PY a b': 'keyword COPY',
    'ONB<|>UILD COPY a b': 'keyword ONBUILD',
    'ONBUILD COPY --from=<|>x a b': 'flag-value x',
    'ONBUILD ENV a=$b<|>': 'variable $b',
    'CMD ["a", "b<|>"]': 'word b',
    'HEALTHCHECK --inter<|>val=1s CMD a': 'flag-name interval',
  };
  for (const [text, expected] of Object.entries(cases)) {
    it(`${JSON.stringify(text)} is ${expected}`, () => {
      assert.equal(node(text), expected.trim());
    });
  }

  it('belongs to an instruction with its heredocs, and to none between them', () => {
    const text = 'FROM a\n\nRUN <<EOF\nb\nEOF\n# c\nRUN d  \n';
    const tree = parse(text);
    const at = (offset: number): number | undefined => instructionAt(tree, offset)?.index;
    assert.deepEqual(
      [at(0), at(6), at(7), at(8), at(text.indexOf('b')), at(text.indexOf('# c') + 1)],
      [0, 0, undefined, 1, 1, undefined],
    );
    assert.equal(at(text.length - 1), 2);
    assert.equal(at(text.length), undefined);
  });
});
