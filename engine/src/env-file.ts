import { readFile } from 'node:fs/promises';
import { t } from '../../server/src/text';
import { EngineError } from './errors';

/**
 * Reads an env file as `docker run --env-file` does (docker/cli `opts/file.go`): `NAME=value` a line, the value as
 * it stands, quotes and blanks included; `NAME` alone takes its value from `environment` and is left out where it
 * is not set there; `#` begins a comment at the start of a line only.
 *
 * @throws EngineError `invalid`, naming the line
 */
export async function readEnvFile(
  path: string,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<Record<string, string>> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    throw new EngineError('invalid', t('The env file "{0}" cannot be read: choose another.', path), error);
  }
  return parseEnvFile(bytes, path, environment);
}

export function parseEnvFile(
  bytes: Uint8Array,
  path: string,
  environment: NodeJS.ProcessEnv,
): Record<string, string> {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new EngineError('invalid', t('The env file "{0}" is not UTF-8: save it as UTF-8.', path), error);
  }
  const variables: Record<string, string> = {};
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.replace(/^\s+/, '');
    if (line === '' || line.startsWith('#')) continue;
    const [, name = '', value] = /^([^=]*)(?:=(.*))?$/s.exec(line) ?? [];
    if (name === '' || /\s/.test(name)) {
      throw new EngineError(
        'invalid',
        t('Line {0} of the env file "{1}" has no variable name before "=" or blanks in it.', index + 1, path),
      );
    }
    const inherited = environment[name];
    if (value !== undefined) variables[name] = value;
    else if (inherited !== undefined) variables[name] = inherited;
  }
  return variables;
}
