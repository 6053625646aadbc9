import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { test } from './runner';
import { showFile, strata } from './strata';

test('every command in the palette exists, and every command of ours is in the palette', async () => {
  const { contributes } = (await strata()).packageJSON as {
    contributes: { commands: readonly { command: string }[] };
  };
  const declared = contributes.commands.map(({ command }) => command).sort();
  const registered = (await vscode.commands.getCommands(true)).filter(
    // VS Code makes further commands out of our views: strata.layers.focus and the like.
    (id) => /^strata\.[^.]+$/.test(id) && !/^strata\.(?:layers|containers|images)$/.test(id),
  );
  assert.deepEqual(registered.sort(), declared);
});

test('names and first lines say what is a Dockerfile and what is an ignore file', async () => {
  const expected: [string, string, string][] = [
    ['languages/Dockerfile', 'FROM scratch\n', 'dockerfile'],
    ['languages/Dockerfile.dev', 'FROM scratch\n', 'dockerfile'],
    ['languages/web.Dockerfile', 'FROM scratch\n', 'dockerfile'],
    ['languages/Containerfile', 'FROM scratch\n', 'dockerfile'],
    ['languages/image', '# syntax=docker/dockerfile:1\nFROM scratch\n', 'dockerfile'],
    ['languages/.dockerignore', 'a\n', 'dockerignore'],
    ['languages/Dockerfile.dev.dockerignore', 'a\n', 'dockerignore'],
    ['languages/Dockerfiles', 'FROM scratch\n', 'plaintext'],
  ];
  for (const [path, text, language] of expected) {
    assert.equal((await showFile(path, text)).languageId, language, path);
  }
});

test('Enter behind a continued line indents, and comments toggle', async () => {
  const document = await showFile('typing/Dockerfile', 'FROM scratch\nRUN a \\');
  const editor = vscode.window.activeTextEditor;
  assert(editor);
  const end = document.lineAt(1).range.end;
  editor.selection = new vscode.Selection(end, end);
  await vscode.commands.executeCommand('type', { text: '\n' });
  assert.match(document.lineAt(2).text, /^\s+$/);
  editor.selection = new vscode.Selection(0, 0, 0, 0);
  await vscode.commands.executeCommand('editor.action.commentLine');
  assert.equal(document.lineAt(0).text, '# FROM scratch');
});
