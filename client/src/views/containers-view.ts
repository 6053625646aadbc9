import * as vscode from 'vscode';
import type { Disposable } from '../disposable';
import { portsText } from '../container-argument';
import type { ContainerSummary } from '../engine';
import type { Strata } from '../strata';
import { createEngineView } from './engine-view';

/** The engine's containers, those that run first. */
export function createContainersView(strata: Strata): Disposable {
  return createEngineView(strata, 'strata.containers', {
    read: async ({ library, engine }) => {
      const found = await library.containers(engine);
      return found.sort((a, b) => Number(b.state === 'running') - Number(a.state === 'running'));
    },
    item: containerItem,
  });
}

function containerItem({
  id,
  name,
  image,
  state,
  status,
  ports,
  command,
}: ContainerSummary): vscode.TreeItem {
  const item = new vscode.TreeItem(name);
  const running = state === 'running';
  const published = ports.some(({ host }) => host !== undefined);
  item.id = id;
  item.contextValue = `container-${running ? 'running' : 'stopped'}${running && published ? '-published' : ''}`;
  item.description = [portsText(ports), image, status].filter((text) => text !== '').join(' · ');
  item.tooltip = [name, image, command, status, portsText(ports)].filter((text) => text !== '').join('\n');
  item.iconPath = running
    ? new vscode.ThemeIcon('vm-running', new vscode.ThemeColor('charts.green'))
    : new vscode.ThemeIcon('vm-outline');
  return item;
}
