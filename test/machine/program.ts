import { spawn } from 'node:child_process';
import { mkdtempSync, openSync, closeSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const guard = fileURLToPath(new URL('../../scripts/guard.mjs', import.meta.url));

/** A program that runs beside a test and ends with it, even when the test process crashes. */
export interface Program {
  /** What it printed so far, both streams. */
  output(): string;
  /** Waits until `ready` holds; fails with the program's output when it ends or takes too long. */
  until(ready: () => Promise<boolean>, seconds: number): Promise<void>;
  /** Settles when it has ended, by itself or by `stop`. */
  ended: Promise<void>;
  /** Ends it in order, with its children, and removes its folder. */
  stop(): Promise<void>;
}

/** A fresh folder under the system's temporary folder, gone with this process; its path has no links in it. */
export function temporaryFolder(name: string): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), `strata-${name}-`)));
  process.once('exit', () => {
    // A program of `startProgram` may still be ending in it; its guard removes it then.
    if (!guarded.has(folder)) rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

const guarded = new Set<string>();

/** Starts a program; `folder`, where its log is, is removed after it has ended. */
export function startProgram(
  command: string,
  args: readonly string[],
  { folder, env = process.env }: { folder: string; env?: NodeJS.ProcessEnv },
): Program {
  guarded.add(folder);
  const log = join(folder, 'log');
  const file = openSync(log, 'a');
  const child = spawn(process.execPath, [guard, '--remove', folder, '--', command, ...args], {
    stdio: ['pipe', file, file],
    env,
    // A Ctrl-C for the test run reaches the test process; the program is then ended in order.
    detached: true,
  });
  closeSync(file);
  let ended: number | undefined;
  let last = '';
  const exit = new Promise<void>((resolve) => {
    child.once('exit', (code) => {
      ended = code ?? 1;
      resolve();
    });
  });
  // A test process that has nothing else to do may end: the guard notices.
  child.unref();
  const output = () => {
    try {
      last = readFileSync(log, 'utf8');
    } catch {
      // The folder is already removed: the last text read is all there is.
    }
    return last;
  };
  return {
    output,
    ended: exit,
    async until(ready, seconds) {
      const deadline = Date.now() + seconds * 1000;
      while (!(await ready())) {
        const printed = output().trim().split('\n').slice(-15).join('\n');
        if (ended !== undefined) throw new Error(`${command} ended with code ${ended}:\n${printed}`);
        if (Date.now() > deadline)
          throw new Error(`${command} was not ready after ${seconds} s:\n${printed}`);
        await delay(50);
      }
    },
    async stop() {
      output();
      child.stdin?.end();
      child.ref();
      await exit;
    },
  };
}

/** A TCP port of the loopback address that nothing listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/** The outcome of a command that ran to its end. */
export interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs a command to its end, whatever its exit code. Fails only where it cannot start or takes too long. */
export function runCommand(
  command: string,
  args: readonly string[],
  options: {
    env?: NodeJS.ProcessEnv;
    cwd?: string;
    input?: NodeJS.ReadableStream | string;
    seconds?: number;
  } = {},
): Promise<Outcome> {
  const { env = process.env, cwd, input = '', seconds = 300 } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env, cwd, timeout: seconds * 1000, killSignal: 'SIGKILL' });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    // A command may end before it has read all its input.
    child.stdin.on('error', () => undefined);
    if (typeof input === 'string') child.stdin.end(input);
    else input.pipe(child.stdin);
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (signal)
        reject(new Error(`\`${command} ${args.join(' ')}\` ended by ${signal}:\n${stdout}${stderr}`));
      else resolve({ code: code ?? 1, stdout, stderr });
    });
  });
}
