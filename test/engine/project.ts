import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { connect, type Engine } from '../../engine/src/connect';
import type { Engine as Machine } from '../machine/engine';
import { temporaryFolder } from '../machine/program';

const made: string[] = [];
// What builds record stays with the tests.
process.env['STRATA_STATE_DIR'] = temporaryFolder('state');
made.push(process.env['STRATA_STATE_DIR']);
process.once('exit', () => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

/** A folder with files: text, text that is executable, or a link. Gives its path; it goes with the process. */
export function project(
  files: Readonly<Record<string, string | { run: string } | { link: string }>>,
): string {
  const folder = temporaryFolder('project');
  made.push(folder);
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    if (typeof content === 'string') writeFileSync(path, content);
    else if ('link' in content) symlinkSync(content.link, path);
    else {
      writeFileSync(path, content.run);
      chmodSync(path, 0o755);
    }
  }
  return folder;
}

/** A connection to a test's engine, with the docker command of that engine. */
export function connectTo({ dockerHost, docker, env }: Machine): Engine {
  return connect({ host: dockerHost, source: 'setting' }, { docker, env });
}
