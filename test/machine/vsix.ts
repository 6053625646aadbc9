import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { root, vsixPath } from '../../scripts/project.mjs';
import { SetupError } from '../../scripts/setup/index.mjs';
import { unzip } from '../../scripts/zip.mjs';
import { temporaryFolder } from './program';

/** The path of the packaged extension. */
export function vsix(): string {
  const file = vsixPath();
  if (!existsSync(file)) throw new SetupError(`${file} is not there: run \`npm run package\` first.`);
  return file;
}

/** Unpacks the packaged extension into a fresh folder, where nothing of this clone is above it. */
export function unpackVsix(): string {
  const folder = temporaryFolder('vsix');
  unzip(vsix(), folder);
  return join(folder, 'extension');
}

/** A fresh copy of the samples, for a test to edit and build. */
export function copySamples(): string {
  const folder = temporaryFolder('samples');
  cpSync(join(root, 'samples'), folder, { recursive: true });
  return folder;
}
