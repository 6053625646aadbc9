import type { Comment, Dockerfile, Instruction, Span } from '../dockerfile/tree';
import { t } from '../text';
import { checkDirective, noCheckOptions, parseCheckOptions } from './builder/check-options';
import { checkNames } from './builder/checks';
import { wholeLines } from './builder/removal';
import type { Edit, Finding, Rule } from './rule';

/** What the comments of a file switch off. */
export interface Suppressions {
  /** Notes which comment did it, so that the others can be told. */
  suppresses(rule: Rule, finding: Finding): boolean;
  /** A finding for every name that silenced nothing, of the rules that ran. */
  unused(ran: readonly Rule[]): readonly Finding[];
}

/** One comment that silences rules in some part of the file. */
interface Suppression {
  readonly span: Span;
  /** Undefined silences every rule. */
  readonly names: readonly { readonly name: string; readonly span: Span }[] | undefined;
  /** Written for another tool, whose conditions are not always ours. */
  readonly isForeign?: true;
  covers(finding: Finding): boolean;
}

export function suppressions(dockerfile: Dockerfile): Suppressions {
  const all = [
    ...ofFile(dockerfile),
    ...aboveInstructions(dockerfile),
    ...ofHadolint(dockerfile),
    ...ofDockerfileUtils(dockerfile),
  ];
  const used = new Set<string>();
  const key = (suppression: Suppression, name: string) => `${suppression.span.start} ${name}`;
  return {
    suppresses(rule, finding) {
      // A comment silences advice; what stops the build stays visible.
      if (finding.buildkit !== undefined && finding.buildkit.rule === undefined) return false;
      const names = new Set([rule.id, ...rule.aliases]);
      let isSuppressed = false;
      for (const suppression of all) {
        if (!suppression.covers(finding)) continue;
        if (suppression.names === undefined) isSuppressed = true;
        for (const { name } of suppression.names ?? []) {
          if (!names.has(name)) continue;
          used.add(key(suppression, name));
          isSuppressed = true;
        }
      }
      return isSuppressed;
    },
    unused(ran) {
      const known = new Set(ran.flatMap((rule) => [rule.id, ...rule.aliases]));
      return all.flatMap((suppression) => {
        const { names = [], isForeign } = suppression;
        if (isForeign) return [];
        const idle = names.filter(({ name }) => known.has(name) && !used.has(key(suppression, name)));
        return idle.map(({ name, span }) => ({
          span,
          message: t(
            'Nothing here is reported as "{0}" any more; remove the name so that it hides no later problem.',
            name,
          ),
          tags: ['unnecessary' as const],
          fixes: [
            {
              title: t('Remove {0}', name),
              edits: [removal(dockerfile, suppression, names, span)],
              safe: true,
            },
          ],
        }));
      });
    },
  };
}

/** The name with its comma, or the whole comment with its only name. */
function removal(
  dockerfile: Dockerfile,
  { span }: Suppression,
  names: readonly { span: Span }[],
  name: Span,
): Edit {
  const line = dockerfile.lines.lineAt(span.start);
  if (names.length === 1) return { span: wholeLines(dockerfile, line, line), text: '' };
  const index = names.findIndex((each) => each.span === name);
  const next = names[index + 1];
  const before = names[index - 1];
  const start = next === undefined && before !== undefined ? before.span.end : name.start;
  return { span: { start, end: next?.span.start ?? name.end }, text: '' };
}

/** The names in a list such as `DL3008, DL3009`; `start` is the offset of `list`. */
function namesIn(list: string, start: number): { name: string; span: Span }[] {
  return [...list.matchAll(/[^,\s]+/g)].map((match) => ({
    name: match[0],
    span: { start: start + match.index, end: start + match.index + match[0].length },
  }));
}

/** The names behind `skip=` in the value of a check directive that begins at `start`; undefined for `skip=all`. */
function skipped(value: string, start: number): Suppression['names'] {
  const text = value.split(' ')[0] ?? '';
  const options = parseCheckOptions(text);
  if ('problem' in options) return [];
  if (options.skip === 'all') return undefined;
  const match = /(?:^|;)skip=([^;]*)/.exec(text);
  return match === null
    ? []
    : namesIn(match[1] ?? '', start + match.index + match[0].length - (match[1] ?? '').length);
}

function ofFile(dockerfile: Dockerfile): Suppression[] {
  const check = checkDirective(dockerfile);
  if (check === undefined) return [];
  const { span, value, valueSpan } = check;
  return [{ span, names: skipped(value, valueSpan.start), covers: () => true }];
}

/** `check=` in a comment as BuildKit reads it: only the first such comment above an instruction counts. */
function checkComment(comment: Comment, text: string): { value: string; start: number } | undefined {
  const raw = text.slice(comment.span.start, comment.span.end);
  const match = /^#\s*check\s*=\s*/i.exec(raw);
  return match === null
    ? undefined
    : { value: raw.slice(match[0].length).trimEnd(), start: comment.span.start + match[0].length };
}

/** BuildKit's options for one instruction. */
export function instructionOptions(instruction: Instruction, text: string) {
  for (const comment of instruction.commentsAbove) {
    const check = checkComment(comment, text);
    if (check === undefined) continue;
    const options = parseCheckOptions(check.value);
    return 'problem' in options ? noCheckOptions : options;
  }
  return noCheckOptions;
}

function aboveInstructions({ instructions, text }: Dockerfile): Suppression[] {
  return instructions.flatMap((instruction) => {
    const comment = instruction.commentsAbove.find((each) => checkComment(each, text) !== undefined);
    const check = comment && checkComment(comment, text);
    if (comment === undefined || check === undefined) return [];
    const covers = ({ span, buildkit }: Finding): boolean => {
      if (buildkit?.rule === undefined) return isWithin(span, instruction);
      return (
        checkNames[buildkit.rule]?.isWholeFile !== true &&
        buildkit.skippedAt?.span.start === instruction.span.start
      );
    };
    return [{ span: comment.span, names: skipped(check.value, check.start), covers }];
  });
}

function isWithin({ start }: Span, { span }: Instruction): boolean {
  return start >= span.start && start <= span.end;
}

function ofHadolint({ comments, instructions, stages, text }: Dockerfile): Suppression[] {
  const byLine = new Map(instructions.map((instruction) => [instruction.firstLine, instruction]));
  return comments.flatMap((comment) => {
    const raw = text.slice(comment.span.start, comment.span.end);
    const match = /^#\s*hadolint\s+(?:(global|stage)\s+)?ignore\s*=\s*/.exec(raw);
    if (match === null) return [];
    const { span } = comment;
    const names = namesIn(
      raw.slice(match[0].length).split(/[#\s]+(?![\w,])/)[0] ?? '',
      span.start + match[0].length,
    );
    if (match[1] === 'global') return [{ span, names, isForeign: true, covers: () => true }];
    const below = byLine.get(comment.line + 1);
    if (below === undefined) return [];
    const stage = match[1] === 'stage' ? stages[below.stage] : undefined;
    const covers = (finding: Finding) =>
      stage === undefined
        ? isWithin(finding.span, below)
        : finding.span.start >= stage.span.start && finding.span.start <= stage.span.end;
    return [{ span, names, isForeign: true, covers }];
  });
}

function ofDockerfileUtils({ comments, lines }: Dockerfile): Suppression[] {
  return comments
    .filter(({ text }) => text === 'dockerfile-utils: ignore')
    .map(({ span, line }) => ({
      span,
      names: undefined,
      covers: (finding: Finding) => lines.lineAt(finding.span.start) === line + 1,
    }));
}

/** The name that a suppression comment uses for a rule: BuildKit's own where it has one. */
export function suppressionName({ id, aliases }: Rule): string {
  return aliases.find((alias) => /^[A-Z]+[a-z]/.test(alias)) ?? id;
}

/**
 * The edit that silences a rule for the whole file, or above the instruction that a finding belongs to: an existing
 * `# check=` is extended, since BuildKit reads only one.
 */
export function suppress(
  dockerfile: Dockerfile,
  rule: Rule,
  finding: Finding,
  scope: 'file' | 'instruction',
): Edit | undefined {
  const name = suppressionName(rule);
  const { text, lines } = dockerfile;
  if (scope === 'file' || checkNames[name]?.isWholeFile === true) {
    const directive = checkDirective(dockerfile);
    if (directive !== undefined) return extended(directive.value, directive.valueSpan, name);
    // Directives come first, one a line; a comment or a blank line ends them.
    const last = dockerfile.directives.at(-1);
    const at =
      last === undefined ? (text.startsWith('\uFEFF') ? 1 : 0) : lines.endOf(lines.lineAt(last.span.start));
    return {
      span: { start: at, end: at },
      text: last === undefined ? `# check=skip=${name}\n` : `\n# check=skip=${name}`,
    };
  }
  const instruction =
    finding.buildkit?.skippedAt ?? dockerfile.instructions.find((each) => isWithin(finding.span, each));
  if (instruction === undefined) return undefined;
  for (const comment of instruction.commentsAbove) {
    const check = checkComment(comment, text);
    if (check !== undefined)
      return extended(check.value, { start: check.start, end: check.start + check.value.length }, name);
  }
  const start = lines.startOf(instruction.firstLine);
  return {
    span: { start, end: start },
    text: `${text.slice(start, instruction.span.start)}# check=skip=${name}\n`,
  };
}

function extended(value: string, span: Span, name: string): Edit {
  const options = parseCheckOptions(value);
  const skip = /(?:^|;)skip=[^; ]*/.exec(value);
  const end = skip === null ? span.start : span.start + skip.index + skip[0].length;
  const isEmpty = 'problem' in options || (options.skip !== 'all' && options.skip.length === 0);
  const text = skip === null ? `skip=${name};` : isEmpty ? name : `,${name}`;
  return { span: { start: end, end }, text };
}
