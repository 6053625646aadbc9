import { rmSync } from 'node:fs';
import { it } from 'node:test';
import { copySamples } from '../machine/vsix';
import { openWorkbench } from '../machine/workbench';

it('in a folder that is not trusted, a person reads why nothing is built, and the text features work', async () => {
  const folder = copySamples();
  const workbench = await openWorkbench({
    folder,
    restricted: true,
    settings: { 'security.workspace.trust.startupPrompt': 'never' },
  });
  try {
    const { page } = workbench;
    await workbench.open('website/Dockerfile');
    // The language server has read the file.
    await page.locator('.codelens-decoration a').first().waitFor();
    await page.locator('.view-line span', { hasText: /^RUN$/ }).last().hover();
    await page.locator('.monaco-hover', { hasText: 'while the image is built' }).first().waitFor();
    await workbench.command('Strata: Build Image');
    await page.locator('.notification-list-item', { hasText: /only in a folder that you trust/ }).waitFor();
    await page.locator('.activitybar .action-label[aria-label="Strata"]').first().click();
    await page.locator('.welcome-view', { hasText: 'Manage Workspace Trust' }).first().waitFor();
    await workbench.screenshot('restricted');
  } finally {
    await workbench.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
