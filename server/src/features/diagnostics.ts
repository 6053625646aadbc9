import { DiagnosticSeverity, DiagnosticTag, type Diagnostic, type Range } from 'vscode-languageserver-types';
import type { Dockerfile, Span } from '../dockerfile/tree';
import type { RuleFinding } from '../rules/lint';
import type { Rule, Severity } from '../rules/rule';

export const diagnosticSeverities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

const tags = { unnecessary: DiagnosticTag.Unnecessary, deprecated: DiagnosticTag.Deprecated };

/** `documentation` is the address of docs/rules.md, to which a rule's id is the anchor. */
export function diagnostics(
  dockerfile: Dockerfile,
  findings: readonly RuleFinding[],
  uri: string,
  documentation: string | undefined,
): Diagnostic[] {
  return findings.map((finding) => ({
    range: rangeOf(dockerfile, finding.span),
    severity: diagnosticSeverities[finding.severity],
    source: 'strata',
    code: finding.rule.id,
    message: finding.message,
    ...documented(finding.rule, documentation),
    ...(finding.tags ? { tags: finding.tags.map((tag) => tags[tag]) } : {}),
    ...(finding.related
      ? {
          relatedInformation: finding.related.map(({ span, message }) => ({
            location: { uri, range: rangeOf(dockerfile, span) },
            message,
          })),
        }
      : {}),
  }));
}

function documented(
  { id, documentation }: Rule,
  page: string | undefined,
): Pick<Diagnostic, 'codeDescription'> {
  const href = documentation ?? (page === undefined ? undefined : `${page}#${id}`);
  return href === undefined ? {} : { codeDescription: { href } };
}

export function rangeOf(dockerfile: Dockerfile, span: Span): Range {
  return { start: dockerfile.lines.positionAt(span.start), end: dockerfile.lines.positionAt(span.end) };
}
