import * as vscode from 'vscode';
import type { Disposable } from './disposable';

/** A text that Strata shows, with its raw form one click away. */
export interface ReadOnlyText {
  readonly text: string;
  /** What the engine said, as JSON. */
  readonly json?: string;
  /** The docker command that tells the same. */
  readonly command?: string;
}

export interface ReadOnlyDocuments extends Disposable {
  /** Opens `content` at `strata:/<path>`, or brings the open document up to date. */
  show(path: string, content: ReadOnlyText): Promise<vscode.Uri>;
  /** Opens the raw form of a document that `show` opened. */
  showJson(uri: vscode.Uri): Promise<vscode.Uri | undefined>;
  command(uri: vscode.Uri): string | undefined;
}

export const scheme = 'strata';

/** Texts that can be shown again in this session. */
const kept = 50;

/** Virtual documents: nothing to save, nothing to close by asking, gone with the window. */
export function createReadOnlyDocuments(): ReadOnlyDocuments {
  const contents = new Map<string, ReadOnlyText>();
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const provider = vscode.workspace.registerTextDocumentContentProvider(scheme, {
    onDidChange: changed.event,
    provideTextDocumentContent: (uri) =>
      contents.get(uri.path)?.text ??
      vscode.l10n.t('This was shown in an earlier session. Inspect the image or container again.'),
  });
  const lenses = vscode.languages.registerCodeLensProvider(
    { scheme, language: 'markdown' },
    { provideCodeLenses: ({ uri }) => lensesFor(uri, contents.get(uri.path)) },
  );
  const open = async (path: string, content: ReadOnlyText): Promise<vscode.Uri> => {
    const uri = vscode.Uri.from({ scheme, path });
    contents.delete(path);
    contents.set(path, content);
    // A closed document may be asked for again (its preview does), so old ones go by number.
    const [oldest] = contents.keys();
    if (contents.size > kept && oldest !== undefined) contents.delete(oldest);
    changed.fire(uri);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
    return uri;
  };
  return {
    show: (path, content) => open(`/${path}`, content),
    async showJson({ path }) {
      const json = contents.get(path)?.json;
      return json === undefined ? undefined : open(path.replace(/\.md$/, '.json'), { text: json });
    },
    command: ({ path }) => contents.get(path)?.command,
    dispose() {
      for (const part of [provider, lenses, changed]) part.dispose();
    },
  };
}

function lensesFor(uri: vscode.Uri, content: ReadOnlyText | undefined): vscode.CodeLens[] {
  const top = new vscode.Range(0, 0, 0, 0);
  const lens = (title: string, command: string): vscode.CodeLens =>
    new vscode.CodeLens(top, { title, command, arguments: [uri] });
  return [
    ...(content?.json === undefined ? [] : [lens(vscode.l10n.t('Show as JSON'), 'strata.showJson')]),
    ...(content?.command === undefined
      ? []
      : [lens(vscode.l10n.t('Copy docker Command'), 'strata.copyDockerCommand')]),
    lens(vscode.l10n.t('Open as Preview'), 'markdown.showPreview'),
  ];
}
