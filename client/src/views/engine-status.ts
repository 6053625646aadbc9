import * as vscode from 'vscode';
import type { Disposable } from '../disposable';
import type { Strata } from '../strata';

/** Names the engine in the status bar once something has asked for it; a click chooses another. */
export function createEngineStatus({ docker }: Strata): Disposable {
  const item = vscode.window.createStatusBarItem('strata.engine', vscode.StatusBarAlignment.Left, 0);
  item.name = vscode.l10n.t('Docker engine');
  item.command = 'strata.chooseEngine';
  const update = async (): Promise<void> => {
    switch (docker.state) {
      case 'unknown':
        item.hide();
        return;
      case 'none':
        item.text = `$(debug-disconnect) ${vscode.l10n.t('no Docker engine')}`;
        item.tooltip = vscode.l10n.t('Click to choose another engine.');
        item.show();
        return;
      case 'connected': {
        const { engine } = await docker.connected();
        const { kind, version } = await engine.info();
        item.text = `$(server) ${engine.endpoint.context ?? (kind === 'podman' ? 'Podman' : 'Docker')} ${version}`;
        item.tooltip = `${engine.endpoint.host}\n${vscode.l10n.t('Click to choose another engine.')}`;
        item.show();
      }
    }
  };
  const subscription = docker.onDidChangeState(() => void update());
  return {
    dispose() {
      subscription.dispose();
      item.dispose();
    },
  };
}
