import type { HadolintFinding } from '../hadolint/inspect';
import { rules } from '../rules';
import type { Severity } from '../rules/rule';

/** What hadolint says of one file. */
export interface InspectedFile {
  /** As given on the command line, or below the folder given; `-` for standard input. */
  readonly file: string;
  readonly findings: readonly HadolintFinding[];
}

/**
 * The findings that are reported: those that hadolint leaves off only with `all`, as information. What the settings say
 * of a code, or of the rule that bears the code as an alias, wins.
 */
export function reportedFindings(
  findings: readonly HadolintFinding[],
  all: boolean,
  chosen: ReadonlyMap<string, Severity | 'off'>,
): readonly HadolintFinding[] {
  return findings.flatMap((finding) => {
    const { code, level } = finding;
    const names = [code, ...(ruleNames.get(code) ?? [])];
    const severity = names.map((name) => chosen.get(name)).find((each) => each !== undefined);
    if (severity !== undefined) {
      return severity === 'off' ? [] : { ...finding, level: severity === 'hint' ? 'style' : severity };
    }
    if (level !== 'ignore') return finding;
    return all ? { ...finding, level: 'info' as const } : [];
  });
}

/** DL code → the rules that bear it. */
const ruleNames = new Map<string, string[]>();
for (const { id, aliases } of rules) {
  for (const alias of aliases) ruleNames.set(alias, [...(ruleNames.get(alias) ?? []), id]);
}

/**
 * `strata check --format hadolint`: what `hadolint -f json` prints. hadolint places its findings at the first column of
 * their instruction.
 */
export function hadolintReport(files: readonly InspectedFile[]): string {
  return JSON.stringify(
    files.flatMap(({ file, findings }) =>
      findings.map(({ line, code, level, message }) => ({
        file,
        line: line + 1,
        column: 1,
        code,
        level,
        message,
      })),
    ),
  );
}
