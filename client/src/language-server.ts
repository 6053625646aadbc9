import * as vscode from 'vscode';
import type { Disposable } from './disposable';
import type { LanguageClient, LanguageClientOptions, ServerOptions } from 'vscode-languageclient/node';
import {
  choicesNotification,
  contextRequest,
  fetchRequest,
  layersChangedNotification,
  layersRequest,
  searchImagesRequest,
  stagesRequest,
  trustNotification,
} from '../../server/src/protocol';
import type {
  ChoicesParams,
  ContextResult,
  FetchParams,
  FetchResult,
  LayersChangedParams,
  LayersParams,
  LayersView,
  SearchImagesResult,
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
  /** Searches Docker Hub. */
  searchImages(text: string): Promise<SearchImagesResult>;
  readonly onLayersChanged: vscode.Event<vscode.Uri>;
}

/** @param commands the ids of the commands that this client has: the server offers code lenses for no others */
export function createLanguageServer(
  context: vscode.ExtensionContext,
  commands: readonly string[],
): LanguageServer {
  const layersChanged = new vscode.EventEmitter<vscode.Uri>();
  const output = vscode.window.createOutputChannel('Strata Language Server', { log: true });
  let client: Promise<LanguageClient> | undefined;

  const create = async (): Promise<LanguageClient> => {
    // The client's code takes longer to load than all of ours: other extensions need not wait for it.
    await new Promise((resolve) => setImmediate(resolve));
    const created = await createClient(context, commands, output);
    created.onNotification(layersChangedNotification, ({ uri }: LayersChangedParams) => {
      layersChanged.fire(vscode.Uri.parse(uri));
    });
    created.onRequest(fetchRequest, (params: FetchParams, token: vscode.CancellationToken) =>
      fetchFor(params, token),
    );
    await created.start();
    return created;
  };
  const started = (): Promise<LanguageClient> => (client ??= create());
  const request = async <T>(method: string, params: object): Promise<T> =>
    (await started()).sendRequest<T>(method, params);
  const notify = async (method: string, params: object): Promise<void> =>
    (await started()).sendNotification(method, params);
  const textDocument = (uri: vscode.Uri): { uri: string } => ({ uri: uri.toString() });
  const tellTrust = (): Promise<void> => notify(trustNotification, { trusted: vscode.workspace.isTrusted });
  const granted = vscode.workspace.onDidGrantWorkspaceTrust(() => void tellTrust());

  return {
    async restart() {
      const running = client;
      if (running === undefined) await started();
      else await (await running).restart();
    },
    stages: (uri) => request(stagesRequest, { textDocument: textDocument(uri) }),
    layers: (uri, choices) => request(layersRequest, { textDocument: textDocument(uri), ...choices }),
    context: (uri) => request(contextRequest, { textDocument: textDocument(uri) }),
    chose: (choices) => notify(choicesNotification, choices),
    // The server forgets what it knew of the engine whenever it is told of trust.
    engineChanged: tellTrust,
    searchImages: (text) => request(searchImagesRequest, { text }),
    onLayersChanged: layersChanged.event,
    dispose() {
      granted.dispose();
      layersChanged.dispose();
      // A server that never came up has nothing to end.
      void client
        ?.then((running) => running.dispose())
        .catch(() => undefined)
        .finally(() => {
          output.dispose();
        });
    },
  };
}

async function createClient(
  context: vscode.ExtensionContext,
  commands: readonly string[],
  outputChannel: vscode.LogOutputChannel,
): Promise<LanguageClient> {
  const { LanguageClient, TransportKind } = await import('vscode-languageclient/node');
  const server: ServerOptions = {
    module: context.asAbsolutePath('dist/server.js'),
    transport: TransportKind.ipc,
  };
  const options: LanguageClientOptions = {
    documentSelector: [{ language: 'dockerfile' }, { language: 'dockerignore' }],
    // Asked again at every start: trust may have been granted since.
    initializationOptions: (): StrataInitializationOptions => ({
      trusted: vscode.workspace.isTrusted,
      fetch: true,
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

/** A request to a registry goes out here, where the user's proxy and certificates are known. */
async function fetchFor(params: FetchParams, token: vscode.CancellationToken): Promise<FetchResult> {
  if (!vscode.workspace.isTrusted) {
    return { error: { code: 'cancelled', message: 'The workspace is not trusted.' } };
  }
  const stop = new AbortController();
  const cancelled = token.onCancellationRequested(() => {
    stop.abort();
  });
  try {
    const { registryFetch } = await import('./engine.js');
    return await registryFetch(params, stop.signal);
  } finally {
    cancelled.dispose();
  }
}
