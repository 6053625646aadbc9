import * as vscode from 'vscode';
import type { ContainerSummary } from './engine';
import type { Strata } from './strata';

/**
 * The container that a command is about: an id or name as string, an option object `{ id }` or a tree item, else
 * picked from those in the `wanted` state. Undefined where the user cancelled.
 */
export async function containerArgument(
  { docker }: Strata,
  argument: unknown,
  wanted: 'running' | 'stopped' | 'any',
): Promise<string | undefined> {
  if (typeof argument === 'string') return argument;
  const { id } = Object(argument) as Record<string, unknown>;
  if (typeof id === 'string') return id;
  const { library, engine } = await docker.connected();
  const items = (await library.containers(engine))
    .filter(({ state }) => wanted === 'any' || (state === 'running') === (wanted === 'running'))
    .map(({ id: found, name, image, status }) => ({
      label: name,
      description: `${image}, ${status}`,
      id: found,
    }));
  const [only] = items;
  if (!only) throw new Error(nothing[wanted]());
  if (items.length === 1 && wanted !== 'any') return only.id;
  const picked = await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('Which container?') });
  return picked?.id;
}

const nothing = {
  running: () => vscode.l10n.t('No container is running: run an image first.'),
  stopped: () => vscode.l10n.t('There is no stopped container.'),
  any: () => vscode.l10n.t('There are no containers: run an image first.'),
};

/** `0.0.0.0:8080→80, 5353→53/udp`, each port once though it is published for IPv4 and IPv6. */
export function portsText(ports: ContainerSummary['ports']): string {
  const texts = ports.map(({ container, host, protocol }) => {
    const inside = protocol === 'tcp' ? String(container) : `${container}/${protocol}`;
    return host === undefined ? inside : `${host}→${inside}`;
  });
  return [...new Set(texts)].join(', ');
}
