import * as vscode from 'vscode';
import type { Command } from './command';

/**
 * Searches Docker Hub for what stands before the cursor, or for what is asked; the image that is chosen takes the
 * place of the text.
 */
export const searchImages: Command = {
  id: 'searchImages',
  needsTrust: true,
  async run({ server }, argument) {
    const text =
      typeof argument === 'string'
        ? argument
        : await vscode.window.showInputBox({ prompt: vscode.l10n.t('Search Docker Hub for images') });
    if (text === undefined || text === '') return undefined;
    const chosen = await vscode.window.showQuickPick(found(server.searchImages(text)), {
      title: vscode.l10n.t('Docker Hub: {0}', text),
      matchOnDescription: true,
      matchOnDetail: true,
    });
    if (!chosen) return undefined;
    await insert(chosen.label, text);
    return { image: chosen.label };
  },
};

async function found(
  search: ReturnType<Parameters<Command['run']>[0]['server']['searchImages']>,
): Promise<vscode.QuickPickItem[]> {
  const { images, problem } = await search;
  if (images.length === 0) throw new Error(problem ?? vscode.l10n.t('Docker Hub knows no such image.'));
  return images.map(({ name, description, stars, isOfficial }) => ({
    label: name,
    description: isOfficial
      ? vscode.l10n.t('official · {0} stars', stars)
      : vscode.l10n.t('{0} stars', stars),
    detail: description,
  }));
}

/** In place of `text` where it stands before the cursor of the editor, else at the cursor. */
async function insert(name: string, text: string): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return;
  const end = editor.selection.active;
  const start = end.translate(0, -Math.min(text.length, end.character));
  const typed = new vscode.Range(start, end);
  const range = editor.document.getText(typed) === text ? typed : new vscode.Range(end, end);
  await editor.edit((edit) => {
    edit.replace(range, name);
  });
}
