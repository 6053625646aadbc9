// Runs a program and ends it with all its children, in order, when the process that asked for it is gone:
//   node guard.mjs [--remove FOLDER]… -- PROGRAM ARG…
// The caller holds the other end of standard input: it closes by itself even when the caller crashes or is killed.
import { spawn } from 'node:child_process';
import fs from 'node:fs';

const separator = process.argv.indexOf('--');
const leftovers = process.argv.slice(2, separator).filter((word) => word !== '--remove');
const [program, ...args] = process.argv.slice(separator + 1);

/** How long a program may take to end in order, in milliseconds. */
const patience = 15_000;

const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'], detached: true });
const signal = (name) => {
  try {
    process.kill(-child.pid, name);
  } catch {
    // Nothing of it is left.
  }
};
let ending = false;
const end = () => {
  if (ending) return;
  ending = true;
  signal('SIGTERM');
  setTimeout(() => signal('SIGKILL'), patience).unref();
};

process.stdin.resume().once('end', end).once('error', end);
for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(name, end);
child.once('error', (error) => {
  console.error(error.message);
  finish(127);
});
child.once('exit', (code) => finish(code ?? 1));

function finish(code) {
  signal('SIGKILL');
  for (const folder of leftovers) {
    try {
      fs.rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
    } catch (error) {
      console.error(`${folder} could not be removed: ${error.message}`);
    }
  }
  process.exit(code);
}
