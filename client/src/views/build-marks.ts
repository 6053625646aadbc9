import * as vscode from 'vscode';
import type { Disposable } from '../disposable';

export type StepStatus = 'cached' | 'running' | 'done' | 'failed';

/** What a build does at one instruction. */
export interface StepMark {
  /** First line of the instruction, 0-based. */
  readonly line: number;
  readonly status: StepStatus;
  readonly seconds?: number | undefined;
}

/** Marks after the instructions of a Dockerfile: what its last build did there. Editing the file removes them. */
export interface BuildMarks extends Disposable {
  clear(uri: vscode.Uri): void;
  set(uri: vscode.Uri, mark: StepMark): void;
  /** Steps that still seem to run did not end: the build was cancelled or broke. */
  finish(uri: vscode.Uri): void;
  /** For tests: the marks in the order of their lines. */
  of(uri: vscode.Uri): readonly StepMark[];
}

const colours: Record<StepStatus, string> = {
  cached: 'descriptionForeground',
  running: 'charts.blue',
  done: 'charts.green',
  failed: 'errorForeground',
};

export function createBuildMarks(): BuildMarks {
  const marks = new Map<string, Map<number, StepMark & { readonly since: number }>>();
  const decorations = decorationTypes();
  let ticking: NodeJS.Timeout | undefined;

  const render = (editor: vscode.TextEditor): void => {
    const own = [...(marks.get(editor.document.uri.toString())?.values() ?? [])];
    for (const status of statuses) {
      const options = own
        .filter((mark) => mark.status === status && mark.line < editor.document.lineCount)
        .map((mark): vscode.DecorationOptions => {
          const { end } = editor.document.lineAt(mark.line).range;
          return {
            range: new vscode.Range(end, end),
            renderOptions: { after: { contentText: label(mark) } },
          };
        });
      editor.setDecorations(decorations[status], options);
    }
  };
  const renderAll = (key: string): void => {
    for (const editor of vscode.window.visibleTextEditors) {
      if (editor.document.uri.toString() === key) render(editor);
    }
  };
  /** Counts seconds up while something runs. */
  const tick = (): void => {
    const running = [...marks].filter(([, lines]) =>
      [...lines.values()].some(({ status }) => status === 'running'),
    );
    for (const [key] of running) renderAll(key);
    if (running.length > 0) ticking ??= setInterval(tick, 1000);
    else {
      clearInterval(ticking);
      ticking = undefined;
    }
  };
  const clear = (key: string): void => {
    if (!marks.delete(key)) return;
    renderAll(key);
    tick();
  };

  const subscriptions = [
    vscode.window.onDidChangeVisibleTextEditors((editors) => editors.forEach(render)),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0) clear(document.uri.toString());
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => clear(uri.toString())),
  ];

  return {
    clear: (uri) => clear(uri.toString()),
    set(uri, mark) {
      const key = uri.toString();
      const lines = marks.get(key) ?? new Map<number, StepMark & { readonly since: number }>();
      marks.set(key, lines);
      const before = lines.get(mark.line);
      const since = before?.status === 'running' && mark.status === 'running' ? before.since : Date.now();
      lines.set(mark.line, { ...mark, since });
      renderAll(key);
      tick();
    },
    finish(uri) {
      const key = uri.toString();
      const lines = marks.get(key);
      for (const mark of lines?.values() ?? []) if (mark.status === 'running') lines?.delete(mark.line);
      renderAll(key);
      tick();
    },
    of: (uri) => [...(marks.get(uri.toString())?.values() ?? [])].sort((a, b) => a.line - b.line),
    dispose() {
      clearInterval(ticking);
      for (const part of [...subscriptions, ...Object.values(decorations)]) part.dispose();
    },
  };
}

const statuses = ['cached', 'running', 'done', 'failed'] as const;

function decorationTypes(): Record<StepStatus, vscode.TextEditorDecorationType> {
  const type = (status: StepStatus): vscode.TextEditorDecorationType =>
    vscode.window.createTextEditorDecorationType({
      after: { color: new vscode.ThemeColor(colours[status]), margin: '0 0 0 3em', fontStyle: 'italic' },
      rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
      ...(status === 'failed'
        ? {
            overviewRulerColor: new vscode.ThemeColor('editorOverviewRuler.errorForeground'),
            overviewRulerLane: vscode.OverviewRulerLane.Right,
          }
        : {}),
    });
  return { cached: type('cached'), running: type('running'), done: type('done'), failed: type('failed') };
}

function label({ status, seconds, since }: StepMark & { readonly since: number }): string {
  switch (status) {
    case 'cached':
      return vscode.l10n.t('cached');
    case 'running':
      return vscode.l10n.t('running… {0} s', Math.round((Date.now() - since) / 1000));
    case 'done':
      return seconds === undefined ? vscode.l10n.t('done') : vscode.l10n.t('{0} s', seconds.toFixed(1));
    case 'failed':
      return vscode.l10n.t('failed');
  }
}
