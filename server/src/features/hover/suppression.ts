import type { Dockerfile, Span } from '../../dockerfile/tree';
import { rules } from '../../rules';
import type { Rule } from '../../rules/rule';
import { t } from '../../text';
import { block, code, paragraphs, plain } from '../markdown';
import { holds, type Topic } from './topic';

const suppression = /^#\s*(?:check\s*=|hadolint\s+(?:(?:global|stage)\s+)?ignore\s*=)/i;

/** On the name of a rule in `# check=skip=…` or `# hadolint ignore=…`: what the rule is about. */
export function suppressionTopic(dockerfile: Dockerfile, comment: Span, offset: number): Topic | undefined {
  const text = dockerfile.text.slice(comment.start, comment.end);
  const head = suppression.exec(text);
  if (!head) return undefined;
  for (const match of text.slice(head[0].length).matchAll(/[\w-]+/g)) {
    const start = comment.start + head[0].length + match.index;
    const span = { start, end: start + match[0].length };
    if (!holds(span, offset)) continue;
    const rule = rules.find(({ id, aliases }) => id === match[0] || aliases.includes(match[0]));
    return rule && { span, markdown: ruleHelp(rule) };
  }
  return undefined;
}

export function ruleHelp(rule: Rule): string {
  const [bad] = rule.bad;
  const [good] = rule.good;
  return paragraphs(
    `**${code(rule.id)}** ${rule.aliases.length > 0 ? `(${rule.aliases.map(plain).join(', ')})` : ''}`,
    t(rule.why),
    bad === undefined ? undefined : t('Reported:'),
    bad === undefined ? undefined : block(bad.trimEnd().slice(0, 500)),
    good === undefined ? undefined : t('Not reported:'),
    good === undefined ? undefined : block(good.trimEnd()),
  );
}
