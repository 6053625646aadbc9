import { appendFileSync } from 'node:fs';
import type { Result } from '../result';

// node:test reports to the standard output of its process, which the extension host keeps for itself. So the tests
// inside it are collected here, and vscode.test.ts reports each as a test of node's runner.

interface Test {
  name: string;
  seconds: number;
  body: () => Promise<void> | void;
}

const tests: Test[] = [];

/** Declares a test that runs in the extension host, in the order of declaration; it fails after `seconds`. */
export function test(name: string, body: () => Promise<void> | void, seconds = 60): void {
  tests.push({ name, seconds, body });
}

/** Called by VS Code: runs all tests and fails if one failed. */
export async function run(): Promise<void> {
  const file = process.env['STRATA_RESULTS'];
  if (file === undefined) throw new Error('STRATA_RESULTS names the file that the results are written to.');
  let failed = 0;
  for (const { name, seconds, body } of tests) {
    const started = Date.now();
    const error = await failureOf(body, seconds);
    if (error !== undefined) failed += 1;
    const result: Result = {
      name,
      milliseconds: Date.now() - started,
      ...(error === undefined ? {} : { error }),
    };
    appendFileSync(file, `${JSON.stringify(result)}\n`);
    console.log(`${error === undefined ? 'passed' : 'FAILED'}: ${name} (${result.milliseconds} ms)`);
  }
  if (failed > 0) throw new Error(`${failed} of ${tests.length} tests failed in the extension host.`);
}

async function failureOf(body: Test['body'], seconds: number): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`It did not end within ${seconds} s.`)), seconds * 1000);
  });
  try {
    await Promise.race([body(), limit]);
    return undefined;
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  } finally {
    clearTimeout(timer);
  }
}
