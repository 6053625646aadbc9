import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';
import { members, parseJson } from './json';

/** Who the user is to a registry. Kept in memory only. */
export type Credential =
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }
  /** A refresh token, which is traded for access tokens (OAuth2). */
  | { readonly kind: 'identity'; readonly token: string }
  /** Sent to the registry as it is. */
  | { readonly kind: 'bearer'; readonly token: string };

/** A keychain may ask the user; after this long we go on without. Milliseconds. */
const patience = 8000;
const longestAnswer = 64 * 1024;

/**
 * Asks `docker-credential-<suffix>` for a registry's credential, by the protocol of docker-credential-helpers.
 * A helper that is missing, hangs, fails or prints nonsense means that there is none: nothing of its output is logged.
 */
export async function askCredentialHelper(
  suffix: string,
  server: string,
  { env = process.env, timeoutMs = patience }: { env?: NodeJS.ProcessEnv; timeoutMs?: number } = {},
): Promise<Credential | undefined> {
  if (!/^[A-Za-z0-9_.-]{1,64}$/.test(suffix)) {
    return undefined;
  }
  const program = await findProgram(`docker-credential-${suffix}`, env);
  const answer = program && (await run(program, server, { env, timeoutMs }));
  return answer ? credentialIn(answer) : undefined;
}

function credentialIn(answer: string): Credential | undefined {
  let parsed: unknown;
  try {
    parsed = parseJson(answer);
  } catch {
    return undefined;
  }
  const { Username: username, Secret: secret } = members(parsed);
  if (typeof username !== 'string' || typeof secret !== 'string' || secret === '') {
    return undefined;
  }
  return username === '<token>'
    ? { kind: 'identity', token: secret }
    : { kind: 'basic', username, password: secret };
}

/** Never a shell, never the folder of the user's files, never the current folder as Windows would. */
function run(
  program: string,
  input: string,
  { env, timeoutMs }: { env: NodeJS.ProcessEnv; timeoutMs: number },
): Promise<string | undefined> {
  return new Promise((resolve) => {
    const child = execFile(
      program,
      ['get'],
      {
        cwd: homedir(),
        env,
        timeout: timeoutMs,
        killSignal: 'SIGKILL',
        maxBuffer: longestAnswer,
        windowsHide: true,
      },
      (error, stdout) => resolve(error ? undefined : stdout),
    );
    // A helper that ends without reading must not take us with it.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
    // A child of the helper may hold its output open after the helper was killed.
    setTimeout(() => resolve(undefined), timeoutMs + 500).unref();
  });
}

async function findProgram(name: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const isWindows = process.platform === 'win32';
  const path = env['PATH'] ?? env['Path'] ?? '';
  for (const folder of path.split(delimiter).filter((entry) => isAbsolute(entry))) {
    const file = join(folder, isWindows ? `${name}.exe` : name);
    const isThere = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) {
      return file;
    }
  }
  return undefined;
}
