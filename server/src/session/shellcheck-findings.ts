import type { Dockerfile, Span } from '../dockerfile/tree';
import type { RuleFinding } from '../rules/lint';
import type { Edit, Fix, Rule, Severity } from '../rules/rule';
import { t } from '../text';
import type { ShellcheckScript } from './shellcheck-script';

/** A comment of ShellCheck's `json1` format: lines and columns count from 1, columns in code points. */
export interface ShellcheckComment extends Place {
  readonly level: string;
  readonly code: number;
  readonly message: string;
  readonly replacements: readonly (Place & {
    readonly replacement: string;
    readonly insertionPoint: string;
  })[];
}

interface Place {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

// The builder accepts what a shell may stumble over.
const severities: Readonly<Record<string, Severity>> = {
  error: 'warning',
  warning: 'warning',
  info: 'info',
  style: 'hint',
};

/** Reads what ShellCheck printed; undefined for anything else than its `json1` format. */
export function readComments(output: string): readonly ShellcheckComment[] | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(output);
  } catch {
    return undefined;
  }
  const comments = member(parsed, 'comments');
  if (!Array.isArray(comments)) return undefined;
  return comments.flatMap((comment: unknown) => {
    const place = placeOf(comment);
    const [level, code, message] = ['level', 'code', 'message'].map((name) => member(comment, name));
    if (!place || typeof level !== 'string' || typeof code !== 'number' || typeof message !== 'string')
      return [];
    const listed = member(member(comment, 'fix'), 'replacements');
    const replacements = (Array.isArray(listed) ? listed : []).flatMap((each: unknown) => {
      const where = placeOf(each);
      const replacement = member(each, 'replacement');
      return where && typeof replacement === 'string'
        ? { ...where, replacement, insertionPoint: String(member(each, 'insertionPoint')) }
        : [];
    });
    return { ...place, level, code, message, replacements };
  });
}

/** The comments as findings on the exact characters of the file. */
export function shellcheckFindings(
  dockerfile: Dockerfile,
  script: ShellcheckScript,
  comments: readonly ShellcheckComment[],
): readonly RuleFinding[] {
  const { source } = script;
  const index = indexes(source.text);
  return comments.flatMap((comment) => {
    // The line of declarations is ours.
    if (comment.line < 2) return [];
    const start = index(comment.line - 1, comment.column);
    const end = Math.max(index(comment.endLine - 1, comment.endColumn), start + 1);
    const severity = severities[comment.level] ?? 'info';
    const fix = fixOf(dockerfile, script, comment, index);
    return {
      rule: ruleOf(comment.code, severity),
      severity,
      span: { start: source.at(start), end: source.at(Math.min(end, source.text.length) - 1) + 1 },
      message: comment.message,
      fixes: fix ? [fix] : [],
    };
  });
}

function fixOf(
  { text }: Dockerfile,
  { source }: ShellcheckScript,
  { code, replacements }: ShellcheckComment,
  index: (line: number, column: number) => number,
): Fix | undefined {
  const edits = replacements.map(
    ({ line, column, endLine, endColumn, replacement, insertionPoint }): Edit => {
      const start = index(line - 1, column);
      const end = index(endLine - 1, endColumn);
      const behind = start === 0 ? source.at(0) : source.at(start - 1) + 1;
      const at = insertionPoint === 'beforeStart' ? behind : source.at(start);
      const span: Span =
        end > start ? { start: source.at(start), end: source.at(end - 1) + 1 } : { start: at, end: at };
      return { span, text: replacement };
    },
  );
  const isExact = replacements.every(({ line, column, endLine, endColumn, replacement }, position) => {
    const { span } = edits[position] ?? {};
    // What a continuation runs through is not the text that ShellCheck replaces.
    const replaced = source.text.slice(index(line - 1, column), index(endLine - 1, endColumn));
    return span && line >= 2 && !replacement.includes('\n') && text.slice(span.start, span.end) === replaced;
  });
  if (edits.length === 0 || !isExact) return undefined;
  return { title: t('Fix SC{0} as ShellCheck suggests', code), edits, safe: false };
}

/** From a line and column (from 1, code points) to the index in the text (UTF-16 units), never beyond its line. */
function indexes(text: string): (line: number, column: number) => number {
  const lines = text.split('\n');
  const starts: number[] = [];
  let start = 0;
  for (const line of lines) {
    starts.push(start);
    start += line.length + 1;
  }
  return (line, column) => {
    const begin = starts[line - 1];
    if (begin === undefined) return text.length;
    const before = Array.from(lines[line - 1] ?? '').slice(0, column - 1);
    return begin + before.join('').length;
  };
}

const rules = new Map<string, Rule>();

/** ShellCheck's codes act as rules: settings and comments name them, and their documentation is its wiki. */
function ruleOf(code: number, severity: Severity): Rule {
  const id = `SC${String(code)}`;
  const known = rules.get(id);
  if (known) return known;
  const rule: Rule = {
    id,
    aliases: [],
    severity,
    since: '0.1.0',
    why: t('ShellCheck reports it.'),
    documentation: `https://www.shellcheck.net/wiki/${id}`,
    bad: [],
    good: [],
    check: () => [],
  };
  rules.set(id, rule);
  return rule;
}

function placeOf(value: unknown): Place | undefined {
  const [line, column, endLine, endColumn] = ['line', 'column', 'endLine', 'endColumn'].map((name) =>
    member(value, name),
  );
  const isPlace = [line, column, endLine, endColumn].every((each) => typeof each === 'number');
  return isPlace
    ? { line: Number(line), column: Number(column), endLine: Number(endLine), endColumn: Number(endColumn) }
    : undefined;
}

/** Another program's output is whatever it printed. */
function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
