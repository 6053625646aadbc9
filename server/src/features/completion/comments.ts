import type { Dockerfile } from '../../dockerfile/tree';
import { directives } from '../../reference/directives';
import { rules } from '../../rules';
import { t } from '../../text';
import { plainText } from '../markdown';
import { spanAround } from './cursor';
import type { Suggestion } from './item';
import type { Suggestions } from './suggestions';

const skipList = /^#\s*check\s*=\s*(?:[^#]*;)?skip=([\w,-]*)$/i;
const hadolintList = /^#\s*hadolint\s+(?:(?:global|stage)\s+)?ignore\s*=\s*([\w, -]*)$/i;

/** In a comment: directives where they may stand, and the rules that a comment can switch off. */
export function commentSuggestions(dockerfile: Dockerfile, start: number, offset: number): Suggestions {
  const before = dockerfile.text.slice(start, offset);
  const list = skipList.exec(before) ?? hadolintList.exec(before);
  if (list) {
    const typed = /[\w-]*$/.exec(list[1] ?? '')?.[0] ?? '';
    return {
      span: spanAround(dockerfile, offset, typed.length, /[\s,;]/),
      suggestions: ruleSuggestions(!before.includes('hadolint')),
    };
  }
  const isTop = isAtTop(dockerfile, start);
  const directive = /^#\s*(syntax|escape|check)\s*=\s*(.*)$/i.exec(before);
  if (directive) {
    const [, name = '', value = ''] = directive;
    // Above an instruction `# check=` has a meaning too.
    if (!isTop && name.toLowerCase() !== 'check') return none(offset);
    return {
      span: spanAround(dockerfile, offset, value.length),
      suggestions: valuesOf(name.toLowerCase()),
    };
  }
  const word = /^#\s*(\w*)$/.exec(before);
  if (!word) return none(offset);
  const [, typed = ''] = word;
  // Up to the `=`, which belongs to what is inserted.
  const span = spanAround(dockerfile, offset, typed.length, /[\s=]/);
  const end = dockerfile.text.charAt(span.end) === '=' ? span.end + 1 : span.end;
  return { span: { start: span.start, end }, suggestions: heads(dockerfile, isTop) };
}

function none(offset: number): Suggestions {
  return { span: { start: offset, end: offset }, suggestions: [] };
}

/** Nothing but directives stands above. */
function isAtTop(
  { directives: given, instructions, comments, lines, text }: Dockerfile,
  start: number,
): boolean {
  const line = lines.lineAt(start);
  const first = instructions[0];
  if (first && first.span.start < start) return false;
  if (comments.some(({ span }) => span.start < start)) return false;
  const above = given.filter(({ span }) => span.start < start).length;
  return above === line || (above === line - 1 && text.startsWith('#!'));
}

function heads(dockerfile: Dockerfile, isTop: boolean): Suggestion[] {
  const given = new Set(dockerfile.directives.map(({ name }) => name));
  const usable = directives.filter(({ name }) => (isTop ? !given.has(name) : name === 'check'));
  return [
    ...usable.map(({ name, summary }): Suggestion => ({
      label: `${name}=`,
      kind: 'keyword',
      detail: plainText(t(summary)),
      goesOn: true,
      about: { kind: 'directive', name },
    })),
    {
      label: 'hadolint ignore=',
      kind: 'keyword',
      detail: t('switches rules off for the next instruction'),
      goesOn: true,
      group: 7,
    },
  ];
}

function valuesOf(name: string): Suggestion[] {
  const reference = directives.find((each) => each.name === name);
  return (reference?.values ?? []).map(({ value, summary }) => ({
    label: value,
    kind: 'value',
    detail: t(summary),
    goesOn: value.endsWith('='),
    about: { kind: 'directive', name },
  }));
}

/** BuildKit's names behind `check=skip=`, hadolint's behind its own word; ours everywhere, each name once. */
function ruleSuggestions(buildkit: boolean): Suggestion[] {
  const peers = buildkit ? /^[A-Z]+[a-z]\w*$/ : /^(DL|SC)\d+$/;
  const found = new Map<string, Suggestion>();
  for (const rule of rules) {
    const detail = plainText(t(rule.why));
    const about = { kind: 'rule' as const, name: rule.id };
    for (const label of rule.aliases.filter((alias) => peers.test(alias))) {
      if (!found.has(label)) found.set(label, { label, kind: 'rule', detail, group: 2, about });
    }
    found.set(rule.id, { label: rule.id, kind: 'rule', detail, group: 5, about });
  }
  return [...found.values()];
}
