import type { CheckedFile } from './report';

/** `strata check --format json`: one entry a file, ranges 0-based as in LSP. */
export function jsonReport(files: readonly CheckedFile[]): string {
  return JSON.stringify(
    files.map(({ file, dockerfile, findings }) => ({
      file,
      findings: findings.map(({ rule, severity, message, span, fixes }) => ({
        rule: rule.id,
        aliases: rule.aliases,
        severity,
        message,
        range: { start: dockerfile.lines.positionAt(span.start), end: dockerfile.lines.positionAt(span.end) },
        fixes: (fixes ?? []).map((fix) => fix.title),
      })),
    })),
    undefined,
    2,
  );
}
