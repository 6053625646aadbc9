import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after } from 'node:test';
import { startClient, type ClientOptions, type LanguageClient } from './language-client';

const clients: LanguageClient[] = [];
const folders: string[] = [];

after(async () => {
  for (const client of clients) await client.stop();
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** A client with a server of its own, which is stopped when the file's tests are over. */
export async function client(options: ClientOptions = {}): Promise<LanguageClient> {
  const started = await startClient(options);
  clients.push(started);
  return started;
}

/** A folder with these files, by their paths in it, which is removed when the file's tests are over. */
export function folderWith(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'strata-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}
