import * as vscode from 'vscode';
import { humanSize } from '../human-text';
import type { Command } from './command';

/** Removes ended containers, images without a name and unused build cache, after showing what would go. */
export const prune: Command = {
  id: 'prune',
  needsTrust: true,
  async run({ docker, engineChanged }) {
    const { library, engine } = await docker.connected();
    const preview = await library.prunePreview(engine, { containers: true, images: true, cache: true });
    const bytes = (things: readonly { bytes: number }[]): number =>
      things.reduce((sum, thing) => sum + thing.bytes, 0);
    const { l10n } = vscode;
    const offers = [
      {
        label: l10n.t('{0} ended containers', preview.containers.length),
        description: humanSize(bytes(preview.containers)),
        detail: preview.containers.map(({ name }) => name).join(', '),
        option: 'containers' as const,
        picked: true,
      },
      {
        label: l10n.t('{0} images without a name', preview.images.length),
        description: humanSize(bytes(preview.images)),
        option: 'images' as const,
        picked: true,
      },
      {
        label: l10n.t('{0} records of the build cache', preview.cache.records),
        description: humanSize(preview.cache.bytes),
        detail: l10n.t('The next builds make these layers again.'),
        option: 'cache' as const,
      },
    ];
    const chosen = await vscode.window.showQuickPick(offers, {
      title: l10n.t('Remove what is not used'),
      canPickMany: true,
    });
    if (!chosen || chosen.length === 0) return undefined;
    const freed = await library.prune(engine, Object.fromEntries(chosen.map(({ option }) => [option, true])));
    engineChanged.fire('images');
    void vscode.window.showInformationMessage(l10n.t('{0} came free.', humanSize(freed)));
    return { freed };
  },
};
