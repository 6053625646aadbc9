import * as vscode from 'vscode';
import type { Command } from './command';

/** What lies in a project's folder, and the snippet for it. The first that is there decides. */
const kinds: readonly (readonly [file: string, snippet: string])[] = [
  ['go.mod', 'Go app in two stages'],
  ['pom.xml', 'Java app in two stages'],
  ['requirements.txt', 'Python app'],
  ['package.json', 'Node app'],
];

interface Snippet {
  readonly body: readonly string[];
}

/** Begins a Dockerfile for the project in the folder, from our snippets, with a .dockerignore where there is none. */
export const newDockerfile: Command = {
  id: 'newDockerfile',
  needsTrust: false,
  async run({ extensionUri }, argument) {
    const folder = argument instanceof vscode.Uri ? argument : await pickFolder();
    if (!folder) return undefined;
    const file = vscode.Uri.joinPath(folder, 'Dockerfile');
    if (await exists(file)) {
      await vscode.window.showTextDocument(file);
      return { uri: file };
    }
    const snippet = await snippetFor(folder, extensionUri);
    const editor = await create(file);
    await editor.insertSnippet(new vscode.SnippetString(snippet.body.join('\n')));
    const ignore = vscode.Uri.joinPath(folder, '.dockerignore');
    if (!(await exists(ignore))) await writeIgnore(ignore, extensionUri);
    return { uri: file };
  },
};

async function snippetFor(folder: vscode.Uri, extensionUri: vscode.Uri): Promise<Snippet> {
  const snippets = await readSnippets(extensionUri, 'dockerfile.json');
  for (const [file, name] of kinds) {
    const snippet = snippets[name];
    if (snippet && (await exists(vscode.Uri.joinPath(folder, file)))) return snippet;
  }
  return { body: ['FROM ${1:debian:bookworm-slim}', 'WORKDIR /app', 'COPY . .', 'CMD ["${2:./start}"]$0'] };
}

async function readSnippets(extensionUri: vscode.Uri, file: string): Promise<Record<string, Snippet>> {
  const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(extensionUri, 'snippets', file));
  return JSON.parse(new TextDecoder().decode(bytes)) as Record<string, Snippet>;
}

/** An empty file in the folder, open; undo takes it away again. */
async function create(uri: vscode.Uri): Promise<vscode.TextEditor> {
  const edit = new vscode.WorkspaceEdit();
  edit.createFile(uri, { ignoreIfExists: true });
  await vscode.workspace.applyEdit(edit);
  return vscode.window.showTextDocument(uri, { preview: false });
}

async function writeIgnore(uri: vscode.Uri, extensionUri: vscode.Uri): Promise<void> {
  const { body = [] } =
    (await readSnippets(extensionUri, 'dockerignore.json'))['Start a .dockerignore'] ?? {};
  const text = `${body.join('\n').replace('$0', '')}\n`;
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
}

async function pickFolder(): Promise<vscode.Uri | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const [only] = folders;
  if (!only) throw new Error(vscode.l10n.t('Open a folder first: a Dockerfile stands beside what it packs.'));
  if (folders.length === 1) return only.uri;
  return (await vscode.window.showWorkspaceFolderPick())?.uri;
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}
