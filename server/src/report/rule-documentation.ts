import type { Rule } from '../rules/rule';

/** A rule's documentation as Markdown: a section of docs/rules.md, and what `strata explain` prints. */
export function ruleDocumentation(rule: Rule): string {
  const fixed = rule.fixed?.[0];
  return [
    `## ${rule.id}`,
    '',
    ...(rule.aliases.length > 0
      ? [`Also known as ${rule.aliases.map((alias) => `\`${alias}\``).join(', ')}.`, '']
      : []),
    rule.why,
    '',
    ...rule.bad.flatMap((text, index) => example(index === 0 ? 'Reported:' : 'And:', text)),
    ...rule.good.flatMap((text, index) => example(index === 0 ? 'Not reported:' : 'And:', text)),
    ...(fixed === undefined ? [] : example('What the fix makes of the first one:', fixed)),
    `Default severity: ${rule.severity}. Since ${rule.since}.`,
    '',
  ].join('\n');
}

function example(title: string, text: string): string[] {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  // A NUL would make the page a binary file; a line that is an example of length need not be shown in full.
  const shown = text
    .replace(/\n$/, '')
    .replaceAll('\0', '␀')
    .replace(/^(.{120}).{400,}$/gm, '$1…');
  return [title, '', `${fence}dockerfile`, shown, fence, ''];
}
