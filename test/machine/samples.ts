import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root as clone } from '../../scripts/project.mjs';
import type { Engine } from './engine';
import { makeBaseImage } from './images';
import type { Root } from './images';

/** Gives an engine the base images that the Dockerfiles under `folder` build on, as far as they name them plainly. */
export async function makeSampleBases(engine: Engine, folder = join(clone, 'samples')): Promise<void> {
  const names = new Set(dockerfilesOf(folder).flatMap((file) => basesOf(readFileSync(file, 'utf8'))));
  for (const name of names) {
    if (name.startsWith('jenkins/')) await makeVendorImage(engine, name);
    else await makeBaseImage(engine, name, rootFor(name));
  }
}

/** An image as vendors make them: a Debian with a user and a start script of its own, as its ENTRYPOINT. */
async function makeVendorImage(engine: Engine, name: string): Promise<void> {
  if (!engine.own) return makeBaseImage(engine, name);
  await makeBaseImage(engine, 'strata-vendor-base', 'debian');
  const lines = [
    'FROM strata-vendor-base',
    'RUN useradd --create-home jenkins && printf \'#!/bin/sh\\necho started "$@"\\nexec sleep 600\\n\' > /start && chmod +x /start',
    'USER jenkins',
    'EXPOSE 8080',
    'ENTRYPOINT ["/start"]',
  ];
  await engine.cli(['build', '--network=host', '-t', name, '-'], { input: lines.join('\n') });
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
