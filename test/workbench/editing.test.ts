import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { temporaryFolder } from '../machine/program';
import { openWorkbench } from '../machine/workbench';

it('a person opens a Dockerfile and sees it as one', async () => {
  const folder = temporaryFolder('workbench');
  writeFileSync(
    join(folder, 'Dockerfile'),
    'FROM node:20-alpine\nWORKDIR /site\nCOPY . .\nCMD ["node", "server.js"]\n',
  );
  const workbench = await openWorkbench({ folder });
  try {
    await workbench.open('Dockerfile');
    const { page } = workbench;
    await page.locator('.statusbar-item', { hasText: /^Docker(file)?$/ }).waitFor();
    // A keyword has a colour, by a class, of its own once the grammar is loaded.
    const keyword = page.locator('.view-line span span', { hasText: /^FROM$/ });
    const rest = page.locator('.view-line span span', { hasText: /^\s*node/ }).first();
    assert.notEqual(await keyword.getAttribute('class'), await rest.getAttribute('class'));
    await workbench.screenshot('open-dockerfile');
  } finally {
    await workbench.close();
  }
});
