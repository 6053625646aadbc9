import * as vscode from 'vscode';
import { endBuilds } from './build-image';
import { registerBuildTasks } from './build-task';
import { createChoiceMemory } from './choice-memory';
import { commands } from './commands/index';
import type { Command } from './commands/command';
import { createDocker, UntrustedError } from './docker';
import { createLanguageServer } from './language-server';
import { createReadOnlyDocuments } from './read-only-documents';
import type { Strata } from './strata';
import { createBuildMarks } from './views/build-marks';
import { createContainersView } from './views/containers-view';
import { createEngineStatus } from './views/engine-status';
import { createImagesView } from './views/images-view';
import { createLayersView } from './views/layers-view';

/** What `activate` gives to other extensions, and to tests. */
export interface StrataApi {
  /** The language server answers. */
  readonly started: Promise<void>;
  /** What is known of a Dockerfile's layers has changed. */
  readonly onLayersChanged: vscode.Event<vscode.Uri>;
}

/** Starts the language server without waiting for it; Docker is not touched before someone asks for it. */
export function activate(context: vscode.ExtensionContext): StrataApi {
  const strata = {
    extensionUri: context.extensionUri,
    server: createLanguageServer(context, commands.map(commandName)),
    docker: createDocker(),
    output: vscode.window.createOutputChannel('Strata Build', 'log'),
    diagnostics: vscode.languages.createDiagnosticCollection('strata-build'),
    marks: createBuildMarks(),
    memory: createChoiceMemory(context.workspaceState),
    documents: createReadOnlyDocuments(),
    engineChanged: new vscode.EventEmitter(),
    layersWanted: new vscode.EventEmitter(),
  } satisfies Strata;
  const { server, docker, output, diagnostics, marks, documents, engineChanged, layersWanted } = strata;
  context.subscriptions.push(
    ...[server, docker, output, diagnostics, marks, documents, engineChanged, layersWanted],
    ...commands.map((command) =>
      vscode.commands.registerCommand(commandName(command), (...args: unknown[]) =>
        invoke(strata, command, args),
      ),
    ),
    engineChanged.event((what) => {
      if (what === 'images') void server.engineChanged();
    }),
    createLayersView(strata),
    createContainersView(strata),
    createImagesView(strata),
    createEngineStatus(strata),
    registerBuildTasks(strata),
  );
  const started = server.restart();
  started.catch((error: unknown) => {
    void vscode.window.showErrorMessage(
      vscode.l10n.t('The language server of Strata did not start: {0}', messageOf(error)),
    );
  });
  return { started, onLayersChanged: server.onLayersChanged };
}

/** VS Code waits a few seconds for this: no build goes on without its window. */
export function deactivate(): Promise<void> {
  return endBuilds();
}

const commandName = ({ id }: Command): string => `strata.${id}`;

/** Runs a command; what goes wrong is one sentence for the user, and a result for a program that called it. */
async function invoke(strata: Strata, command: Command, args: readonly unknown[]): Promise<unknown> {
  try {
    if (command.needsTrust && !vscode.workspace.isTrusted) throw new UntrustedError();
    return await command.run(strata, ...args);
  } catch (error) {
    const { code } = Object(error) as Record<string, unknown>;
    if (code !== 'cancelled') void showFailure(error);
    return { error: { message: messageOf(error), ...(typeof code === 'string' ? { code } : {}) } };
  }
}

async function showFailure(error: unknown): Promise<void> {
  const trust = vscode.l10n.t('Manage Workspace Trust');
  const again = vscode.l10n.t('Connect Again');
  const noEngine = ['no-engine', 'refused', 'permission', 'lost'].includes(
    String((Object(error) as Record<string, unknown>)['code']),
  );
  const actions = error instanceof UntrustedError ? [trust] : noEngine ? [again] : [];
  const choice = await vscode.window.showErrorMessage(messageOf(error), ...actions);
  if (choice === trust) await vscode.commands.executeCommand('workbench.trust.manage');
  if (choice === again) await vscode.commands.executeCommand('strata.connect');
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
