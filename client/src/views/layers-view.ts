import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { Disposable } from '../disposable';
import type { LayerInstruction, LayerPrediction, LayersView } from '../../../server/src/protocol';
import { activeDockerfile } from '../build-target';
import type { BuildTarget } from '../build-target';
import { layersOf } from '../layers-request';
import { humanSize } from '../human-text';
import type { Strata } from '../strata';

/** A stage of the file, or one of its instructions. */
type Node = { readonly stage: number; readonly title: string } | LayerInstruction;

const icons: Record<LayerPrediction | 'layer' | 'none', vscode.ThemeIcon> = {
  hit: new vscode.ThemeIcon('check', new vscode.ThemeColor('charts.green')),
  rebuild: new vscode.ThemeIcon('sync', new vscode.ThemeColor('charts.orange')),
  depends: new vscode.ThemeIcon('git-compare', new vscode.ThemeColor('charts.yellow')),
  unknown: new vscode.ThemeIcon('question'),
  'not-built': new vscode.ThemeIcon('circle-slash'),
  layer: new vscode.ThemeIcon('layers'),
  none: new vscode.ThemeIcon('circle-outline'),
};

/** The layers of the Dockerfile in the active editor: what each instruction adds, and what the next build will do. */
export function createLayersView(strata: Strata): Disposable {
  const { server, layersWanted, engineChanged } = strata;
  const changed = new vscode.EventEmitter<undefined>();
  let shown: BuildTarget | undefined;
  let layers: LayersView | undefined;
  let asked = 0;

  const provider: vscode.TreeDataProvider<Node> = {
    onDidChangeTreeData: changed.event,
    getChildren: (node) => (layers ? [...children(layers, node)] : []),
    getTreeItem: (node) => treeItem(node, shown?.uri, compared(layers)),
  };
  const view = vscode.window.createTreeView('strata.layers', {
    treeDataProvider: provider,
    showCollapseAll: true,
  });

  const update = async (): Promise<void> => {
    const target = shown;
    const request = ++asked;
    const found = target && (await ask(target));
    // An answer that another question has overtaken is old.
    if (request !== asked) return;
    layers = found;
    view.description = !target
      ? ''
      : `${basename(target.uri.path)}${target.target === undefined ? '' : ` (${target.target})`}`;
    view.message = layers ? summary(layers) : '';
    changed.fire(undefined);
  };
  const ask = async (target: BuildTarget): Promise<LayersView | undefined> => {
    try {
      return await layersOf(strata, target);
    } catch {
      return undefined;
    }
  };
  const show = (target: BuildTarget): void => {
    shown = target;
    void update();
  };
  const follow = (): void => {
    const uri = activeDockerfile();
    if (uri && uri.toString() !== shown?.uri.toString()) show({ uri, target: undefined });
  };
  let waiting: NodeJS.Timeout | undefined;
  const soon = (): void => {
    clearTimeout(waiting);
    if (view.visible) waiting = setTimeout(() => void update(), 300);
  };
  // A file of the build context may break the cache, whoever wrote it.
  const files = vscode.workspace.createFileSystemWatcher('**/*');
  const fileChanged = ({ path }: vscode.Uri): void => {
    if (!path.includes('/.git/')) soon();
  };
  const subscriptions = [
    files,
    files.onDidChange(fileChanged),
    files.onDidCreate(fileChanged),
    files.onDidDelete(fileChanged),
    vscode.window.onDidChangeWindowState(({ focused }) => {
      if (focused) soon();
    }),
    view,
    changed,
    vscode.window.onDidChangeActiveTextEditor(follow),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (document.uri.toString() === shown?.uri.toString()) soon();
    }),
    view.onDidChangeVisibility(soon),
    server.onLayersChanged((uri) => {
      if (uri.toString() === shown?.uri.toString()) soon();
    }),
    engineChanged.event(soon),
    layersWanted.event((target) => {
      show(target);
      void vscode.commands.executeCommand('strata.layers.focus');
    }),
  ];
  follow();
  return {
    dispose() {
      clearTimeout(waiting);
      for (const part of subscriptions) part.dispose();
    },
  };
}

function compared(layers: LayersView | undefined): boolean {
  return layers !== undefined && layers.totals.hit + layers.totals.rebuild + layers.totals.depends > 0;
}

/** Stages first, where there are several; then their instructions. */
function children({ instructions }: LayersView, node: Node | undefined): readonly Node[] {
  if (node && !('title' in node)) return [];
  if (node) return instructions.filter(({ stage }) => stage === node.stage);
  const stages = [...new Set(instructions.map(({ stage }) => stage))].filter((stage) => stage >= 0);
  if (stages.length < 2) return instructions;
  return stages.map((stage) => {
    const from = instructions.find((one) => one.stage === stage);
    return { stage, title: from ? from.text : String(stage) };
  });
}

/** @param hasPrediction something is known of an earlier build, so that a question mark says something */
function treeItem(node: Node, uri: vscode.Uri | undefined, hasPrediction: boolean): vscode.TreeItem {
  if ('title' in node) {
    const item = new vscode.TreeItem(node.title, vscode.TreeItemCollapsibleState.Expanded);
    item.iconPath = new vscode.ThemeIcon('symbol-namespace');
    return item;
  }
  const item = new vscode.TreeItem(oneLine(node.text));
  item.iconPath = icons[(hasPrediction ? node.prediction : undefined) ?? (node.layer ? 'layer' : 'none')];
  item.description = description(node);
  item.tooltip = tooltip(node);
  if (uri) {
    const selection = new vscode.Range(node.line - 1, 0, node.line - 1, 0);
    const options: vscode.TextDocumentShowOptions = { selection, preserveFocus: true };
    item.command = {
      command: 'vscode.open',
      title: vscode.l10n.t('Go to the line'),
      arguments: [uri, options],
    };
  }
  return item;
}

/** Without the line breaks of continued lines. */
const oneLine = (text: string): string => text.replace(/\s*[\\`]?\s*\n\s*/g, ' ');

function description({ size, seconds, last, layer }: LayerInstruction): string {
  return [
    layer && size !== undefined ? humanSize(size) : undefined,
    last === 'cached'
      ? vscode.l10n.t('cached')
      : seconds === undefined
        ? undefined
        : `${seconds.toFixed(1)} s`,
  ]
    .filter((text) => text !== undefined)
    .join(' · ');
}

/** Plain text on purpose: it quotes the file. */
function tooltip({ text, reason, breaks, prediction, line }: LayerInstruction): string {
  return [
    `${vscode.l10n.t('Line {0}', line)}: ${text}`,
    prediction === undefined ? undefined : predictionText(prediction),
    reason?.message,
    breaks,
  ]
    .filter((part) => part !== undefined)
    .join('\n\n');
}

function predictionText(prediction: LayerPrediction): string {
  switch (prediction) {
    case 'hit':
      return vscode.l10n.t('The next build reuses this layer.');
    case 'rebuild':
      return vscode.l10n.t('The next build makes this again.');
    case 'depends':
      return vscode.l10n.t('Reused only if the files copied from the other stage come out the same.');
    case 'unknown':
      return vscode.l10n.t('Not known before the build.');
    case 'not-built':
      return vscode.l10n.t('Not needed for this stage.');
  }
}

function summary({ totals, basis }: LayersView): string {
  const { hit, rebuild, size } = totals;
  return [
    size === undefined ? undefined : vscode.l10n.t('{0} in all', humanSize(size)),
    hit + rebuild === 0 ? undefined : vscode.l10n.t('next build: {0} reused, {1} made again', hit, rebuild),
    basis.note,
  ]
    .filter((part) => part !== undefined)
    .join(' · ');
}
