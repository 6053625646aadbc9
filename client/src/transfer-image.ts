import * as vscode from 'vscode';
import type { Connected } from './docker';
import type { TransferOptions } from './engine';
import { humanSize } from './human-text';
import type { Strata } from './strata';

/** Pulls or pushes with bytes and cancel in a notification. */
export async function transferImage(
  { docker, engineChanged }: Strata,
  title: string,
  transfer: (connected: Connected, options: TransferOptions) => Promise<void>,
): Promise<Connected> {
  const connected = await docker.connected();
  const location = vscode.ProgressLocation.Notification;
  await vscode.window.withProgress({ location, title, cancellable: true }, async (progress, token) => {
    const controller = new AbortController();
    token.onCancellationRequested(() => controller.abort());
    const layers = new Map<string, { current: number; total: number }>();
    await transfer(connected, {
      signal: controller.signal,
      on: ({ id, current, total }) => {
        if (total > 0) layers.set(id, { current, total });
        const sum = (part: 'current' | 'total'): number =>
          [...layers.values()].reduce((bytes, layer) => bytes + layer[part], 0);
        progress.report({
          message: vscode.l10n.t('{0} of {1}', humanSize(sum('current')), humanSize(sum('total'))),
        });
      },
    });
  });
  engineChanged.fire('images');
  return connected;
}
