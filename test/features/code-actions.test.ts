import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse } from '../../server/src/dockerfile/parse';
import { codeActions } from '../../server/src/features/code-actions';
import { diagnostics } from '../../server/src/features/diagnostics';
import { applyEdits, safeEdits } from '../../server/src/features/safe-edits';
import { lint } from '../../server/src/rules/lint';
import { fixture } from '../fixture';

const settings = { options: {}, severities: new Map() };

function actionsAt(marked: string, only?: readonly string[]): (readonly [string, string | undefined])[] {
  const { text, offset } = fixture(marked);
  const dockerfile = parse(text);
  const findings = lint(dockerfile, {}, settings);
  const span = { start: offset, end: offset };
  return codeActions(dockerfile, findings, { uri: 'u', version: 1, span, only }).map(
    ({ title, kind }) => [title, kind] as const,
  );
}

describe('code actions', () => {
  it('are the fixes of what is under the cursor', () => {
    assert.deepEqual(
      actionsAt('FROM alpine:3 a<|>s base\nFROM base as b\n').map(([, kind]) => kind),
      ['quickfix', 'source.fixAll.strata'],
    );
    assert.deepEqual(actionsAt('FROM alp<|>ine:3\nFROM alpine:3 as b\n'), []);
  });

  it('are of the kinds that are asked for', () => {
    const kinds = (only: string[]) => actionsAt('FROM alpine:3 a<|>s base\n', only).map(([, kind]) => kind);
    assert.deepEqual(kinds(['quickfix']), ['quickfix']);
    assert.deepEqual(kinds(['source']), ['source.fixAll.strata']);
    assert.deepEqual(kinds(['source.fixAll']), ['source.fixAll.strata']);
    assert.deepEqual(kinds(['source.fixAll.strata']), ['source.fixAll.strata']);
    assert.deepEqual(kinds(['source.fixAll.other']), []);
    assert.deepEqual(kinds(['refactor']), []);
  });

  it('fix everything that is safe in one go, wherever the cursor is', () => {
    const dockerfile = parse('FROM alpine:3 as a\nrun x\nRUN y\nRUN z\nFROM a as b\n');
    const edits = safeEdits(lint(dockerfile, {}, settings));
    assert.equal(applyEdits(dockerfile, edits), 'FROM alpine:3 AS a\nRUN x\nRUN y\nRUN z\nFROM a AS b\n');
  });

  it('take of two fixes of the same place only the first', () => {
    const fix = (start: number, end: number, text: string) => ({
      span: { start, end },
      message: '',
      fixes: [{ title: '', safe: true, edits: [{ span: { start, end }, text }] }],
    });
    const edits = safeEdits([fix(0, 3, 'x'), fix(2, 5, 'y'), fix(5, 6, 'z'), fix(5, 5, 'w')]);
    assert.equal(applyEdits({ text: 'abcdefg' }, edits), 'xdezg');
    assert.deepEqual(safeEdits([{ ...fix(0, 1, 'x'), fixes: [{ title: '', safe: false, edits: [] }] }]), []);
  });
});

describe('diagnostics', () => {
  it('carry the rule, its documentation, and the exact words', () => {
    const dockerfile = parse('FROM alpine:3\r\nWORKDIR app\r\n');
    const [diagnostic] = diagnostics(dockerfile, lint(dockerfile, {}, settings), 'u', 'https://x/rules.md');
    assert.deepEqual(
      { ...diagnostic, message: '' },
      {
        range: { start: { line: 1, character: 8 }, end: { line: 1, character: 11 } },
        severity: 2,
        source: 'strata',
        code: 'relative-workdir',
        codeDescription: { href: 'https://x/rules.md#relative-workdir' },
        message: '',
      },
    );
  });
});
