import { spawn } from 'node:child_process';
import { join } from 'node:path';
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type ClientCapabilities,
  type Diagnostic,
  type InitializeResult,
  type ProtocolConnection,
} from 'vscode-languageserver/node';

/** The built bundles; another folder than dist/ can be named to test what is not packaged yet. */
export const dist = process.env['STRATA_DIST'] ?? join(__dirname, '../../dist');

export interface ClientOptions {
  readonly capabilities?: ClientCapabilities;
  readonly initializationOptions?: unknown;
  /** The server's environment, beside this process's own. */
  readonly env?: NodeJS.ProcessEnv;
  readonly workspaceFolders?: { uri: string; name: string }[];
  /** What the client answers for `workspace/configuration`. */
  readonly settings?: () => unknown;
}

/** A client that speaks to the built server over stdio, as any editor does. */
export interface LanguageClient {
  readonly connection: ProtocolConnection;
  readonly initialized: InitializeResult;
  /** Every publication so far, oldest first. */
  readonly published: { uri: string; version?: number; diagnostics: Diagnostic[] }[];
  /** Opens a document and gives its uri. */
  open(text: string, uri?: string, languageId?: string): string;
  change(uri: string, version: number, text: string): void;
  /** Sends notifications in one piece, as they arrive from an editor that was busy. */
  atOnce(notifications: readonly { method: string; params: object }[]): void;
  /** The next publication for a document whose version is at least `version`. */
  nextDiagnostics(uri: string, version: number): Promise<Diagnostic[]>;
  request(method: string, params: object): Promise<unknown>;
  /** Shuts the server down in order and gives its exit code. */
  stop(): Promise<number | null>;
}

export async function startClient(options: ClientOptions = {}): Promise<LanguageClient> {
  const child = spawn(process.execPath, [join(dist, 'server.js'), '--stdio'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...options.env, STRATA_STRICT: '1' },
  });
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  const published: LanguageClient['published'] = [];
  const waiting = new Set<() => void>();
  connection.onNotification(
    'textDocument/publishDiagnostics',
    (params: LanguageClient['published'][number]) => {
      published.push(params);
      for (const look of waiting) look();
    },
  );
  connection.onRequest('workspace/configuration', ({ items }: { items: unknown[] }) =>
    items.map(() => options.settings?.() ?? null),
  );
  connection.onRequest('client/registerCapability', () => null);
  connection.listen();
  const initialized = await connection.sendRequest<InitializeResult>('initialize', {
    processId: process.pid,
    rootUri: null,
    capabilities: options.capabilities ?? {},
    initializationOptions: options.initializationOptions,
    workspaceFolders: options.workspaceFolders ?? null,
  });
  await connection.sendNotification('initialized', {});

  let opened = 0;
  return {
    connection,
    initialized,
    published,
    open: (text, uri = `file:///nowhere/${String(++opened)}/Dockerfile`, languageId = 'dockerfile') => {
      void connection.sendNotification('textDocument/didOpen', {
        textDocument: { uri, languageId, version: 1, text },
      });
      return uri;
    },
    change: (uri, version, text) => {
      void connection.sendNotification('textDocument/didChange', {
        textDocument: { uri, version },
        contentChanges: [{ text }],
      });
    },
    atOnce: (notifications) => {
      const messages = notifications.map(({ method, params }) => {
        const content = Buffer.from(JSON.stringify({ jsonrpc: '2.0', method, params }));
        return Buffer.concat([Buffer.from(`Content-Length: ${String(content.length)}\r\n\r\n`), content]);
      });
      child.stdin.write(Buffer.concat(messages));
    },
    nextDiagnostics: (uri, version) =>
      new Promise((resolve) => {
        const from = published.length;
        const look = () => {
          const found = published
            .slice(from)
            .find((params) => params.uri === uri && (params.version ?? 0) >= version);
          if (!found) return;
          waiting.delete(look);
          resolve(found.diagnostics);
        };
        waiting.add(look);
      }),
    request: (method, params) => connection.sendRequest(method, params),
    stop: async () => {
      await connection.sendRequest('shutdown');
      await connection.sendNotification('exit');
      const code = await exit;
      connection.dispose();
      return code;
    },
  };
}
