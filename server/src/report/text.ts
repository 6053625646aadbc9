import type { Severity } from '../rules/rule';
import { t } from '../text';
import type { CheckedFile } from './report';

const colours: Record<Severity, string> = { error: '31', warning: '33', info: '36', hint: '90' };

/** `strata check` for people: a line a finding (1-based line and column), then a summary; empty without findings. */
export function textReport(files: readonly CheckedFile[], colour: boolean): string {
  const paint = (code: string, text: string) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);
  const lines = files.flatMap(({ file, dockerfile, findings }) =>
    findings.map(({ rule, severity, message, span }) => {
      const { line, character } = dockerfile.lines.positionAt(span.start);
      const place = paint('1', `${file}:${String(line + 1)}:${String(character + 1)}`);
      return `${place}: ${paint(colours[severity], severity)}: ${oneLine(message)} ${paint('90', `[${rule.id}]`)}`;
    }),
  );
  if (lines.length === 0) return '';
  const flawed = files.filter((file) => file.findings.length > 0).length;
  const summary =
    flawed === 1
      ? t('{0} finding(s) in 1 file', lines.length)
      : t('{0} finding(s) in {1} files', lines.length, flawed);
  return [...lines, '', summary].join('\n');
}

/** A finding quotes the user's text: it must neither break the line nor steer the terminal. */
function oneLine(message: string): string {
  return message.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ');
}
