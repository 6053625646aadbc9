import {
  CodeActionKind,
  CodeActionTriggerKind,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  DocumentDiagnosticReportKind,
  LSPErrorCodes,
  ResponseError,
  TextDocumentSyncKind,
  WatchKind,
  type CodeAction,
  type CodeActionParams,
  type CompletionItem,
  type CompletionList,
  type Connection,
  type DocumentFormattingParams,
  type DocumentOnTypeFormattingParams,
  type DocumentRangeFormattingParams,
  type FormattingOptions,
  type InitializeParams,
  type InitializeResult,
  type InlayHintParams,
  type Range,
  type ReferenceParams,
  type RenameParams,
  type SelectionRangeParams,
  type SemanticTokensDeltaParams,
  type SemanticTokensRangeParams,
  type WorkspaceSymbolParams,
} from 'vscode-languageserver/node';
import { version } from '../../package.json';
import { configurationFileNames } from './configuration-files';
import { lines } from './dockerfile/lines';
import type { Span } from './dockerfile/tree';
import { codeActions, fixAllKind } from './features/code-actions';
import { buildFacts } from './features/build-facts';
import { codeLenses } from './features/code-lenses';
import { completion } from './features/completion';
import { definition } from './features/definition';
import { diagnostics } from './features/diagnostics';
import { documentHighlights } from './features/document-highlights';
import { documentLinks } from './features/document-links';
import { documentSymbols } from './features/document-symbols';
import { endOfLifeHints } from './features/end-of-life-hints';
import { foldingRanges } from './features/folding-ranges';
import { format, formatOnType, type FormatStyle } from './features/format';
import { hover } from './features/hover';
import { ignoreActions } from './features/ignore-actions';
import { imageActions } from './features/image-actions';
import { ignoreCompletion } from './features/ignore-completion';
import { ignoreHover } from './features/ignore-hover';
import { inlayHints } from './features/inlay-hints';
import { linkedEditingRanges } from './features/linked-editing-ranges';
import { references } from './features/references';
import { prepareRename, rename, type RenameProblem } from './features/rename';
import { resolveCompletion } from './features/resolve-completion';
import { selectionRanges } from './features/selection-ranges';
import { semanticTokens, semanticTokensLegend } from './features/semantic-tokens';
import { signatureHelp } from './features/signature-help';
import { stages } from './features/stages';
import { workspaceSymbols } from './features/workspace-symbols';
import {
  choicesNotification,
  contextRequest,
  layersChangedNotification,
  layersRequest,
  searchImagesRequest,
  stagesRequest,
  trustNotification,
  type ChoicesParams,
  type LayersParams,
  type SearchImagesParams,
  type TextDocumentParams,
  type TrustParams,
} from './protocol';
import { measureContext } from './session/context-size';
import { describe, requestGuard } from './session/guard';
import { openIgnoreFile, type OpenIgnoreFile } from './session/ignore-file';
import { layersOf } from './session/layers';
import { sentTokens } from './session/sent-tokens';
import { createSession, type OpenDockerfile, type Session } from './session/session';
import { searchImages } from './session/search-images';
import { withDigest } from './session/with-digest';
import { settling } from './session/settle';
import { useTranslations } from './text';

interface AtPosition extends TextDocumentParams {
  readonly position: { readonly line: number; readonly character: number };
}

/** Serves LSP 3.17 on a connection: one line a feature, and what keeps answers fresh. */
export function serve(connection: Connection): void {
  const guard = requestGuard(connection.console);
  const edits = settling();
  const tokens = sentTokens();
  let session: Session;

  /** A feature's answer for an open Dockerfile, and for an open .dockerignore file where it has one; else `empty`. */
  const on = <Params extends TextDocumentParams, Result>(
    empty: Result,
    answer: (file: OpenDockerfile, params: Params) => Result | Promise<Result>,
    ignoreAnswer?: (file: OpenIgnoreFile, params: Params) => Result | Promise<Result>,
  ) =>
    guard<Params, Result>(empty, async (params) => {
      const { uri } = params.textDocument;
      const file = await session.open(uri);
      if (file) return answer(file, params);
      const ignoreFile = ignoreAnswer && (await openIgnoreFile(session, uri));
      return ignoreFile ? ignoreAnswer(ignoreFile, params) : empty;
    });
  const offset = ({ dockerfile }: OpenDockerfile, { position }: AtPosition) =>
    dockerfile.lines.offsetAt(position);

  connection.onInitialize((params) => {
    translate(params);
    session = createSession(connection, params, refresh);
    keepFresh();
    return capabilities(params);
  });

  connection.onHover(
    on(
      null,
      (file, at: AtPosition) =>
        session.wishes.answer(() => hover(file.dockerfile, offset(file, at), file.facts) ?? null),
      async ({ text, readFiles }, { position }) =>
        ignoreHover(text, lines(text).offsetAt(position), await readFiles()) ?? null,
    ),
  );
  connection.onCompletion(
    on<AtPosition, CompletionList | CompletionItem[] | null>(
      null,
      (file, at) => session.wishes.answer(() => completion(file.dockerfile, offset(file, at), file.facts)),
      ({ text, facts }, { position }) => ignoreCompletion(text, lines(text).offsetAt(position), facts),
    ),
  );
  connection.onCompletionResolve(resolveCompletion);
  connection.onSignatureHelp(
    on(null, (file, at: AtPosition) => signatureHelp(file.dockerfile, offset(file, at)) ?? null),
  );
  connection.onDefinition(
    on([], (file, at: AtPosition) => definition(file.dockerfile, offset(file, at), file.uri)),
  );
  connection.onReferences(
    on([], (file, params: ReferenceParams) =>
      references(file.dockerfile, offset(file, params), file.uri, params.context.includeDeclaration),
    ),
  );
  connection.onDocumentHighlight(
    on([], (file, at: AtPosition) => documentHighlights(file.dockerfile, offset(file, at))),
  );
  connection.languages.onLinkedEditingRange(
    on(null, (file, at: AtPosition) => {
      const ranges = linkedEditingRanges(file.dockerfile, offset(file, at));
      return ranges ? { ranges } : null;
    }),
  );
  connection.onDocumentLinks(on([], ({ dockerfile, links }) => documentLinks(dockerfile, links)));
  connection.onSelectionRanges(
    on([], ({ dockerfile }, { positions }: SelectionRangeParams) =>
      selectionRanges(
        dockerfile,
        positions.map((position) => dockerfile.lines.offsetAt(position)),
      ),
    ),
  );
  connection.languages.inlayHint.on(
    on([], (file, { range }: InlayHintParams) => [
      ...inlayHints(file.dockerfile, spanOf(file, range), buildFacts(file.facts)),
      ...endOfLifeHints(file.dockerfile, spanOf(file, range), file.facts),
    ]),
  );
  connection.onPrepareRename(
    on(null, (file, at: AtPosition) => orRefuse(prepareRename(file.dockerfile, offset(file, at)))),
  );
  connection.onRenameRequest(
    on(null, (file, params: RenameParams) =>
      orRefuse(rename(file.dockerfile, offset(file, params), params.newName, file.uri)),
    ),
  );
  connection.onDocumentFormatting(
    on([], (file, { options }: DocumentFormattingParams) => format(file.dockerfile, styleOf(file, options))),
  );
  connection.onDocumentRangeFormatting(
    on([], (file, { options, range }: DocumentRangeFormattingParams) =>
      format(file.dockerfile, styleOf(file, options), spanOf(file, range)),
    ),
  );
  connection.onDocumentOnTypeFormatting(
    on([], (file, params: DocumentOnTypeFormattingParams) =>
      formatOnType(file.dockerfile, offset(file, params), styleOf(file, params.options)),
    ),
  );
  connection.onWorkspaceSymbol(
    guard([], async ({ query }: WorkspaceSymbolParams) =>
      workspaceSymbols(await session.workspaceDockerfiles(), query),
    ),
  );
  connection.onDocumentSymbol(on([], ({ dockerfile }) => documentSymbols(dockerfile)));
  connection.onFoldingRanges(on([], ({ dockerfile }) => foldingRanges(dockerfile)));
  connection.onCodeLens(
    on([], ({ dockerfile, uri, version, configuration }) =>
      configuration.codeLens
        ? codeLenses(dockerfile, { uri, version, commands: session.client.commands })
        : [],
    ),
  );
  connection.onCodeAction(
    on<CodeActionParams, CodeAction[]>(
      [],
      async (file, { range, context: { only, triggerKind } }) => {
        const request = { uri: file.uri, version: file.version, span: spanOf(file, range), only };
        const ofImages = () =>
          imageActions(file.dockerfile, { ...request, resolves: session.client.resolvesEdits }, file.facts);
        return [
          ...codeActions(file.dockerfile, await session.findings(file), request),
          // A cursor that moves asks no registry; only who opens the list does.
          ...(triggerKind === CodeActionTriggerKind.Invoked
            ? await session.wishes.answer(ofImages)
            : ofImages()),
        ];
      },
      (file, { textDocument: { uri }, range, context: { only } }) =>
        ignoreActions(file.findings(), { uri, range, only }),
    ),
  );
  connection.onCodeActionResolve((action) => withDigest(session.registry.registry, action));
  connection.languages.semanticTokens.on(on({ data: [] }, (file) => tokens.full(file)));
  connection.languages.semanticTokens.onDelta(
    on({ data: [] }, (file, { previousResultId }: SemanticTokensDeltaParams) =>
      tokens.delta(file, previousResultId),
    ),
  );
  connection.languages.semanticTokens.onRange(
    on({ data: [] }, (file, { range }: SemanticTokensRangeParams) => ({
      data: semanticTokens(file.dockerfile, spanOf(file, range)),
    })),
  );
  connection.languages.diagnostics.on(
    guard({ kind: DocumentDiagnosticReportKind.Full, items: [] }, async ({ textDocument: { uri } }) => {
      await edits.settled(uri);
      return { kind: DocumentDiagnosticReportKind.Full, items: await diagnosticsOf(uri) };
    }),
  );

  connection.onRequest(
    stagesRequest,
    on(null, ({ dockerfile, version }) => stages(dockerfile, version)),
  );
  connection.onRequest(
    contextRequest,
    on(null, ({ context }) => (context ? measureContext(context.folder, context.dockerfile) : null)),
  );
  connection.onRequest(
    layersRequest,
    on(null, (file, params: LayersParams) => layersOf(session, file, params)),
  );

  connection.onRequest(searchImagesRequest, ({ text }: SearchImagesParams) =>
    searchImages(session.registry.registry, text),
  );

  connection.onNotification(choicesNotification, ({ uri, ...choices }: ChoicesParams) => {
    session.choices.set(uri, choices);
    refresh();
  });
  connection.onNotification(trustNotification, ({ trusted }: TrustParams) => {
    session.trusted = trusted;
    session.engine.reset();
    refresh();
  });
  connection.listen();

  async function diagnosticsOf(uri: string) {
    const file = await session.open(uri);
    if (file) {
      return diagnostics(file.dockerfile, await session.findings(file), uri, session.documentation);
    }
    const ignoreFile = await openIgnoreFile(session, uri);
    return ignoreFile ? ignoreFile.findings() : [];
  }

  async function publish(uri: string): Promise<void> {
    try {
      await edits.settled(uri);
      const document = session.documents.get(uri);
      const items = await diagnosticsOf(uri);
      // An edit in between has its own run; a document that was closed has been cleared already.
      if (document && session.documents.get(uri)?.version === document.version) {
        await connection.sendDiagnostics({ uri, version: document.version, diagnostics: items });
      }
    } catch (error) {
      connection.console.error(describe(error));
    }
  }

  /** Everything that answers depend on beside the text has changed, or may have. */
  function refresh(): void {
    session.invalidate();
    const { refreshes, pullsDiagnostics } = session.client;
    const ignore = () => undefined;
    if (!pullsDiagnostics) for (const uri of session.documents.keys()) void publish(uri);
    else if (refreshes.diagnostics) connection.languages.diagnostics.refresh().catch(ignore);
    for (const kind of ['codeLens', 'inlayHint', 'semanticTokens'] as const) {
      if (refreshes[kind]) void connection.sendRequest(`workspace/${kind}/refresh`).catch(ignore);
    }
    for (const uri of session.documents.keys()) {
      void connection.sendNotification(layersChangedNotification, { uri });
    }
  }

  function filesChanged(): void {
    session.contextFiles.forget();
    session.configurations.filesChanged();
    refresh();
  }

  /** Documents, settings, folders and files that change, and who has to hear of it. */
  function keepFresh(): void {
    const { documents, client, configurations } = session;
    documents.listen(connection);
    documents.onDidChangeContent(({ document: { uri } }) => {
      edits.touch(uri);
      if (!client.pullsDiagnostics) void publish(uri);
    });
    documents.onDidSave(() => filesChanged());
    documents.onDidClose(({ document: { uri } }) => {
      edits.forget(uri);
      tokens.forget(uri);
      if (!client.pullsDiagnostics) void connection.sendDiagnostics({ uri, diagnostics: [] });
    });
    connection.onDidChangeConfiguration(({ settings }) => {
      configurations.changed(settings);
      refresh();
    });
    connection.onDidChangeWatchedFiles(() => filesChanged());
    connection.onInitialized(() => {
      if (client.workspaceFolders) {
        connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
          const gone = new Set(removed.map(({ uri }) => uri));
          session.workspaceFolders = [
            ...session.workspaceFolders.filter((uri) => !gone.has(uri)),
            ...added.map(({ uri }) => uri),
          ];
          refresh();
        });
      }
      if (client.configuration) {
        void connection.client.register(DidChangeConfigurationNotification.type, { section: 'strata' });
      }
      if (client.watchesFiles) {
        void connection.client.register(DidChangeWatchedFilesNotification.type, {
          watchers: [
            { globPattern: `**/{.dockerignore,*.dockerignore,${configurationFileNames.join(',')}}` },
            // Sources of COPY and ADD that appear or vanish; their content matters to the layers view only.
            { globPattern: '**/*', kind: WatchKind.Create | WatchKind.Delete },
          ],
        });
      }
    });
  }
}

function spanOf({ dockerfile }: OpenDockerfile, { start, end }: Range): Span {
  return { start: dockerfile.lines.offsetAt(start), end: dockerfile.lines.offsetAt(end) };
}

function styleOf(
  { configuration }: OpenDockerfile,
  { tabSize, insertSpaces }: FormattingOptions,
): FormatStyle {
  return { indent: insertSpaces ? ' '.repeat(Math.max(1, tabSize)) : '\t', tabSize, ...configuration.format };
}

/** What cannot be renamed is refused with its reason, which editors show. */
function orRefuse<T extends object>(answer: T | RenameProblem): T {
  if ('problem' in answer) throw new ResponseError(LSPErrorCodes.RequestFailed, answer.problem);
  return answer;
}

function capabilities({ capabilities: client }: InitializeParams): InitializeResult {
  return {
    serverInfo: { name: 'strata', version },
    capabilities: {
      positionEncoding: 'utf-16',
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
      hoverProvider: true,
      completionProvider: {
        triggerCharacters: [' ', '-', '=', ',', ':', '$', '{', '/', '@', '"'],
        resolveProvider: true,
      },
      signatureHelpProvider: { triggerCharacters: [' ', '=', ',', '"'], retriggerCharacters: ['='] },
      definitionProvider: true,
      referencesProvider: true,
      documentHighlightProvider: true,
      linkedEditingRangeProvider: true,
      documentLinkProvider: {},
      selectionRangeProvider: true,
      inlayHintProvider: true,
      renameProvider: { prepareProvider: true },
      documentFormattingProvider: true,
      documentRangeFormattingProvider: true,
      documentOnTypeFormattingProvider: { firstTriggerCharacter: '\n' },
      documentSymbolProvider: true,
      workspaceSymbolProvider: true,
      foldingRangeProvider: true,
      semanticTokensProvider: { legend: semanticTokensLegend, full: { delta: true }, range: true },
      codeLensProvider: {},
      codeActionProvider: {
        codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.Refactor, fixAllKind],
        resolveProvider: true,
      },
      ...(client.textDocument?.diagnostic
        ? { diagnosticProvider: { interFileDependencies: false, workspaceDiagnostics: false } }
        : {}),
      workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
    },
  };
}

/** VS Code hands over the messages of the user's language. */
function translate({ initializationOptions }: InitializeParams): void {
  const { translations } = (initializationOptions ?? {}) as { translations?: Record<string, string> };
  if (translations) useTranslations(translations);
}
