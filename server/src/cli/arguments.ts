import { parseArgs, type ParseArgsConfig } from 'node:util';
import { t } from '../text';

/** The command cannot run: one sentence for standard error, exit code 2. */
export class UsageError extends Error {}

type Options = NonNullable<ParseArgsConfig['options']>;

/**
 * Reads `args` by the rules of node's parseArgs; `-` is a positional. Throws a `UsageError` that names the flag or
 * the missing value.
 */
export function readArguments<O extends Options>(args: readonly string[], options: O) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(sentence(args, error));
  }
}

/** One of the allowed values of a flag, or a `UsageError` that lists them. */
export function oneOf<T extends string>(flag: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((candidate) => candidate === value);
  if (found !== undefined) return found;
  throw new UsageError(t('{0} takes one of {1}, not "{2}".', flag, allowed.join(', '), value));
}

/** `--build-arg NAME=value`; without a value it is taken from the environment, as docker does. */
export function buildArguments(given: readonly string[] | undefined): Map<string, string> {
  return pairs('--build-arg', given, (name) => process.env[name]);
}

/** `NAME=value` of a flag that may be repeated; a name alone gets `fallback`, or an empty value. */
export function pairs(
  flag: string,
  given: readonly string[] | undefined,
  fallback: (name: string) => string | undefined = () => '',
): Map<string, string> {
  const result = new Map<string, string>();
  for (const argument of given ?? []) {
    const equals = argument.indexOf('=');
    const name = equals < 0 ? argument : argument.slice(0, equals);
    if (!name) throw new UsageError(t('{0} takes NAME=value, not "{1}".', flag, argument));
    const value = equals < 0 ? fallback(name) : argument.slice(equals + 1);
    if (value !== undefined) result.set(name, value);
  }
  return result;
}

function sentence(args: readonly string[], error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const flag =
    /'(?:-\w, )?(-{1,2}[^\s'<]*)/.exec(message)?.[1] ?? args.find((arg) => arg.startsWith('-')) ?? '';
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return t('unknown flag {0}.', flag);
  if (code === 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE') {
    return message.includes('does not take an argument')
      ? t('{0} takes no value.', flag)
      : t('{0} needs a value.', flag);
  }
  return message;
}
