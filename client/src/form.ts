import * as vscode from 'vscode';

/** A line of a form; choosing it changes something. */
export interface FormLine {
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
  /** A codicon's name. */
  readonly icon?: string;
  /** `accept` ends the form; a function changes the form's values and may ask for that. */
  readonly action: 'accept' | (() => Promise<void> | void);
}

/** A headline between lines. */
export type FormPart = FormLine | { readonly heading: string };

/**
 * One picker with everything prefilled: the first line accepts it all, every other line changes one value.
 *
 * @param parts the lines for the present values; asked again after each change
 * @returns false where the user cancelled
 */
export async function showForm(
  title: string,
  placeHolder: string,
  parts: () => readonly FormPart[] | Promise<readonly FormPart[]>,
): Promise<boolean> {
  let active = 0;
  for (;;) {
    const lines = await parts();
    const items = lines.map((part): vscode.QuickPickItem & { line?: FormLine } =>
      'heading' in part
        ? { label: part.heading, kind: vscode.QuickPickItemKind.Separator }
        : {
            label: part.icon === undefined ? part.label : `$(${part.icon}) ${part.label}`,
            ...(part.description === undefined ? {} : { description: part.description }),
            ...(part.detail === undefined ? {} : { detail: part.detail }),
            alwaysShow: true,
            line: part,
          },
    );
    const chosen = await pick(title, placeHolder, items, active);
    if (!chosen?.line) return false;
    if (chosen.line.action === 'accept') return true;
    active = items.indexOf(chosen);
    await chosen.line.action();
  }
}

function pick<T extends vscode.QuickPickItem>(
  title: string,
  placeholder: string,
  items: readonly T[],
  active: number,
): Promise<T | undefined> {
  return new Promise((resolve) => {
    const picker = vscode.window.createQuickPick<T>();
    Object.assign(picker, { title, placeholder, items, matchOnDescription: true, ignoreFocusOut: true });
    const at = items[active];
    if (at) picker.activeItems = [at];
    picker.onDidAccept(() => {
      resolve(picker.selectedItems[0]);
      picker.dispose();
    });
    picker.onDidHide(() => {
      resolve(undefined);
      picker.dispose();
    });
    picker.show();
  });
}
