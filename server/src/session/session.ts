import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Connection, InitializeParams, TextDocuments } from 'vscode-languageserver/node';
import { readConfiguration, type Configuration } from '../configuration';
import type { Dockerfile } from '../dockerfile/tree';
import type { LinkTargets } from '../features/document-links';
import type { FeatureFacts } from '../features/facts';
import type { WorkspaceDockerfile } from '../features/workspace-symbols';
import type { BuildChoices } from '../protocol';
import type { RegistrySettings } from '../registry/user-registry';
import { lintSteps, type RuleFinding } from '../rules/lint';
import { rules } from '../rules';
import { severitiesOf } from '../severities';
import { buildContext, type BuildContext } from './build-context';
import { shippedCatalogue } from './catalogue';
import { contextFiles, type ContextFiles } from './context-files';
import { configurations, type Configurations } from './configurations';
import { contextFacts } from './context';
import { dockerfileOf, isDockerfile, openDocuments } from './documents';
import { engineFacts, type EngineFacts } from './engine-facts';
import { shellcheck } from './shellcheck';
import { inSlices } from './slices';
import { fetchTransport } from './fetch-transport';
import { registryFacts, type RegistryFacts } from './registry-facts';
import { usedImages, type UsedImages } from './used-images';
import { wishes, type Wishes } from './wishes';
import { workspaceDockerfiles } from './workspace-dockerfiles';

/** An open Dockerfile at one version, with all that is known about it. */
export interface OpenDockerfile {
  readonly uri: string;
  readonly version: number;
  readonly dockerfile: Dockerfile;
  readonly configuration: Configuration;
  readonly choices: BuildChoices;
  readonly context: BuildContext | undefined;
  /** The same object as long as nothing that it holds can have changed: trees remember what follows from it. */
  readonly facts: FeatureFacts;
  readonly links: LinkTargets;
}

export interface Session {
  readonly documents: TextDocuments<TextDocument>;
  readonly configurations: Configurations;
  readonly engine: EngineFacts;
  readonly registry: RegistryFacts;
  /** Images that the Dockerfiles of the workspace use. */
  readonly usedImages: UsedImages;
  readonly wishes: Wishes;
  readonly contextFiles: ContextFiles;
  readonly client: ClientAbilities;
  trusted: boolean;
  workspaceFolders: string[];
  readonly choices: Map<string, BuildChoices>;
  /** Undefined for a document that is not open or not a Dockerfile. */
  open(uri: string): Promise<OpenDockerfile | undefined>;
  /** The open Dockerfiles as they are typed, and those on disk in the workspace folders. */
  workspaceDockerfiles(): Promise<readonly WorkspaceDockerfile[]>;
  /** What the rules say; the same array until the text or something that is known changes. */
  findings(file: OpenDockerfile): Promise<readonly RuleFinding[]>;
  /** Something outside the text changed: what was computed from it is void. */
  invalidate(): void;
  /** Address of docs/rules.md, where it lies beside the program. */
  readonly documentation: string | undefined;
}

export interface ClientAbilities {
  readonly pullsDiagnostics: boolean;
  readonly refreshes: Readonly<Record<'diagnostics' | 'codeLens' | 'inlayHint' | 'semanticTokens', boolean>>;
  readonly configuration: boolean;
  readonly watchesFiles: boolean;
  readonly workspaceFolders: boolean;
  readonly snippets: boolean;
  /** It asks for the edit of a code action when one is chosen. */
  readonly resolvesEdits: boolean;
  /** It makes requests for the server. */
  readonly fetches: boolean;
  readonly commands: ReadonlySet<string>;
}

/** `changed` is called when facts arrive that answers may depend on. */
export function createSession(
  connection: Connection,
  params: InitializeParams,
  changed: () => void,
): Session {
  const client = abilities(params);
  const log = (message: string) => connection.console.info(message);
  let generation = 0;
  let host = '';
  let shellcheckPath = '';
  let registrySettings: RegistrySettings = readConfiguration(undefined).registry;
  const wished = wishes();
  const onDisk = workspaceDockerfiles();
  const surroundings = new Map<string, Surroundings & { generation: number }>();
  const found = new Map<
    string,
    { version: number; generation: number; findings: Promise<readonly RuleFinding[]> }
  >();

  const scripts = shellcheck({
    allowed: () => session.trusted,
    program: () => shellcheckPath,
    changed,
    log,
  });

  const session: Session = {
    documents: openDocuments(),
    configurations: configurations(connection, {
      initial: initialSettings(params),
      askable: client.configuration,
      folders: () => session.workspaceFolders,
    }),
    engine: engineFacts({ allowed: () => session.trusted, host: () => host, changed, log }),
    registry: registryFacts({
      allowed: () => session.trusted,
      settings: () => registrySettings,
      catalogue: () => shippedCatalogue(log),
      today,
      transport: client.fetches ? fetchTransport(connection) : undefined,
      wishes: wished,
    }),
    usedImages: usedImages(() => session.workspaceDockerfiles(), wished),
    wishes: wished,
    contextFiles: contextFiles(changed),
    client,
    trusted: member(params.initializationOptions, 'trusted') === true,
    workspaceFolders: (params.workspaceFolders ?? []).map((folder) => folder.uri),
    choices: new Map(),
    documentation: documentation(),

    open: async (uri) => {
      const configuration = await session.configurations.of(uri);
      // Only now: the text may have changed while the client was asked for the settings.
      const document = session.documents.get(uri);
      if (!document || !isDockerfile(document)) return undefined;
      shellcheckPath = configuration.shellcheckPath;
      if (configuration.engineHost !== host) {
        host = configuration.engineHost;
        session.engine.reset();
      }
      registrySettings = configuration.registry;
      const known = surroundings.get(uri);
      const around =
        known?.generation === generation && known.configuration === configuration
          ? known
          : { ...surroundingsOf(session, uri, configuration, log), generation };
      surroundings.set(uri, around);
      return { uri, version: document.version, dockerfile: dockerfileOf(document), ...around };
    },

    workspaceDockerfiles: async () => {
      const files = await onDisk.of(session.workspaceFolders);
      const open = session.documents.all().filter(isDockerfile);
      const isOpen = new Set(open.map(({ uri }) => uri));
      return [
        ...open.map((document) => ({ uri: document.uri, dockerfile: dockerfileOf(document) })),
        ...files.filter(({ uri }) => !isOpen.has(uri)),
      ];
    },

    findings: (file) => {
      const { uri, version, configuration } = file;
      if (!configuration.validate || !isChecked(uri)) return Promise.resolve([]);
      const last = found.get(uri);
      if (last?.version === version && last.generation === generation) return last.findings;
      const findings = find(file);
      found.set(uri, { version, generation, findings });
      return findings;
    },

    invalidate: () => {
      generation += 1;
    },
  };
  /** Nothing for a version that has been edited meanwhile: the new one has its own run. */
  async function find({ uri, version, configuration, dockerfile, facts }: OpenDockerfile) {
    const settings = { options: configuration.options, severities: severitiesOf(rules, configuration) };
    const isWanted = () => session.documents.get(uri)?.version === version;
    const native = await inSlices(lintSteps(dockerfile, facts, settings), isWanted);
    if (!native) return [];
    // The builder does not look into scripts, so its preset does not either.
    const foreign =
      configuration.preset === 'builder' ? [] : scripts.findings(uri, dockerfile, configuration.rules);
    return [...native, ...foreign].sort((a, b) => a.span.start - b.span.start);
  }

  session.documents.onDidChangeContent(({ document }) => {
    scripts.cancel(document.uri);
  });
  session.documents.onDidClose(({ document }) => {
    found.delete(document.uri);
    scripts.cancel(document.uri);
    surroundings.delete(document.uri);
    session.choices.delete(document.uri);
  });
  return session;
}

/** Old revisions in a diff and files of a remote repository are read, not judged. */
export function isChecked(uri: string): boolean {
  return /^(file|untitled):/.test(uri);
}

/** What is known about an open file beside its text. */
type Surroundings = Omit<OpenDockerfile, 'uri' | 'version' | 'dockerfile'>;

function surroundingsOf(
  session: Session,
  uri: string,
  configuration: Configuration,
  log: (message: string) => void,
): Surroundings {
  const choices = session.choices.get(uri) ?? {};
  const context = buildContext(uri, choices.context, configuration, session.workspaceFolders);
  const onDisk = context && contextFacts(context.folder, context.dockerfile);
  const { engine, registry } = session;
  return {
    configuration,
    choices,
    context,
    links: onDisk ? { contextUri: (path) => onDisk.contextUri(path) } : {},
    facts: {
      ...(choices.buildArgs ? { buildArgs: new Map(Object.entries(choices.buildArgs)) } : {}),
      ...(choices.target === undefined ? {} : { target: choices.target }),
      ...(choices.platform === undefined ? {} : { platform: choices.platform }),
      ...onDisk,
      imageConfig: (reference) => engine.imageConfig(reference),
      registryTags: registry.registryTags,
      registryDigest: registry.registryDigest,
      registryNote: registry.registryNote,
      today: today(),
      snippets: session.client.snippets,
      commands: session.client.commands,
      // Getters: what no feature asks for is neither read nor fetched.
      get localImages() {
        return engine.localImages();
      },
      get usedImages() {
        return session.usedImages.of(uri);
      },
      get images() {
        return shippedCatalogue(log);
      },
    },
  };
}

function abilities({ capabilities, initializationOptions }: InitializeParams): ClientAbilities {
  const { workspace, textDocument } = capabilities;
  const commands = member(initializationOptions, 'commands');
  return {
    pullsDiagnostics: textDocument?.diagnostic !== undefined,
    refreshes: {
      diagnostics: workspace?.diagnostics?.refreshSupport === true,
      codeLens: workspace?.codeLens?.refreshSupport === true,
      inlayHint: workspace?.inlayHint?.refreshSupport === true,
      semanticTokens: workspace?.semanticTokens?.refreshSupport === true,
    },
    configuration: workspace?.configuration === true,
    watchesFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    workspaceFolders: workspace?.workspaceFolders === true,
    resolvesEdits: textDocument?.codeAction?.resolveSupport?.properties.includes('edit') === true,
    fetches: member(initializationOptions, 'fetch') === true,
    snippets: textDocument?.completion?.completionItem?.snippetSupport === true,
    commands: new Set(Array.isArray(commands) ? commands.map(String) : []),
  };
}

/** `2026-11-21` */
function today(): string {
  return new Date().toISOString().slice(0, 10);
}

/** The settings may stand under `settings` or beside the other options. */
function initialSettings({ initializationOptions }: InitializeParams): unknown {
  return member(initializationOptions, 'settings') ?? initializationOptions;
}

function documentation(): string | undefined {
  const path = join(__dirname, '..', 'docs', 'rules.md');
  return existsSync(path) ? pathToFileURL(path).href : undefined;
}

/** `initializationOptions` is whatever the client sends. */
function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
