import type { Configuration } from './configuration';
import type { Rule, Severity } from './rules/rule';

/** Rule id → severity: the preset's, then what the settings say by id or by alias (the id wins). */
export function severitiesOf(
  rules: readonly Rule[],
  { preset, rules: chosen }: Pick<Configuration, 'preset' | 'rules'>,
): Map<string, Severity | 'off'> {
  return new Map(
    rules.map((rule) => {
      const name = [rule.id, ...rule.aliases].find((candidate) => chosen.has(candidate));
      return [rule.id, (name === undefined ? undefined : chosen.get(name)) ?? presetSeverity(rule, preset)];
    }),
  );
}

function presetSeverity(rule: Rule, preset: Configuration['preset']): Severity | 'off' {
  if (preset === 'all' && rule.severity === 'off') return 'info';
  if (preset === 'builder' && rule.severity !== 'error' && !rule.aliases.some(isBuildKitName)) return 'off';
  return rule.severity;
}

/** BuildKit's checks have names like `WorkdirRelativePath`. */
export function isBuildKitName(alias: string): boolean {
  return /^[A-Z]+[a-z]/.test(alias);
}
