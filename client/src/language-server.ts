import * as vscode from 'vscode';
import type { Disposable } from './disposable';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import type { LanguageClientOptions, ServerOptions } from 'vscode-languageclient/node';
import {
  choicesNotification,
  contextRequest,
  layersChangedNotification,
  layersRequest,
  stagesRequest,
  trustNotification,
} from '../../server/src/protocol';
import type {
  ChoicesParams,
  ContextResult,
  LayersChangedParams,
  LayersParams,
  LayersView,
  StagesResult,
  StrataInitializationOptions,
} from '../../server/src/protocol';

export interface LanguageServer extends Disposable {
  /** Starts the server, or starts it again. */
  restart(): Promise<void>;
  stages(uri: vscode.Uri): Promise<StagesResult>;
  layers(uri: vscode.Uri, choices: Omit<LayersParams, 'textDocument'>): Promise<LayersView>;
  context(uri: vscode.Uri): Promise<ContextResult>;
  /** Tells what the user last chose for a Dockerfile, so that predictions speak of that build. */
  chose(choices: ChoicesParams): Promise<void>;
  /** An action of ours made or removed images: what the server knows of the engine is old. */
  engineChanged(): Promise<void>;
  readonly onLayersChanged: vscode.Event<vscode.Uri>;
}

/** @param commands the ids of the commands that this client has: the server offers code lenses for no others */
export function createLanguageServer(
  context: vscode.ExtensionContext,
  commands: readonly string[],
): LanguageServer {
  const layersChanged = new vscode.EventEmitter<vscode.Uri>();
  const output = vscode.window.createOutputChannel('Strata Language Server', { log: true });
  const client = createClient(context, commands, output);
  let starting: Promise<void> | undefined;

  const subscriptions = [
    client.onNotification(layersChangedNotification, ({ uri }: LayersChangedParams) => {
      layersChanged.fire(vscode.Uri.parse(uri));
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => {
      void client.sendNotification(trustNotification, { trusted: true });
    }),
  ];
  const request = async <T>(method: string, params: object): Promise<T> => {
    await starting;
    return client.sendRequest<T>(method, params);
  };
  const textDocument = (uri: vscode.Uri): { uri: string } => ({ uri: uri.toString() });

  return {
    restart() {
      starting = client.isRunning() ? client.restart() : client.start();
      return starting;
    },
    stages: (uri) => request(stagesRequest, { textDocument: textDocument(uri) }),
    layers: (uri, choices) => request(layersRequest, { textDocument: textDocument(uri), ...choices }),
    context: (uri) => request(contextRequest, { textDocument: textDocument(uri) }),
    async chose(choices) {
      await starting;
      await client.sendNotification(choicesNotification, choices);
    },
    async engineChanged() {
      await starting;
      // The server forgets what it knew of the engine whenever it is told of trust.
      await client.sendNotification(trustNotification, { trusted: vscode.workspace.isTrusted });
    },
    onLayersChanged: layersChanged.event,
    dispose() {
      for (const subscription of subscriptions) subscription.dispose();
      layersChanged.dispose();
      void client.dispose().finally(() => {
        output.dispose();
      });
    },
  };
}

function createClient(
  context: vscode.ExtensionContext,
  commands: readonly string[],
  outputChannel: vscode.LogOutputChannel,
): LanguageClient {
  const server: ServerOptions = {
    module: context.asAbsolutePath('dist/server.js'),
    transport: TransportKind.ipc,
  };
  const options: LanguageClientOptions = {
    documentSelector: [{ language: 'dockerfile' }, { language: 'dockerignore' }],
    // Asked again at every start: trust may have been granted since.
    initializationOptions: (): StrataInitializationOptions => ({
      trusted: vscode.workspace.isTrusted,
      // Beside ours the one that opens the next list of suggestions, which other editors do not have.
      commands: [...commands, 'editor.action.triggerSuggest'],
      ...(vscode.l10n.bundle ? { translations: vscode.l10n.bundle } : {}),
    }),
    outputChannel,
    // Hovers quote the user's files and what registries say: no command may run from them.
    markdown: { isTrusted: false, supportHtml: false },
  };
  return new LanguageClient('strata', 'Strata', server, options);
}
