import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DiagnosticSeverity } from 'vscode-languageserver-types';
import { ignoreActions } from '../../server/src/features/ignore-actions';
import { ignoreCompletion } from '../../server/src/features/ignore-completion';
import { ignoreDiagnostics } from '../../server/src/features/ignore-diagnostics';
import type { ContextFile } from '../../server/src/features/ignore-effect';
import { ignoreHover } from '../../server/src/features/ignore-hover';
import { fixture } from '../fixture';

const context: readonly ContextFile[] = [
  { path: 'Dockerfile', bytes: 100 },
  { path: 'README.md', bytes: 2500 },
  { path: 'docs/a.md', bytes: 500 },
  { path: 'docs/b.txt', bytes: 10 },
  { path: 'node_modules/x/index.js', bytes: 3_000_000 },
  { path: 'node_modules/y.js', bytes: 1 },
];

function hoverAt(marked: string): string {
  const { text, offset } = fixture(marked);
  const hover = ignoreHover(text, offset, context);
  return hover && typeof hover.contents === 'object' && 'value' in hover.contents ? hover.contents.value : '';
}

function diagnosed(text: string): string[] {
  return ignoreDiagnostics(text, context).map(({ code, range }) => `${range.start.line + 1} ${code ?? ''}`);
}

function completed(marked: string): { labels: string[]; taken: (label: string) => string } {
  const { text, offset } = fixture(marked);
  const found = ignoreCompletion(text, offset, {
    contextEntries: (directory) =>
      ({
        '': [
          { name: 'docs', directory: true, ignored: false },
          { name: 'node_modules', directory: true, ignored: true },
        ],
        docs: [{ name: 'a.md', directory: false, ignored: false }],
      })[directory],
  });
  const sorted = found.toSorted((a, b) => ((a.sortText ?? '') < (b.sortText ?? '') ? -1 : 1));
  return {
    labels: sorted.map(({ label }) => label),
    taken: (label) => {
      const edit = found.find((item) => item.label === label)?.textEdit;
      assert.ok(edit && 'range' in edit);
      const line = text.split('\n')[edit.range.start.line] ?? '';
      return line.slice(0, edit.range.start.character) + edit.newText + line.slice(edit.range.end.character);
    },
  };
}

describe('a .dockerignore file', () => {
  it('tells on a line how much it leaves out', () => {
    assert.match(hoverAt('node_mod<|>ules'), /Leaves out 2 files\*\*, 3\.0 MB/);
    assert.match(hoverAt('<|>README.md'), /Leaves out 1 file\*\*, 2\.5 kB/);
    assert.match(hoverAt('**/*.md<|>\n!README.md'), /Leaves out 1 file\*\*, 500 bytes/);
    assert.match(hoverAt('**/*.md\n<|>!README.md'), /Takes back 1 file\*\*, 2\.5 kB/);
  });
  it('tells when a line does nothing', () => {
    assert.match(hoverAt('*.<|>zip'), /matches nothing/);
    assert.match(hoverAt('<|>README.md\n!*.md'), /Line 2, `!\*\.md`, takes back/);
  });
  it('says nothing on comments and blank lines', () => {
    assert.equal(hoverAt('# a <|>comment\n*'), '');
    assert.equal(hoverAt('a\n<|>\nb'), '');
  });
  it('reports lines that match nothing and lines that are undone later', () => {
    assert.deepEqual(diagnosed('*.zip\nnode_modules\n# x\n\n.git'), [
      '1 idle-ignore-pattern',
      '5 idle-ignore-pattern',
    ]);
    assert.deepEqual(diagnosed('README.md\n!*.md'), ['1 undone-ignore-pattern']);
    assert.deepEqual(diagnosed('**/*.md\n!README.md'), []);
  });
  it('reports a line for which the builder rejects the file', () => {
    assert.deepEqual(diagnosed('node_modules\n!'), ['2 invalid-ignore-pattern']);
  });
  it('reports with the severity of the settings, or not at all', () => {
    const severities = new Map([
      ['idle-ignore-pattern', 'off'],
      ['invalid-ignore-pattern', 'warning'],
    ] as const);
    const found = ignoreDiagnostics('*.zip\n!', context, severities);
    assert.deepEqual(
      found.map(({ code, severity }) => [code, severity]),
      [['invalid-ignore-pattern', DiagnosticSeverity.Warning]],
    );
  });
  it('takes a line out', () => {
    const text = 'docs\n*.zip\n*.tgz\n';
    const range = { start: { line: 1, character: 0 }, end: { line: 1, character: 0 } };
    const actions = (only?: string[]) =>
      ignoreActions(ignoreDiagnostics(text, context), { uri: 'u', range, only });
    assert.deepEqual(
      actions().map(({ title, edit }) => [title, edit?.changes]),
      [
        [
          'Remove this line',
          {
            u: [{ range: { start: { line: 1, character: 0 }, end: { line: 2, character: 0 } }, newText: '' }],
          },
        ],
      ],
    );
    assert.deepEqual(actions(['refactor']), []);
  });
  it('reports no idle line while the context is not known', () => {
    assert.deepEqual(ignoreDiagnostics('*.zip', undefined), []);
  });
  it('completes paths, and what usually is left out', () => {
    const { labels, taken } = completed('.git\n<|>');
    assert.deepEqual(labels.slice(0, 2), ['docs', '**/node_modules']);
    assert.ok(!labels.includes('.git'));
    assert.equal(labels.at(-1), 'node_modules');
    assert.equal(taken('docs'), 'docs');
  });
  it('goes on below a folder and behind !', () => {
    assert.deepEqual(completed('docs/<|>').labels, ['a.md']);
    assert.equal(completed('!docs/a<|>').taken('a.md'), '!docs/a.md');
    assert.equal(completed('!d<|>x').taken('docs'), '!docs');
    assert.deepEqual(completed('# d<|>').labels, []);
  });
});
