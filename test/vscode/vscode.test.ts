import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { runTests } from '@vscode/test-electron';
import { build } from 'esbuild';
import { startEngine } from '../machine/engine';
import { temporaryFolder } from '../machine/program';
import { makeSampleBases } from '../machine/samples';
import { copySamples, unpackVsix } from '../machine/vsix';
import type { Result } from './result';

const here = fileURLToPath(new URL('.', import.meta.url));

/** Where installed desktops have their program; the `code` command beside it only asks a running one. */
const desktops = [
  '/usr/share/code/code',
  '/Applications/Visual Studio Code.app/Contents/MacOS/Electron',
  join(process.env['LOCALAPPDATA'] ?? '/', 'Programs', 'Microsoft VS Code', 'Code.exe'),
];

/**
 * The VS Code to test in: the program that STRATA_VSCODE names, the desktop one that test-electron downloads for
 * `STRATA_VSCODE=download`, an installed desktop where there is a screen, else the launcher of the browser one.
 */
function executable(): { vscodeExecutablePath?: string } {
  const chosen = process.env['STRATA_VSCODE'];
  if (chosen === 'download') return {};
  if (chosen) return { vscodeExecutablePath: chosen };
  const hasScreen = process.platform !== 'linux' || process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY'];
  const desktop = hasScreen ? desktops.find((file) => existsSync(file)) : undefined;
  return { vscodeExecutablePath: desktop ?? join(here, 'launcher.sh') };
}

/** Bundles the tests of suite/ into one module that VS Code loads and calls. */
async function bundleSuite(folder: string): Promise<string> {
  const files = readdirSync(join(here, 'suite')).filter((name) => name.endsWith('.test.ts'));
  const chosen = process.env['STRATA_ONLY'];
  const imports = files
    .filter((name) => !chosen || name.includes(chosen))
    .map((name) => `import './${name}';`);
  const outfile = join(folder, 'suite.js');
  await build({
    stdin: {
      contents: [...imports, "export { run } from './runner';"].join('\n'),
      resolveDir: join(here, 'suite'),
    },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    sourcemap: 'inline',
    external: ['vscode'],
    outfile,
  });
  return outfile;
}

it('the packaged extension in VS Code', async (context) => {
  const folder = temporaryFolder('vscode');
  const results = join(folder, 'results.jsonl');
  const extension = unpackVsix();
  const workspace = copySamples();
  const engine = await startEngine('current');
  try {
    // The samples that the tests build; the others stand on a whole Debian (test/engine/samples.test.ts).
    for (const sample of ['website', 'website-multistage', 'sleeper']) {
      await makeSampleBases(engine, join(workspace, sample));
    }
    const failure = await runTests({
      ...executable(),
      extensionDevelopmentPath: extension,
      extensionTestsPath: await bundleSuite(folder),
      launchArgs: [workspace],
      extensionTestsEnv: {
        ...process.env,
        ...engine.env,
        STRATA_RESULTS: results,
        STRATA_EXTENSION: extension,
        STRATA_STATE_DIR: join(folder, 'state'),
      },
    }).then(
      () => undefined,
      (error: unknown) => error,
    );
    const lines = existsSync(results) ? readFileSync(results, 'utf8').trim().split('\n') : [];
    for (const line of lines) {
      const result = JSON.parse(line) as Result;
      await context.test(result.name, () => {
        if (result.error === undefined) return;
        // The stack that matters is the one in the extension host.
        const error = new Error(result.error.split('\n')[0]);
        error.stack = result.error;
        throw error;
      });
    }
    assert.ok(lines.length > 0, `VS Code ran no test: ${String(failure)}`);
    assert.equal(failure, undefined);
  } finally {
    await engine.stop();
  }
});
