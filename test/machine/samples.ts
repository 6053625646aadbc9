import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root as clone } from '../../scripts/project.mjs';
import type { Engine } from './engine';
import { makeBaseImage } from './images';
import type { Root } from './images';

/** Gives an engine the base images that the Dockerfiles under `folder` build on, as far as they name them plainly. */
export async function makeSampleBases(engine: Engine, folder = join(clone, 'samples')): Promise<void> {
  const names = new Set(dockerfilesOf(folder).flatMap((file) => basesOf(readFileSync(file, 'utf8'))));
  for (const name of names) await makeBaseImage(engine, name, rootFor(name));
}

function dockerfilesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /dockerfile|containerfile/i.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.endsWith('.dockerignore'));
}

/** Stage names and variables are no images. */
function basesOf(text: string): string[] {
  const stages = new Set(
    [...text.matchAll(/^\s*FROM\s.*\sAS\s+(\S+)/gim)].map(([, stage]) => stage?.toLowerCase()),
  );
  return [...text.matchAll(/^\s*FROM\s+(?:--\S+\s+)*([^\s$]+)(?=\s|$)/gim)].flatMap(([, name]) =>
    name === undefined || name === 'scratch' || stages.has(name.toLowerCase()) ? [] : [name],
  );
}

function rootFor(name: string): Root {
  const repository = name.split(/[:@]/)[0] ?? '';
  if (repository === 'node') return 'node';
  return repository === 'debian' || repository === 'ubuntu' ? 'debian' : 'busybox';
}
