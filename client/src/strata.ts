import type * as vscode from 'vscode';
import type { BuildMarks } from './views/build-marks';
import type { ChoiceMemory } from './choice-memory';
import type { BuildTarget } from './build-target';
import type { Docker } from './docker';
import type { LanguageServer } from './language-server';
import type { ReadOnlyDocuments } from './read-only-documents';

/** What commands and views share. */
export interface Strata {
  /** Where the extension's own files are. */
  readonly extensionUri: vscode.Uri;
  readonly server: LanguageServer;
  readonly docker: Docker;
  /** What builds print, as plain text. */
  readonly output: vscode.OutputChannel;
  /** Failures of builds; the language server has its own diagnostics. */
  readonly diagnostics: vscode.DiagnosticCollection;
  /** What the last build did, at the lines of the Dockerfile. */
  readonly marks: BuildMarks;
  readonly memory: ChoiceMemory;
  readonly documents: ReadOnlyDocuments;
  /** An action of ours changed something in the engine: views read it again, and the server where images changed. */
  readonly engineChanged: vscode.EventEmitter<'containers' | 'images'>;
  /** Fired with the Dockerfile and stage whose layers the view shall show. */
  readonly layersWanted: vscode.EventEmitter<BuildTarget>;
}
