import { CodeActionKind, type CodeAction, type Diagnostic, type TextEdit } from 'vscode-languageserver-types';
import type { Dockerfile, Span } from '../dockerfile/tree';
import type { RuleFinding } from '../rules/lint';
import type { Edit } from '../rules/rule';
import { t } from '../text';
import { diagnostics, rangeOf } from './diagnostics';
import { safeEdits } from './safe-edits';

/** Every safe fix of the file at once, also on save. */
export const fixAllKind = `${CodeActionKind.SourceFixAll}.strata`;

export interface CodeActionRequest {
  readonly uri: string;
  readonly version: number;
  readonly span: Span;
  /** Kinds that the editor asks for; undefined for all. */
  readonly only: readonly string[] | undefined;
}

/** The fixes of the findings that touch `request.span`, and fix-all. */
export function codeActions(
  dockerfile: Dockerfile,
  findings: readonly RuleFinding[],
  { uri, version, span, only }: CodeActionRequest,
): CodeAction[] {
  const wanted = (kind: string) =>
    !only || only.some((asked) => kind === asked || kind.startsWith(`${asked}.`));
  const edit = (edits: readonly Edit[]) => ({
    documentChanges: [
      { textDocument: { uri, version }, edits: edits.map((one) => textEdit(dockerfile, one)) },
    ],
  });
  const actions: CodeAction[] = [];
  if (wanted(CodeActionKind.QuickFix)) {
    for (const finding of findings.filter((candidate) => touches(candidate.span, span))) {
      const [diagnostic] = diagnostics(dockerfile, [finding], uri, undefined);
      for (const fix of finding.fixes ?? []) {
        actions.push({
          title: fix.title,
          kind: CodeActionKind.QuickFix,
          ...(diagnostic ? { diagnostics: [withoutRelated(diagnostic)] } : {}),
          isPreferred: fix.safe,
          edit: edit(fix.edits),
        });
      }
    }
  }
  const all = wanted(fixAllKind) ? safeEdits(findings) : [];
  // Among the bulbs of one line, fix-all is shown only where something on that line would be fixed.
  if (all.length > 0 && (only || actions.some((action) => action.isPreferred))) {
    actions.push({ title: t('Fix all problems that have a safe fix'), kind: fixAllKind, edit: edit(all) });
  }
  return actions;
}

function touches(a: Span, b: Span): boolean {
  return a.start <= b.end && b.start <= a.end;
}

function textEdit(dockerfile: Dockerfile, { span, text }: Edit): TextEdit {
  return { range: rangeOf(dockerfile, span), newText: text };
}

/** Related places are for people; a client compares the rest with what it holds. */
function withoutRelated(diagnostic: Diagnostic): Diagnostic {
  const copy = { ...diagnostic };
  delete copy.relatedInformation;
  return copy;
}
