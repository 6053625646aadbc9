import { DiagnosticSeverity, DiagnosticTag, type Diagnostic } from 'vscode-languageserver-types';
import { dockerignore } from '../dockerfile/dockerignore';
import { lines } from '../dockerfile/lines';
import { t } from '../text';
import { ignoreEffects, type ContextFile } from './ignore-effect';

/** Lines of a .dockerignore file that the builder rejects, that match nothing, or that a later line undoes. */
export function ignoreDiagnostics(text: string, context: readonly ContextFile[] | undefined): Diagnostic[] {
  const ignore = dockerignore(text);
  const effects = context && ignoreEffects(ignore, context);
  const index = lines(text);
  return ignore.lines.flatMap((line): Diagnostic[] => {
    const written = text.slice(line.span.start, line.span.end);
    const found = (severity: DiagnosticSeverity, rule: string, message: string): Diagnostic => ({
      range: { start: index.positionAt(line.span.start), end: index.positionAt(line.span.end) },
      severity,
      source: 'strata',
      code: rule,
      message,
      ...(severity === DiagnosticSeverity.Error ? {} : { tags: [DiagnosticTag.Unnecessary] }),
    });
    if (line.problem !== undefined) {
      return [
        found(
          DiagnosticSeverity.Error,
          'invalid-ignore-pattern',
          t('The builder rejects the whole file for this line: {0}.', line.problem),
        ),
      ];
    }
    const effect = effects?.get(line);
    if (!effect || effect.files > 0) return [];
    if (!effect.matches) {
      return [
        found(
          DiagnosticSeverity.Hint,
          'idle-ignore-pattern',
          t(
            '"{0}" matches nothing in the build context; remove the line, or check how it is written.',
            written,
          ),
        ),
      ];
    }
    const { undoneBy } = effect;
    if (!undoneBy) return [];
    const other = text.slice(undoneBy.span.start, undoneBy.span.end);
    return [
      found(
        DiagnosticSeverity.Information,
        'undone-ignore-pattern',
        t(
          '"{0}" in line {1} undoes this line, since the last line that matches a path counts; move this line below it or remove it.',
          other,
          undoneBy.line + 1,
        ),
      ),
    ];
  });
}
