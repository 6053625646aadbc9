import { t } from '../text';
import { readArguments, UsageError } from './arguments';
import type { ExitCode } from './output';

/** The language server on standard input and output; ends when the client closes it. */
export async function lsp(args: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = readArguments(args, { stdio: { type: 'boolean', default: false } });
  if (!values.stdio || positionals.length > 0) throw new UsageError(t('say "strata lsp --stdio".'));
  const { createConnection } = await import('vscode-languageserver/node');
  const { serve } = await import('../server');
  serve(createConnection(process.stdin, process.stdout));
  return 0;
}
