import * as vscode from 'vscode';
import type { Disposable } from './disposable';
import type { Engine } from './engine';

export type EngineLibrary = typeof import('./engine');

/** The engine library with a connection of it. */
export interface Connected {
  readonly library: EngineLibrary;
  readonly engine: Engine;
}

export interface Docker extends Disposable {
  /** `unknown` until something asked for the engine. */
  readonly state: 'unknown' | 'connected' | 'none';
  readonly onDidChangeState: vscode.Event<void>;
  /** Loads dist/engine.js on first use; for what needs no connection. */
  library(): Promise<EngineLibrary>;
  /** Connects on first use; a failure is tried again by the next call. Throws EngineError, or UntrustedError. */
  connected(): Promise<Connected>;
  /** Forgets the connection, so that settings, contexts and DOCKER_HOST are read again. */
  reset(): void;
}

/** The user has not said that the folder may run things. */
export class UntrustedError extends Error {
  constructor() {
    super(vscode.l10n.t('Strata talks to Docker only in a folder that you trust.'));
    this.name = 'UntrustedError';
  }
}

export function createDocker(): Docker {
  const changed = new vscode.EventEmitter<void>();
  let state: Docker['state'] = 'unknown';
  let connection: Promise<Connected> | undefined;

  const become = (next: Docker['state']): void => {
    if (state === next) return;
    state = next;
    void vscode.commands.executeCommand('setContext', 'strata.engine', next);
    changed.fire();
  };
  const reset = (): void => {
    connection = undefined;
    become('unknown');
  };
  const load = async (): Promise<EngineLibrary> => {
    const library = await import('./engine.js');
    if (vscode.l10n.bundle) library.useTranslations(vscode.l10n.bundle);
    return library;
  };
  const connect = async (): Promise<Connected> => {
    const library = await load();
    const setting = vscode.workspace.getConfiguration('strata').get<string>('engine.host', '');
    const endpoint = await library.resolveEndpoint({
      ...(setting === '' ? {} : { setting }),
      env: process.env,
    });
    const engine = library.connect(endpoint);
    await engine.info();
    return { library, engine };
  };
  const settings = vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration('strata.engine')) reset();
  });

  return {
    get state() {
      return state;
    },
    onDidChangeState: changed.event,
    library: load,
    async connected() {
      if (!vscode.workspace.isTrusted) throw new UntrustedError();
      const attempt = (connection ??= connect());
      try {
        const result = await attempt;
        become('connected');
        return result;
      } catch (error) {
        if (connection === attempt) connection = undefined;
        become('none');
        throw error;
      }
    },
    reset,
    dispose() {
      settings.dispose();
      changed.dispose();
    },
  };
}
