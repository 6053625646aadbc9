import type { Rule, Severity } from '../rules/rule';
import type { CheckedFile } from './report';

const levels: Record<Severity, 'error' | 'warning' | 'note'> = {
  error: 'error',
  warning: 'warning',
  info: 'note',
  hint: 'note',
};

/** `strata check --format sarif`: SARIF 2.1.0, one run; regions are 1-based, columns in UTF-16 units. */
export function sarifReport(files: readonly CheckedFile[], version: string): string {
  const rules = [...new Set(files.flatMap(({ findings }) => findings.map(({ rule }) => rule)))];
  const results = files.flatMap(({ file, dockerfile, findings }) =>
    findings.map(({ rule, severity, message, span }) => {
      const start = dockerfile.lines.positionAt(span.start);
      const end = dockerfile.lines.positionAt(span.end);
      return {
        ruleId: rule.id,
        ruleIndex: rules.indexOf(rule),
        level: levels[severity],
        message: { text: message },
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: uriReference(file) },
              region: {
                startLine: start.line + 1,
                startColumn: start.character + 1,
                endLine: end.line + 1,
                endColumn: end.character + 1,
              },
            },
          },
        ],
      };
    }),
  );
  return JSON.stringify(
    {
      $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
      version: '2.1.0',
      runs: [
        {
          tool: { driver: { name: 'strata', version, rules: rules.map(reportingDescriptor) } },
          columnKind: 'utf16CodeUnits',
          results,
        },
      ],
    },
    undefined,
    2,
  );
}

function reportingDescriptor(rule: Rule): object {
  return {
    id: rule.id,
    shortDescription: { text: rule.id },
    fullDescription: { text: rule.why },
    help: { text: rule.why, markdown: rule.why },
    defaultConfiguration:
      rule.severity === 'off' ? { enabled: false } : { enabled: true, level: levels[rule.severity] },
    properties: { aliases: rule.aliases },
  };
}

/** A relative path stays relative; what a URI does not allow is percent-encoded. */
function uriReference(file: string): string {
  const path = file.replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/');
  return /^[A-Za-z]%3A\//.test(path) ? `file:///${path}` : path.startsWith('/') ? `file://${path}` : path;
}
