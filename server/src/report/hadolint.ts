import type { CheckedFile } from './report';

type Level = 'error' | 'warning' | 'info' | 'style' | 'ignore';

/** hadolint's own default severity of each of its rules; those not named here are warnings. */
const levels: readonly (readonly [Level, readonly number[]])[] = [
  ['error', [1000, 3000, 3004, 3011, 3012, 3020, 3021, 3023, 3024, 3026, 3043, 3044, 3061, 4000, 4004]],
  ['info', [3001, 3009, 3010, 3015, 3019, 3047, 3049, 3050, 3053, 3059, 3060, 3066]],
  ['style', [3048]],
  ['ignore', [1001, 3057]],
];

/** hadolint's default severity of one of its codes, e.g. `DL3008`. */
export function hadolintLevel(code: string): Level {
  const number = Number(code.slice(2));
  return levels.find(([, numbers]) => numbers.includes(number))?.[0] ?? 'warning';
}

/**
 * `strata check --format hadolint`: what `hadolint -f json` prints, for the rules that have a DL number. hadolint
 * places most findings at the first column of their instruction, and so does this. With `all`, rules that hadolint
 * leaves off are reported too, as information.
 */
export function hadolintReport(files: readonly CheckedFile[], all: boolean): string {
  return JSON.stringify(
    files.flatMap(({ file, dockerfile, findings }) =>
      findings.flatMap(({ rule, message, span }) => {
        const code = rule.aliases.find((alias) => /^DL\d{4}$/.test(alias));
        const level = code === undefined ? 'ignore' : hadolintLevel(code);
        if (code === undefined || (level === 'ignore' && !all)) return [];
        const instruction = dockerfile.instructions.find(
          (candidate) => candidate.span.start <= span.start && span.start <= candidate.span.end,
        );
        const line = dockerfile.lines.lineAt(instruction?.span.start ?? span.start) + 1;
        return [{ file, line, column: 1, code, level: level === 'ignore' ? 'info' : level, message }];
      }),
    ),
  );
}
