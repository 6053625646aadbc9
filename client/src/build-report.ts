import { stripVTControlCharacters } from 'node:util';
import * as vscode from 'vscode';
import type { BuildEvent, BuildResult } from './engine';
import type { Strata } from './strata';
import { humanSize } from './human-text';

export interface BuildReport {
  /** @param command the docker command that does the same, as one line */
  start(command: string): void;
  event(event: BuildEvent): void;
  end(result: BuildResult): void;
}

/** Shows a build while it runs: the log, marks in the editor, progress, and a diagnostic where it failed. */
export function buildReport(
  { output, marks, diagnostics }: Strata,
  uri: vscode.Uri,
  progress: vscode.Progress<{ message?: string; increment?: number }>,
): BuildReport {
  let percent = 0;
  return {
    start(command) {
      marks.clear(uri);
      diagnostics.delete(uri);
      output.appendLine(`> ${command}`);
    },
    event(event) {
      switch (event.kind) {
        case 'step':
          marks.set(uri, { line: event.line - 1, status: event.status, seconds: event.seconds });
          if (event.status !== 'running') output.appendLine(stepText(event));
          return;
        case 'log':
          output.appendLine(stripVTControlCharacters(event.text).trimEnd());
          return;
        case 'progress': {
          const now = event.total === 0 ? 0 : (100 * event.done) / event.total;
          progress.report({
            message: vscode.l10n.t('step {0} of {1}', event.done, event.total),
            increment: Math.max(0, now - percent),
          });
          percent = Math.max(percent, now);
          return;
        }
        case 'pull':
          progress.report({
            message: vscode.l10n.t('pulling, {0} of {1}', humanSize(event.current), humanSize(event.total)),
          });
          return;
        case 'context':
          progress.report({
            message: vscode.l10n.t('sending the build context, {0}', humanSize(event.bytes)),
          });
          return;
        case 'warning':
          // The language server reports the same rules in the editor; here they are part of the log.
          output.appendLine(vscode.l10n.t('Warning: {0}', event.message));
          return;
      }
    },
    end({ error, seconds, cached, total, tags }) {
      if (error) {
        output.appendLine(error.message);
        if (error.line !== undefined) diagnostics.set(uri, [failure(error, error.line)]);
      } else {
        output.appendLine(
          vscode.l10n.t(
            'Built {0} in {1} s, {2} of {3} steps cached.',
            tags.join(', '),
            seconds.toFixed(1),
            cached,
            total,
          ),
        );
      }
      output.appendLine('');
    },
  };
}

function stepText({ line, instruction, status, seconds }: Extract<BuildEvent, { kind: 'step' }>): string {
  const took = status === 'done' && seconds !== undefined ? ` ${seconds.toFixed(1)} s` : '';
  const words = {
    cached: vscode.l10n.t('cached'),
    running: '',
    done: vscode.l10n.t('done'),
    failed: vscode.l10n.t('failed'),
  };
  return `${line.toString().padStart(4)}  ${instruction.split('\n')[0] ?? ''}  [${words[status]}${took}]`;
}

/** The instruction that failed, with the last that it printed. */
function failure(error: NonNullable<BuildResult['error']>, line: number): vscode.Diagnostic {
  const range = new vscode.Range(line - 1, 0, (error.endLine ?? line) - 1, Number.MAX_SAFE_INTEGER);
  const log = error.log.map((text) => stripVTControlCharacters(text).trimEnd()).filter((text) => text !== '');
  const diagnostic = new vscode.Diagnostic(
    range,
    [error.message, ...log.slice(-10)].join('\n'),
    vscode.DiagnosticSeverity.Error,
  );
  diagnostic.source = vscode.l10n.t('docker build');
  return diagnostic;
}
