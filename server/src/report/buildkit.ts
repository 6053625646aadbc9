import type { Dockerfile } from '../dockerfile/tree';
import {
  checkDirective,
  type CheckOptions,
  leavesOut,
  noCheckOptions,
  parseCheckOptions,
} from '../rules/builder/check-options';
import { compareMoments, type Outcome } from '../rules/builder/outcome';
import { checkNames } from '../rules/builder/checks';
import { rules } from '../rules';
import type { Facts, RuleOptions } from '../rules/rule';
import { instructionOptions } from '../rules/suppression';

interface Position {
  /** 1-based; BuildKit leaves out a zero, which it gives for some errors in the first line. */
  readonly line?: number;
}

/** One entry a line: all lines of the instructions that it is about. */
interface Location {
  readonly ranges: readonly { readonly start: Position; readonly end: Position }[];
}

export interface BuildKitReport {
  readonly warnings: readonly {
    readonly ruleName: string;
    readonly description: string;
    readonly url?: string;
    readonly detail: string;
    readonly location: Location;
  }[];
  readonly buildError?: { readonly message: string; readonly location?: Location };
}

/**
 * The object that `docker build --call=check,format=json` prints. BuildKit stops at its first hard error, so only the
 * warnings are here that it gives before; neither the user's severities nor comments for other tools matter.
 */
export function buildkitReport(
  dockerfile: Dockerfile,
  facts: Facts,
  options: RuleOptions = {},
): BuildKitReport {
  const outcomes = rules
    .flatMap((rule) => rule.check(dockerfile, facts, options))
    .flatMap(({ buildkit }) => (buildkit === undefined ? [] : [buildkit]))
    // At one moment BuildKit warns first, and then gives up.
    .sort(
      (a, b) => compareMoments(a.at, b.at) || Number(a.rule === undefined) - Number(b.rule === undefined),
    );
  const stop = outcomes.findIndex(({ rule }) => rule === undefined);
  const fileOptions = optionsOf(dockerfile);
  const printed = unique(stop === -1 ? outcomes : outcomes.slice(0, stop)).filter((outcome) =>
    isPrinted(outcome, fileOptions, dockerfile),
  );
  const error = outcomes[stop] ?? violation(printed, fileOptions);
  return {
    warnings: printed.map((outcome) => {
      const { rule = '', detail } = outcome;
      const { description, url } = checkNames[rule] ?? { description: rule, url: undefined };
      return {
        ruleName: rule,
        description,
        ...(url === undefined ? {} : { url }),
        detail,
        location: locationOf(outcome),
      };
    }),
    ...(error === undefined
      ? {}
      : {
          buildError: {
            message: error.detail,
            ...(error.lines === undefined ? {} : { location: locationOf(error) }),
          },
        }),
  };
}

function locationOf({ lines, otherLines = [] }: Pick<Outcome, 'lines' | 'otherLines'>): Location {
  const numbers = new Set<number>();
  for (const [first, last] of lines === undefined ? [] : [lines, ...otherLines]) {
    for (let line = first; line <= last; line += 1) numbers.add(line);
  }
  return {
    ranges: [...numbers]
      .sort((a, b) => a - b)
      .map((line) => {
        const position: Position = line < 0 ? {} : { line: line + 1 };
        return { start: position, end: position };
      }),
  };
}

/** The same warning about the same word may come from several spans in the editor; BuildKit gives it once. */
function unique(outcomes: readonly Outcome[]): readonly Outcome[] {
  const seen = new Set<string>();
  return outcomes.filter(({ rule, detail, at }) => {
    const key = JSON.stringify([rule, detail, at]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function optionsOf(dockerfile: Dockerfile): CheckOptions {
  const directive = checkDirective(dockerfile);
  const options = directive === undefined ? noCheckOptions : parseCheckOptions(directive.value);
  return 'problem' in options ? noCheckOptions : options;
}

function isPrinted(
  { rule = '', skippedAt }: Outcome,
  fileOptions: CheckOptions,
  { text }: Dockerfile,
): boolean {
  const { isExperimental = false, isWholeFile = false } = checkNames[rule] ?? {};
  if (skippedAt === undefined || isWholeFile) return !leavesOut(rule, isExperimental, fileOptions);
  const own = instructionOptions(skippedAt, text);
  const merged: CheckOptions = {
    skip: join(fileOptions.skip, own.skip),
    experimental: join(fileOptions.experimental, own.experimental),
    isError: fileOptions.isError,
  };
  return !leavesOut(rule, isExperimental, merged);
}

function join(a: CheckOptions['skip'], b: CheckOptions['skip']): CheckOptions['skip'] {
  return a === 'all' || b === 'all' ? 'all' : [...a, ...b];
}

/** `# check=error=true` makes the build fail once everything else is done. */
function violation(
  printed: readonly Outcome[],
  { isError }: CheckOptions,
): Pick<Outcome, 'detail' | 'lines' | 'otherLines'> | undefined {
  if (!isError || printed.length === 0) return undefined;
  const names = [...new Set(printed.map(({ rule = '' }) => rule))];
  return { detail: `lint violation found for rules: ${names.join(', ')}`, lines: undefined };
}
