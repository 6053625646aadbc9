import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { test } from './runner';

const extension = (): vscode.Extension<unknown> => {
  const found = vscode.extensions.getExtension('strata.strata');
  assert.ok(found, 'VS Code does not know strata.strata');
  return found;
};

test('the extension under test is the unpacked VSIX, with no node_modules above it', () => {
  const { extensionPath } = extension();
  assert.equal(extensionPath, process.env['STRATA_EXTENSION']);
  for (let folder = extensionPath; folder !== dirname(folder); folder = dirname(folder)) {
    assert.ok(!existsSync(join(folder, 'node_modules')), `${folder} has node_modules`);
  }
});

test('a Dockerfile has the language dockerfile and activates the extension', async () => {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder, 'no folder is open');
  const file = vscode.Uri.joinPath(folder.uri, 'activation', 'Dockerfile');
  await vscode.workspace.fs.writeFile(file, Buffer.from('FROM scratch\n'));
  const document = await vscode.workspace.openTextDocument(file);
  await vscode.window.showTextDocument(document);
  assert.equal(document.languageId, 'dockerfile');
  await extension().activate();
  assert.equal(extension().isActive, true);
});
