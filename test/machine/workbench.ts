import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { root } from '../../scripts/project.mjs';
import { startBrowser } from './browser';
import { startEditor } from './editor';
import type { Engine } from './engine';
import { vsix } from './vsix';

/** VS Code as a person has it before them, with the packaged extension installed. */
export interface Workbench {
  page: Page;
  /** Opens a file of the folder through Quick Open and waits for its text. */
  open(file: string): Promise<void>;
  /** Runs a command by the title that the palette shows. */
  command(title: string): Promise<void>;
  /** Keeps what the person sees as artifacts/screenshots/NAME.png. */
  screenshot(name: string): Promise<void>;
  /** What the extension host logged. */
  log(): string;
  close(): Promise<void>;
}

/**
 * Opens one on a folder.
 *
 * @param options.engine the Docker engine that the extension finds; without one there is none
 * @param options.settings the user's settings
 * @param options.restricted Restricted Mode: the folder is not trusted
 * @param options.env more environment variables of the extension host
 */
export async function openWorkbench({
  folder,
  engine,
  settings = {},
  restricted = false,
  env = {},
}: {
  folder: string;
  engine?: Engine;
  settings?: Record<string, unknown>;
  restricted?: boolean;
  env?: NodeJS.ProcessEnv;
}): Promise<Workbench> {
  const noEngine = { DOCKER_HOST: 'unix:///nonexistent/docker.sock' };
  const editor = await startEditor({
    vsix: vsix(),
    restricted,
    env: { ...process.env, ...(engine?.env ?? noEngine), ...env },
    settings: { ...quiet, ...settings },
  });
  const browser = await startBrowser();
  const close = async () => {
    await browser.close();
    await editor.stop();
  };
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.setDefaultTimeout(30_000);
    await page.goto(editor.urlOf(folder));
    await page.locator('.monaco-workbench').waitFor({ timeout: 60_000 });
    // The explorer lists the folder once the extension host side is connected.
    await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor({ timeout: 60_000 });
    const quickPick = async (keys: string, text: string) => {
      await page.keyboard.press(keys);
      const input = page.locator('.quick-input-widget input[type="text"]').first();
      await input.waitFor();
      await input.fill(text);
      await page.locator('.quick-input-list .monaco-list-row').first().waitFor();
      await page.keyboard.press('Enter');
      await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
    };
    return {
      page,
      async open(file) {
        await quickPick('Control+KeyP', file);
        await page.locator('.monaco-editor .view-line').first().waitFor();
      },
      command: (title) => quickPick('F1', `>${title}`),
      async screenshot(name) {
        const target = join(root, 'artifacts', 'screenshots');
        mkdirSync(target, { recursive: true });
        await page.screenshot({ path: join(target, `${name}.png`) });
      },
      log: () => editor.log(),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A workbench that shows the folder and the file, and nothing that welcomes or asks. */
const quiet = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'chat.commandCenter.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'extensions.ignoreRecommendations': true,
  'git.openRepositoryInParentFolders': 'never',
  'window.commandCenter': false,
};
