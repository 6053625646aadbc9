import { DiagnosticTag, type Diagnostic } from 'vscode-languageserver-types';
import { dockerignore, type IgnoreLine } from '../dockerfile/dockerignore';
import { lines } from '../dockerfile/lines';
import { documentation } from '../reference/documentation';
import type { Severity } from '../rules/rule';
import { t } from '../text';
import { diagnosticSeverities } from './diagnostics';
import { ignoreEffects, type ContextFile, type IgnoreEffect } from './ignore-effect';

const defaults = {
  'invalid-ignore-pattern': 'error',
  'idle-ignore-pattern': 'hint',
  'undone-ignore-pattern': 'info',
} as const satisfies Record<string, Severity>;

interface IgnoreFinding {
  readonly code: keyof typeof defaults;
  readonly message: string;
}

/**
 * Lines of a .dockerignore file that the builder rejects, that match nothing, or that a later line undoes. `chosen` holds
 * the severities of the settings. Without the files of the build context, only what is rejected is known.
 */
export function ignoreDiagnostics(
  text: string,
  context: readonly ContextFile[] | undefined,
  chosen: ReadonlyMap<string, Severity | 'off'> = new Map(),
): Diagnostic[] {
  const ignore = dockerignore(text);
  const effects = context && ignoreEffects(ignore, context);
  const index = lines(text);
  return ignore.lines.flatMap((line): Diagnostic[] => {
    const found = findingOf(text, line, effects?.get(line));
    const severity = found && (chosen.get(found.code) ?? defaults[found.code]);
    if (!found || severity === undefined || severity === 'off') return [];
    return [
      {
        range: { start: index.positionAt(line.span.start), end: index.positionAt(line.span.end) },
        severity: diagnosticSeverities[severity],
        source: 'strata',
        codeDescription: { href: documentation.ignoreFiles },
        ...found,
        ...(line.problem === undefined ? { tags: [DiagnosticTag.Unnecessary] } : {}),
      },
    ];
  });
}

function findingOf(
  text: string,
  { problem, span }: IgnoreLine,
  effect: IgnoreEffect | undefined,
): IgnoreFinding | undefined {
  if (problem !== undefined) {
    return {
      code: 'invalid-ignore-pattern',
      message: t('The builder rejects the whole file for this line: {0}.', problem),
    };
  }
  if (!effect || effect.files > 0) return undefined;
  const written = text.slice(span.start, span.end);
  if (!effect.matches) {
    return {
      code: 'idle-ignore-pattern',
      message: t(
        '"{0}" matches nothing in the build context; remove the line, or check how it is written.',
        written,
      ),
    };
  }
  const { undoneBy } = effect;
  if (!undoneBy) return undefined;
  const other = text.slice(undoneBy.span.start, undoneBy.span.end);
  return {
    code: 'undone-ignore-pattern',
    message: t(
      '"{0}" in line {1} undoes this line, since the last line that matches a path counts; move this line below it or remove it.',
      other,
      undoneBy.line + 1,
    ),
  };
}
