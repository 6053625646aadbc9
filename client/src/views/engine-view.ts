import * as vscode from 'vscode';
import type { Disposable } from '../disposable';
import type { Connected } from '../docker';
import type { Strata } from '../strata';

/** A flat list of what an engine has. */
export interface EngineList<T> {
  readonly read: (connected: Connected) => Promise<readonly T[]>;
  readonly item: (element: T) => vscode.TreeItem;
}

/** Seconds between two looks at the engine while the view is visible. */
const interval = 5;

/**
 * A view of something that the engine has. It is read while it is visible and no oftener than needed; without an
 * engine, or in a folder that is not trusted, it is empty and package.json's welcome text says why.
 */
export function createEngineView<T>(
  { docker, engineChanged }: Strata,
  id: string,
  { read, item }: EngineList<T>,
): Disposable {
  const changed = new vscode.EventEmitter<undefined>();
  let elements: readonly T[] = [];
  let known = '';
  const view = vscode.window.createTreeView<T>(id, {
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      getChildren: (element) => (element === undefined ? [...elements] : []),
      getTreeItem: item,
    },
  });
  const update = async (): Promise<void> => {
    if (!view.visible || !vscode.workspace.isTrusted) return;
    try {
      elements = await read(await docker.connected());
    } catch {
      elements = [];
    }
    // Ages are in the texts, so compare what is shown: an unchanged tree keeps its selection and does not flicker.
    const now = JSON.stringify(elements.map(item));
    if (now === known) return;
    known = now;
    changed.fire(undefined);
  };
  const timer = setInterval(() => void update(), interval * 1000);
  const subscriptions = [
    view,
    changed,
    view.onDidChangeVisibility(() => void update()),
    engineChanged.event(() => void update()),
    vscode.workspace.onDidGrantWorkspaceTrust(() => void update()),
  ];
  void update();
  return {
    dispose() {
      clearInterval(timer);
      for (const part of subscriptions) part.dispose();
    },
  };
}
