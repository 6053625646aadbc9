// Stands in for a desktop VS Code where none can be had: takes its command line, runs the same extension test
// host in the browser VS Code, prints what the tests log and ends with their exit code.
import { resolve } from 'node:path';
import { startBrowser } from '../machine/browser';
import { startEditor } from '../machine/editor';

/** The value of `--name=value` on the command line. */
function option(name: string): string {
  const prefix = `--${name}=`;
  const word = process.argv.find((argument) => argument.startsWith(prefix));
  if (word === undefined) throw new Error(`The launcher of VS Code needs ${prefix}…`);
  return word.slice(prefix.length);
}

/** Runs the test host and gives its exit code: 0 where all tests passed. */
async function launch(): Promise<number> {
  const folder = process.argv.slice(2).find((argument) => !argument.startsWith('-'));
  const editor = await startEditor();
  const browser = await startBrowser();
  try {
    const page = await browser.newPage();
    const remote = (path: string) => `vscode-remote://${editor.host}${resolve(path)}`;
    const payload = [
      ['extensionDevelopmentPath', remote(option('extensionDevelopmentPath'))],
      ['extensionTestsPath', remote(option('extensionTestsPath'))],
      ['skipWelcome', 'true'],
    ];
    const exit = new Promise<number>((ended) => {
      page.on('crash', () => ended(70));
      void page.exposeFunction('codeAutomationExit', (code: number) => ended(code));
    });
    await page.exposeFunction('codeAutomationLog', (type: string, args: readonly unknown[]) => {
      (type === 'error' ? process.stderr : process.stdout).write(`${args.map(String).join(' ')}\n`);
    });
    const address = editor.urlOf(resolve(folder ?? '.'));
    await page.goto(`${address}&payload=${encodeURIComponent(JSON.stringify(payload))}`);
    return await exit;
  } finally {
    await browser.close();
    await editor.stop();
  }
}

launch().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
