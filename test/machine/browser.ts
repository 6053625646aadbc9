import { chromium as playwright } from 'playwright-core';
import type { Browser } from 'playwright-core';
import { chromium } from '../../scripts/setup/index.mjs';

/** Starts the machine's Chromium without a window. */
export async function startBrowser(): Promise<Browser> {
  return playwright.launch({
    executablePath: await chromium(),
    args: [
      ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
      ...['--disable-background-networking', '--disable-component-update'],
    ],
  });
}
