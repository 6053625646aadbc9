/**
 * Does a variable of this name hold a secret? Such values are masked on screen and never stored. Wider than
 * BuildKit's check of the same kind (SecretsUsedInArgOrEnv): to mask one value too many harms nobody.
 */
export function isSecretName(name: string): boolean {
  return /(?:^|[_.-])(?:api_?key|auth|credentials?|key|pass|passphrase|passwd|password|private|pwd|pword|secret|token|dsn)s?(?:$|[_.-])|password|secret|token/i.test(
    name,
  );
}

export const mask = '••••••';

/** The values as they may be shown. */
export function masked(values: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, value !== '' && isSecretName(name) ? mask : value]),
  );
}
