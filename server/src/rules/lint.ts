import type { Dockerfile } from '../dockerfile/tree';
import { rules } from './index';
import type { Facts, Finding, Rule, RuleOptions, Severity } from './rule';
import { suppressions } from './suppression';
import { unusedSuppression } from './unused-suppression';

export interface RuleFinding extends Finding {
  readonly rule: Rule;
  readonly severity: Severity;
}

export interface LintSettings {
  readonly options: RuleOptions;
  /** Rule id → severity; rules that are not named have their own. */
  readonly severities: ReadonlyMap<string, Severity | 'off'>;
}

/** What the rules that are on find and no comment suppresses, in order of place; the same words are not told twice. */
export function lint(dockerfile: Dockerfile, facts: Facts, settings: LintSettings): RuleFinding[] {
  const steps = lintSteps(dockerfile, facts, settings);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** The same, rule by rule: whoever has other things to do in between, because the file is large, can do them. */
export function* lintSteps(
  dockerfile: Dockerfile,
  facts: Facts,
  { options, severities }: LintSettings,
): Generator<undefined, RuleFinding[]> {
  const configured = (rule: Rule) => severities.get(rule.id) ?? rule.severity;
  const suppressed = suppressions(dockerfile);
  const findings: RuleFinding[] = [];
  const told = new Set<string>();

  const tell = (rule: Rule, finding: Finding): void => {
    const severity = configured(rule);
    const key = `${rule.id} ${finding.span.start} ${finding.span.end} ${finding.message}`;
    if (severity === 'off' || told.has(key)) return;
    told.add(key);
    // A condition may decide between error and warning, but not against what the user has set.
    findings.push({
      ...finding,
      rule,
      severity: severity === rule.severity ? (finding.severity ?? severity) : severity,
    });
  };

  const ran = rules.filter((rule) => configured(rule) !== 'off');
  for (const rule of ran) {
    for (const finding of rule.check(dockerfile, facts, options)) {
      if (!suppressed.suppresses(rule, finding)) tell(rule, finding);
    }
    yield;
  }
  for (const finding of suppressed.unused(ran)) tell(unusedSuppression, finding);
  return findings.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}
