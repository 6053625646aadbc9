import type { Dockerfile, Span } from '../../dockerfile/tree';

/** What `# check=` says (frontend/dockerfile/linter: ParseLintOptions). */
export interface CheckOptions {
  readonly skip: 'all' | readonly string[];
  readonly experimental: 'all' | readonly string[];
  /** `error=true`: a build with warnings fails. */
  readonly isError: boolean;
}

export const noCheckOptions: CheckOptions = { skip: [], experimental: [], isError: false };

const truths = new Set(['1', 't', 'T', 'TRUE', 'true', 'True']);
const untruths = new Set(['0', 'f', 'F', 'FALSE', 'false', 'False']);

/** Go's strconv.ParseBool. */
export function parseBoolean(text: string): boolean | undefined {
  return truths.has(text) ? true : untruths.has(text) ? false : undefined;
}

/** The options of a directive's value, or BuildKit's sentence about what is wrong with it. */
export function parseCheckOptions(value: string): CheckOptions | { readonly problem: string } {
  // Whatever follows the first blank is a remark.
  const text = value.trim().split(' ')[0] ?? '';
  if (text === '') return noCheckOptions;
  let { skip, experimental, isError } = noCheckOptions;
  const [first = '', second, ...others] = text.split(';');
  const parts =
    second === undefined ? [first] : [first, second, ...(others.length > 0 ? [others.join(';')] : [])];
  for (const part of parts) {
    const equals = part.indexOf('=');
    if (equals === -1) return { problem: `invalid check option "${part}"` };
    const key = part.slice(0, equals).trim();
    const option = part.slice(equals + 1).trim();
    const names = option === 'all' ? 'all' : option.split(',').map((name) => name.trim());
    switch (key) {
      case 'skip':
        skip = names;
        break;
      case 'experimental':
        experimental = names;
        break;
      case 'error': {
        const truth = parseBoolean(option);
        if (truth === undefined) {
          return {
            problem: `failed to parse check option "${part}": strconv.ParseBool: parsing "${option}": invalid syntax`,
          };
        }
        isError = truth;
        break;
      }
      default:
        return { problem: `invalid check option "${key}"` };
    }
  }
  return { skip, experimental, isError };
}

/** Does BuildKit leave out a check? Experimental ones are left out until named; naming one beats skipping it. */
export function leavesOut(check: string, isExperimental: boolean, options: CheckOptions): boolean {
  if (isExperimental) return options.experimental !== 'all' && !options.experimental.includes(check);
  return options.skip === 'all' || options.skip.includes(check);
}

/** The directive that holds for the whole file, where BuildKit sees it. */
export interface CheckDirective {
  readonly span: Span;
  readonly value: string;
  readonly valueSpan: Span;
}

/**
 * BuildKit looks for `# check=` apart from its other directives: at the start of a line only, and behind a `#!` line too
 * (frontend/dockerfile/parser: ParseDirective).
 */
export function checkDirective({ directives, lines, text }: Dockerfile): CheckDirective | undefined {
  const found = directives.find(({ name, span }) => name === 'check' && isLineStart(span.start));
  if (found !== undefined || !/^\uFEFF?#!/.test(text)) return found;
  for (let line = 1; line < lines.count; line += 1) {
    const start = lines.startOf(line);
    const match = /^#\s*(syntax|escape|check)\s*=\s*(\S.*)$/i.exec(
      text.slice(start, lines.endOf(line)).trimEnd(),
    );
    if (match === null) return undefined;
    const [whole, name = '', value = ''] = match;
    const end = start + whole.length;
    if (name.toLowerCase() === 'check')
      return { span: { start, end }, value, valueSpan: { start: end - value.length, end } };
  }
  return undefined;

  function isLineStart(offset: number): boolean {
    const start = lines.startOf(lines.lineAt(offset));
    return offset === start || (start === 0 && offset === 1 && text.startsWith('\uFEFF'));
  }
}
