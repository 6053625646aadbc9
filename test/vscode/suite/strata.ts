import assert from 'node:assert/strict';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { StrataApi } from '../../../client/src/extension';

/** The extension, active, with its language server answering. */
export async function strata(): Promise<vscode.Extension<StrataApi>> {
  const extension = vscode.extensions.getExtension<StrataApi>('strata.strata');
  assert(extension);
  const { started } = await extension.activate();
  await started;
  return extension;
}

/** A path in the folder that is open: a copy of samples/. */
export function inFolder(...path: string[]): vscode.Uri {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert(folder);
  return vscode.Uri.file(join(folder.uri.fsPath, ...path));
}

/** Writes a file below the open folder, and shows it. */
export async function showFile(path: string, text: string): Promise<vscode.TextDocument> {
  const uri = inFolder(path);
  await vscode.workspace.fs.writeFile(uri, Buffer.from(text));
  return show(uri);
}

export async function show(uri: vscode.Uri): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(document, { preview: false });
  return document;
}

/** Replaces the first occurrence of `before` as a person's edit does. */
export async function replace(document: vscode.TextDocument, before: string, after: string): Promise<void> {
  const start = document.getText().indexOf(before);
  assert.notEqual(start, -1, `"${before}" stands in the document`);
  const range = new vscode.Range(document.positionAt(start), document.positionAt(start + before.length));
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, range, after);
  assert(await vscode.workspace.applyEdit(edit));
}

/** The position behind the first occurrence of `text`. */
export function behind(document: vscode.TextDocument, text: string): vscode.Position {
  const start = document.getText().indexOf(text);
  assert.notEqual(start, -1, `"${text}" stands in the document`);
  return document.positionAt(start + text.length);
}

/** Resolves with the diagnostics of a document once they satisfy `wanted`. */
export function diagnostics(
  uri: vscode.Uri,
  wanted: (found: readonly vscode.Diagnostic[]) => boolean,
): Promise<readonly vscode.Diagnostic[]> {
  return new Promise((resolve) => {
    const look = (): void => {
      const found = vscode.languages.getDiagnostics(uri);
      if (!wanted(found)) return;
      subscription.dispose();
      resolve(found);
    };
    const subscription = vscode.languages.onDidChangeDiagnostics(look);
    look();
  });
}

/** Runs a command of ours and gives its result. */
export async function run<T>(command: string, argument?: unknown): Promise<T> {
  return vscode.commands.executeCommand<T>(`strata.${command}`, argument);
}

/** The text of all parts of hovers. */
export function hoverText(hovers: readonly vscode.Hover[]): string {
  return hovers
    .flatMap(({ contents }) => contents)
    .map((content) => (content instanceof vscode.MarkdownString ? content.value : ''))
    .join('\n');
}
