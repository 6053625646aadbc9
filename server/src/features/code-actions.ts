import { CodeActionKind, type CodeAction, type Diagnostic, type TextEdit } from 'vscode-languageserver-types';
import type { Dockerfile, Span } from '../dockerfile/tree';
import { refactorings } from '../refactorings';
import type { RuleFinding } from '../rules/lint';
import type { Edit } from '../rules/rule';
import { suppress, suppressionName } from '../rules/suppression';
import { unusedSuppression } from '../rules/unused-suppression';
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

/**
 * The fixes of the findings that touch `request.span`, the comments that silence them, fix-all, and the refactorings of
 * what stands there.
 */
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
  const offered = new Set<string>();
  const offer = (edits: readonly Edit[], action: CodeAction): void => {
    const key = JSON.stringify(edits);
    // A rule's fix and a refactoring may come to the same.
    if (offered.has(key)) return;
    offered.add(key);
    actions.push({ ...action, edit: edit(edits) });
  };
  if (wanted(CodeActionKind.QuickFix)) {
    const touched = findings
      .filter((candidate) => touches(candidate.span, span))
      .map((finding) => {
        const [diagnostic] = diagnostics(dockerfile, [finding], uri, undefined);
        const about = diagnostic ? { diagnostics: [withoutRelated(diagnostic)] } : {};
        return { finding, about: { kind: CodeActionKind.QuickFix, ...about } };
      });
    for (const { finding, about } of touched) {
      for (const { title, safe, edits } of finding.fixes ?? []) {
        offer(edits, { title, ...about, isPreferred: safe });
      }
    }
    for (const { finding, about } of touched) {
      for (const { title, edits } of silencing(dockerfile, finding)) offer(edits, { title, ...about });
    }
  }
  for (const refactoring of refactorings) {
    const kind = `${CodeActionKind.Refactor}.${refactoring.kind}`;
    if (!wanted(kind)) continue;
    for (const { title, edits } of refactoring.offer(dockerfile, span)) offer(edits, { title, kind });
  }
  const all = wanted(fixAllKind) ? safeEdits(findings) : [];
  // Among the bulbs of one line, fix-all is shown only where something on that line would be fixed.
  if (all.length > 0 && (only || actions.some((action) => action.isPreferred))) {
    actions.push({ title: t('Fix all problems that have a safe fix'), kind: fixAllKind, edit: edit(all) });
  }
  return actions;
}

/** The comments that silence a finding, in BuildKit's own form. What stops the build cannot be silenced. */
function silencing(dockerfile: Dockerfile, finding: RuleFinding): { title: string; edits: Edit[] }[] {
  const { rule, buildkit } = finding;
  if (rule === unusedSuppression || (buildkit !== undefined && buildkit.rule === undefined)) return [];
  const name = suppressionName(rule);
  const whole = suppress(dockerfile, rule, finding, 'file');
  const here = suppress(dockerfile, rule, finding, 'instruction');
  const isWholeFile = here?.span.start === whole?.span.start;
  return [
    ...(here && !isWholeFile ? [{ title: t('Allow {0} in this instruction', name), edits: [here] }] : []),
    ...(whole ? [{ title: t('Allow {0} in this file', name), edits: [whole] }] : []),
  ];
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
