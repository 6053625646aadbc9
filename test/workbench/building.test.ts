import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { answerOf } from '../machine/answer';
import { startEngine } from '../machine/engine';
import type { Engine } from '../machine/engine';
import { makeSampleBases } from '../machine/samples';
import { copySamples } from '../machine/vsix';
import { openWorkbench } from '../machine/workbench';
import type { Workbench } from '../machine/workbench';

describe('a person with the sample website before them', () => {
  let engine: Engine;
  let folder: string;
  let workbench: Workbench;
  before(async () => {
    folder = copySamples();
    engine = await startEngine('current');
    await makeSampleBases(engine, join(folder, 'website'));
    workbench = await openWorkbench({ folder, engine });
    await workbench.open('website/Dockerfile');
    // The language server has read the file.
    await workbench.page.locator('.codelens-decoration a').first().waitFor();
  });
  after(async () => {
    // What the person saw last; after a failure it tells more than the failure.
    await workbench.screenshot('last');
    await workbench.close();
    await engine.stop();
  });

  /** The button of a notification that says `text`. */
  const offer = (text: RegExp, button: string) =>
    workbench.page
      .locator('.notification-list-item', { hasText: text })
      .getByRole('button', { name: button, exact: true });

  it('reads what an instruction does by pointing at it', async () => {
    const { page } = workbench;
    await page.locator('.view-line span', { hasText: /^RUN$/ }).last().hover();
    const hover = page.locator('.monaco-hover', { hasText: 'while the image is built' });
    await hover.waitFor();
    await workbench.screenshot('hover');
    await page.mouse.move(900, 700);
    await hover.waitFor({ state: 'hidden' });
  });

  it('builds with the lens above FROM and reads how long each instruction took', async () => {
    const { page } = workbench;
    await page.locator('.codelens-decoration a', { hasText: 'Build' }).first().click();
    await offer(/Built website/, 'Run').waitFor({ timeout: 60_000 });
    await workbench.screenshot('built');
    assert.match(await engine.cli(['images', '--format', '{{.Repository}}']), /^website$/m);
  });

  it('finds each instruction with its layer in the view', async () => {
    const { page } = workbench;
    await page.locator('.activitybar .action-label[aria-label*="Strata"]').click();
    const row = page.locator('.pane-body .monaco-list-row', { hasText: 'RUN npm ci' }).first();
    await row.waitFor();
    await workbench.screenshot('layers');
  });

  it('runs the image with a variable changed and the port that the file names', async () => {
    const { page } = workbench;
    await offer(/Built website/, 'Run').click();
    // The form is prefilled from ENV and EXPOSE.
    const line = (text: string) => page.locator('.quick-input-list .monaco-list-row', { hasText: text });
    await line('docker run -d -p 127.0.0.1:').waitFor();
    await workbench.screenshot('run');
    await line('WHO').click();
    const value = '.quick-input-widget input[type="text"]';
    await page.waitForFunction(`document.querySelector('${value}')?.value === 'world'`);
    await page.locator(value).fill('Ada');
    await page.keyboard.press('Enter');
    await line('-e WHO=Ada').click();
    await offer(/was started/, 'Open in Browser').waitFor();
    const published = await engine.cli(['ps', '--format', '{{.Ports}}']);
    const port = /:(\d+)->/.exec(published)?.[1];
    assert.ok(port, `no port is published: ${published}`);
    assert.match(await answerOf(`http://127.0.0.1:${port}/`), /Ada/);
    await workbench.screenshot('running');
  });

  it('sees a mistake underlined while typing, and undoes it', async () => {
    const { page } = workbench;
    await page.locator('.view-lines').click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type('EXPOZE 80');
    await page.locator('.squiggly-error').waitFor();
    await workbench.screenshot('mistake');
    await page.keyboard.press('Shift+Home');
    await page.keyboard.press('Delete');
    await page.keyboard.press('Control+S');
    await page.locator('.squiggly-error').waitFor({ state: 'detached' });
    const saved = readFileSync(join(folder, 'website', 'Dockerfile'), 'utf8');
    assert.doesNotMatch(saved, /EXPOZE/);
  });
});
