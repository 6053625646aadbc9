import * as l10n from '@vscode/l10n';

/**
 * The one door for text that a user reads: `t('{0} is not a port', value)`. English is the key; a bundle that
 * VS Code hands over at start-up replaces it. Arguments are inserted as they are, so callers quote them.
 */
export function t(message: string, ...args: (string | number)[]): string {
  return l10n.t(message, ...args);
}

/** Uses the translations of `bundle` (English message → translation); without a call everything is English. */
export function useTranslations(bundle: Record<string, string>): void {
  l10n.config({ contents: bundle });
}
