import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse } from '../../server/src/dockerfile/parse';
import { codeLenses } from '../../server/src/features/code-lenses';
import { documentSymbols } from '../../server/src/features/document-symbols';
import { foldingRanges } from '../../server/src/features/folding-ranges';

function folds(text: string): (readonly [number, number, string?])[] {
  return foldingRanges(parse(text)).map(({ startLine, endLine, kind }) =>
    kind === undefined ? [startLine, endLine] : [startLine, endLine, kind],
  );
}

describe('folding', () => {
  it('takes stages and instructions of several lines', () => {
    assert.deepEqual(folds('FROM a\nRUN b \\\n  c\n\nFROM d\nRUN e\n'), [
      [0, 2],
      [4, 5],
      [1, 2],
    ]);
    assert.deepEqual(folds('FROM a\n'), []);
  });

  it('takes heredocs: one with its instruction, several each for itself', () => {
    assert.deepEqual(folds('FROM a\nRUN <<E\nx\nE\n'), [
      [0, 3],
      [1, 3],
    ]);
    assert.deepEqual(folds('RUN a \\\n  && b <<E\nx\nE\n'), [
      [0, 3],
      [1, 3],
    ]);
    assert.deepEqual(folds('COPY <<A <<B /\na\nA\nb\nB\n'), [
      [0, 4],
      [0, 2],
      [2, 4],
    ]);
  });

  it('takes comments of several lines, and regions', () => {
    assert.deepEqual(folds('# a\n# b\n\n# c\nFROM a\n'), [[0, 1, 'comment']]);
    assert.deepEqual(folds('# region one\n# region two\nFROM a\n# endregion\n# endregion\n'), [
      [1, 3, 'region'],
      [0, 4, 'region'],
    ]);
    assert.deepEqual(folds('# endregion\nFROM a\n'), []);
  });
});

describe('the outline', () => {
  it('nests instructions in their stage', () => {
    const symbols = documentSymbols(parse('ARG A\nFROM a AS one\nRUN b \\\n  c\nFROM one\nLABEL x=y\n'));
    assert.deepEqual(
      symbols.map(({ name, detail, children }) => [
        name,
        detail,
        children?.map((child) => [child.name, child.detail]),
      ]),
      [
        ['ARG', 'A', undefined],
        ['one', 'a', [['RUN', 'b c']]],
        ['1', 'one', [['LABEL', 'x=y']]],
      ],
    );
    assert.deepEqual(symbols[1]?.range, { start: { line: 1, character: 0 }, end: { line: 3, character: 3 } });
    assert.deepEqual(symbols[1].selectionRange.start, { line: 1, character: 10 });
  });

  it('stands at every prefix, each selection inside its range', () => {
    const text = 'ARG A\nFROM a AS one\nRUN b\nONBUILD RUN <<E\nx\nE\nFROM\n';
    for (let end = 0; end <= text.length; end++) {
      for (const { range, selectionRange } of documentSymbols(parse(text.slice(0, end)))) {
        const at = (p: { line: number; character: number }) => p.line * 1000 + p.character;
        assert.ok(
          at(range.start) <= at(selectionRange.start) && at(selectionRange.end) <= at(range.end),
          text.slice(0, end),
        );
      }
    }
  });
});

describe('code lenses', () => {
  const lenses = (text: string, commands: string[]) =>
    codeLenses(parse(text), { uri: 'u', version: 7, commands: new Set(commands) }).map(
      ({ range, command }) => [range.start.line, command?.title, command?.arguments] as const,
    );

  it('stand above each stage for the commands that there are', () => {
    assert.deepEqual(
      lenses('FROM a AS one\nFROM b\n', ['strata.build', 'strata.buildAndRun', 'strata.showLayers']),
      [
        [0, 'Build', [{ uri: 'u', stage: 0, of: 2, version: 7, name: 'one' }]],
        [0, 'Run', [{ uri: 'u', stage: 0, of: 2, version: 7, name: 'one' }]],
        [1, 'Build', [{ uri: 'u', stage: 1, of: 2, version: 7 }]],
        [1, 'Run', [{ uri: 'u', stage: 1, of: 2, version: 7 }]],
        [1, 'Layers', [{ uri: 'u', stage: 1, of: 2, version: 7 }]],
      ],
    );
    assert.deepEqual(lenses('FROM a\n', []), []);
    assert.deepEqual(lenses('ARG A\n', ['strata.build']), []);
  });
});
