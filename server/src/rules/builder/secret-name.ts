const secret = /(?:_|^)(?:apikey|auth|credential|credentials|key|password|pword|passwd|secret|token)(?:_|$)/i;
const harmless = /(?:_|^)(?:public|file|version)(?:_|$)/i;

/** Is it a name that BuildKit takes for a secret's? `_` is the only separator of words. */
export function isSecretName(name: string): boolean {
  return secret.test(name) && !harmless.test(name);
}
