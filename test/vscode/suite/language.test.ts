import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { test } from './runner';
import { behind, diagnostics, hoverText, inFolder, showFile, strata } from './strata';

test('a .dockerignore file tells what its lines leave out, completes paths and reports idle lines', async () => {
  await strata();
  await vscode.workspace.fs.writeFile(inFolder('ignoring', 'logs', 'a.log'), Buffer.from('12345'));
  const document = await showFile('ignoring/.dockerignore', 'logs\n*.zip\nlo');
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    behind(document, 'lo'),
  );
  assert.match(hoverText(hovers), /Leaves out 1 file\*\*, 5 bytes/);
  const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
    'vscode.executeCompletionItemProvider',
    document.uri,
    document.lineAt(2).range.end,
  );
  assert(items.some(({ label, detail }) => label === 'logs' && detail === 'left out already'));
  const found = await diagnostics(document.uri, (all) => all.length > 1);
  assert.deepEqual(
    found.map(({ code, range }) => [typeof code === 'object' ? code.value : code, document.getText(range)]),
    [
      ['idle-ignore-pattern', '*.zip'],
      ['idle-ignore-pattern', 'lo'],
    ],
  );
});

test('a line of a continued instruction becomes a comment that the builder skips, and comes back', async () => {
  const text = 'FROM scratch\nRUN a \\\n    && b \\\n    && c\n';
  const document = await showFile('commenting/Dockerfile', text);
  const editor = vscode.window.activeTextEditor;
  assert(editor);
  editor.selection = new vscode.Selection(2, 6, 2, 6);
  await vscode.commands.executeCommand('editor.action.commentLine');
  assert.equal(document.lineAt(2).text, '    # && b \\');
  await vscode.commands.executeCommand('editor.action.commentLine');
  assert.equal(document.getText(), text);
});

test('the symbols of the workspace are the stages of its Dockerfiles', async () => {
  await showFile('symbols/web.Dockerfile', 'FROM scratch AS unmistakable\n');
  const symbols = await vscode.commands.executeCommand<vscode.SymbolInformation[]>(
    'vscode.executeWorkspaceSymbolProvider',
    'unmistak',
  );
  assert.deepEqual(
    symbols.map(({ name, location }) => [name, vscode.workspace.asRelativePath(location.uri)]),
    [['unmistakable', 'symbols/web.Dockerfile']],
  );
});
