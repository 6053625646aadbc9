import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { ContentRow } from './content';

/** What was built: one record for each of these. */
export interface RecordOf {
  readonly engine: string;
  readonly builder: string;
  readonly context: string;
  readonly dockerfile: string;
  readonly target: string;
  readonly platform: string;
  readonly transport: BuildRecord['transport'];
}

/** What the last build of a file left for the next prediction. Values of arguments and variables are HMACs. */
export interface BuildRecord {
  readonly version: 1;
  /** ISO date of the build's end. */
  readonly builtAt: string;
  readonly image: string | undefined;
  /** How the build went to the builder: what is sent differs. */
  readonly transport: 'buildx' | 'api';
  readonly steps: readonly RecordedStep[];
  /** Keys that the builder's cache answered for at that time, oldest first, the last build's included. */
  readonly keys: readonly string[];
  /** A mark for each record of the engine's build cache after the build; undefined where they cannot be listed. */
  readonly cache: readonly string[] | undefined;
}

export interface RecordedStep {
  /** 1-based. */
  readonly line: number;
  readonly stage: number;
  readonly kind: string;
  readonly key: string;
  readonly ownKey: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly environment: readonly (readonly [name: string, value: string])[];
  readonly rows: readonly ContentRow[];
  readonly status: 'cached' | 'ran' | 'failed';
  readonly seconds: number | undefined;
}

/** Keys beyond this are forgotten, the oldest first. */
export const mostKeys = 20_000;

/** `$STRATA_STATE_DIR`, else the platform's folder for state. */
export function stateFolder(env: NodeJS.ProcessEnv = process.env): string {
  const { STRATA_STATE_DIR: own, XDG_STATE_HOME: xdg, LOCALAPPDATA: local } = env;
  if (own) return own;
  if (xdg) return join(xdg, 'strata');
  if (process.platform === 'win32' && local) return join(local, 'strata', 'state');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'strata');
  return join(homedir(), '.local', 'state', 'strata');
}

/** Path of the folder of one record; links in the context's path lead to one folder. */
export function recordFolder(of: RecordOf, state = stateFolder()): string {
  const identity = { ...of, context: realPath(of.context), dockerfile: realPath(of.dockerfile) };
  const name = createHash('sha256')
    .update(JSON.stringify(Object.entries(identity).sort()))
    .digest('hex');
  return join(state, 'builds', name.slice(0, 32));
}

/** Undefined without one; a damaged or foreign file counts as none. */
export function readRecord(of: RecordOf, state = stateFolder()): BuildRecord | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(join(recordFolder(of, state), 'record.json'), 'utf8'));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Replaces the record under a lock: `next` gets the one that is there, so that two builds at once lose nothing.
 * Throws where the folder cannot be written.
 */
export function writeRecord(
  of: RecordOf,
  next: (previous: BuildRecord | undefined) => BuildRecord,
  state = stateFolder(),
): void {
  const folder = recordFolder(of, state);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const unlock = lock(join(folder, 'lock'));
  try {
    const temporary = join(folder, `record.${randomBytes(6).toString('hex')}`);
    writeFileSync(temporary, JSON.stringify(next(readRecord(of, state))), { mode: 0o600 });
    renameSync(temporary, join(folder, 'record.json'));
  } finally {
    unlock();
  }
}

/** The key of this installation, made on first use. Where it cannot be kept, one that lasts as long as the process. */
export function installationSecret(state = stateFolder()): Uint8Array {
  const path = join(state, 'secret');
  const read = () => {
    const secret = readFileSync(path);
    if (secret.length !== 32) throw new Error('damaged');
    return secret;
  };
  try {
    return read();
  } catch {
    const secret = randomBytes(32);
    try {
      mkdirSync(state, { recursive: true, mode: 0o700 });
      chmodSync(state, 0o700);
      const temporary = `${path}.${randomBytes(6).toString('hex')}`;
      writeFileSync(temporary, secret, { mode: 0o600 });
      renameSync(temporary, path);
      // Of two processes that make one at once, the last counts for both.
      return read();
    } catch {
      return (volatileSecret ??= secret);
    }
  }
}

let volatileSecret: Uint8Array | undefined;

/** A holder that died leaves its lock behind: after this time it is taken over (milliseconds). */
const staleAfter = 10_000;

/** A folder is the lock: making one is atomic everywhere. */
function lock(path: string): () => void {
  for (;;) {
    try {
      mkdirSync(path);
      return () => rmSync(path, { recursive: true, force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0);
    // A clock that was set back makes a lock from the future: it is stale too.
    if (age > staleAfter || age < -staleAfter) rmSync(path, { recursive: true, force: true });
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
  }
}

function isRecord(value: unknown): value is BuildRecord {
  if (typeof value !== 'object' || value === null) return false;
  const { version, builtAt, transport, steps, keys } = value as Partial<Record<keyof BuildRecord, unknown>>;
  return (
    version === 1 &&
    typeof builtAt === 'string' &&
    (transport === 'buildx' || transport === 'api') &&
    Array.isArray(steps) &&
    Array.isArray(keys)
  );
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
