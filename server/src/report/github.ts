import type { Severity } from '../rules/rule';
import type { CheckedFile } from './report';

const commands: Record<Severity, string> = {
  error: 'error',
  warning: 'warning',
  info: 'notice',
  hint: 'notice',
};

/** `strata check --format github`: workflow commands that GitHub Actions turns into annotations (1-based). */
export function githubReport(files: readonly CheckedFile[]): string {
  return files
    .flatMap(({ file, dockerfile, findings }) =>
      findings.map(({ rule, severity, message, span }) => {
        const start = dockerfile.lines.positionAt(span.start);
        const end = dockerfile.lines.positionAt(span.end);
        const properties = [
          `file=${property(file)}`,
          `line=${String(start.line + 1)}`,
          `endLine=${String(end.line + 1)}`,
          // GitHub takes columns only where the annotation stays on one line.
          ...(start.line === end.line
            ? [`col=${String(start.character + 1)}`, `endColumn=${String(end.character + 1)}`]
            : []),
          `title=${property(rule.id)}`,
        ];
        return `::${commands[severity]} ${properties.join(',')}::${data(message)}`;
      }),
    )
    .join('\n');
}

/** Escapes as the runner's command parser unescapes. */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
