import { CodeActionKind, type CodeAction, type Diagnostic, type Range } from 'vscode-languageserver-types';
import { t } from '../text';

/** Takes a line out of a .dockerignore file that is rejected or does nothing. */
export function ignoreActions(
  findings: readonly Diagnostic[],
  { uri, range, only }: { uri: string; range: Range; only: readonly string[] | undefined },
): CodeAction[] {
  if (only && !only.includes(CodeActionKind.QuickFix)) return [];
  return findings
    .filter(({ range: { start } }) => range.start.line <= start.line && start.line <= range.end.line)
    .map((finding) => {
      const { line } = finding.range.start;
      const whole = { start: { line, character: 0 }, end: { line: line + 1, character: 0 } };
      return {
        title: t('Remove this line'),
        kind: CodeActionKind.QuickFix,
        diagnostics: [finding],
        edit: { changes: { [uri]: [{ range: whole, newText: '' }] } },
      };
    });
}
