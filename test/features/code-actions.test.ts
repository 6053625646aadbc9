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
      ['quickfix', 'quickfix', 'source.fixAll.strata'],
    );
    assert.deepEqual(actionsAt('FROM alpine:3\nWORKDIR /<|>a\nFROM alpine:3 as b\n'), []);
  });

  it('are of the kinds that are asked for', () => {
    const kinds = (only: string[]) => actionsAt('FROM alpine:3 a<|>s base\n', only).map(([, kind]) => kind);
    assert.deepEqual(kinds(['quickfix']), ['quickfix', 'quickfix']);
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

describe('suppressions', () => {
  const allowed = (marked: string, title: RegExp): string | undefined => {
    const { text, offset } = fixture(marked);
    const dockerfile = parse(text);
    const findings = lint(dockerfile, {}, settings);
    const span = { start: offset, end: offset };
    const action = codeActions(dockerfile, findings, { uri: 'u', version: 1, span, only: ['quickfix'] }).find(
      (each) => title.test(each.title),
    );
    const [change] = action?.edit?.documentChanges ?? [];
    if (change === undefined || !('edits' in change)) return undefined;
    const edits = change.edits.map((edit) => {
      assert.ok('newText' in edit);
      const { start, end } = edit.range;
      return {
        span: { start: dockerfile.lines.offsetAt(start), end: dockerfile.lines.offsetAt(end) },
        text: edit.newText,
      };
    });
    const after = applyEdits(dockerfile, edits);
    const count = (text: string) => lint(parse(text), {}, settings).length;
    assert.ok(count(after) < count(text), `the finding stays in ${after}`);
    return after;
  };

  it('are comments as BuildKit reads them: one in a file, one above an instruction', () => {
    const workdir = 'FROM alpine:3\nWORKDIR a<|>pp\n';
    assert.equal(
      allowed(workdir, /in this file/),
      '# check=skip=WorkdirRelativePath\nFROM alpine:3\nWORKDIR app\n',
    );
    assert.equal(
      allowed(workdir, /in this instruction/),
      'FROM alpine:3\n# check=skip=WorkdirRelativePath\nWORKDIR app\n',
    );
  });

  it('extend the comment that is there', () => {
    assert.equal(
      allowed(
        '# syntax=docker/dockerfile:1\n# check=skip=UndefinedVar;error=true\nFROM alpine:3\nWORKDIR a<|>pp\n',
        /in this file/,
      ),
      '# syntax=docker/dockerfile:1\n# check=skip=UndefinedVar,WorkdirRelativePath;error=true\nFROM alpine:3\nWORKDIR app\n',
    );
    assert.equal(
      allowed('FROM alpine:3\n# check=skip=UndefinedVar\nWORKDIR a<|>pp\n', /in this instruction/),
      'FROM alpine:3\n# check=skip=UndefinedVar,WorkdirRelativePath\nWORKDIR app\n',
    );
  });

  it('are only of the file for a check of the whole file, and never for what stops the build', () => {
    const casing = 'FROM alpine:3\nru<|>n x\nRUN y\n';
    assert.equal(allowed(casing, /in this instruction/), undefined);
    assert.equal(
      allowed(casing, /in this file/),
      '# check=skip=ConsistentInstructionCasing\nFROM alpine:3\nrun x\nRUN y\n',
    );
    assert.equal(allowed('FROM alpine:3\nCO<|>PY a\n', /Allow/), undefined);
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
