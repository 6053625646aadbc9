import { mkdirSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import { codeServer, SetupError } from '../../scripts/setup/index.mjs';
import { freePort, runCommand, startProgram, temporaryFolder } from './program';

/** A running VS Code that shows itself in a browser: the real workbench and the real extension host. */
export interface Editor {
  /** `127.0.0.1:PORT`, also its authority in `vscode-remote:` addresses. */
  host: string;
  /** The address that opens a folder. */
  urlOf(folder: string): string;
  /** What the server and its extension host logged. */
  log(): string;
  /** Settles when it has ended, by itself or by `stop`. */
  ended: Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts one on a free port with an empty profile.
 *
 * @param options.vsix an extension to install first
 * @param options.env the environment of the extension host
 * @param options.settings the user's settings
 * @param options.restricted whether folders are untrusted until the user says otherwise
 * @throws SetupError, one sentence, where it cannot be had
 */
export async function startEditor({
  vsix,
  env = process.env,
  settings = {},
  restricted = false,
}: {
  vsix?: string;
  env?: NodeJS.ProcessEnv;
  settings?: Record<string, unknown>;
  restricted?: boolean;
} = {}): Promise<Editor> {
  const entry = join(await codeServer(), 'out', 'node', 'entry.js');
  const folder = temporaryFolder('editor');
  const profile = join(folder, 'profile');
  mkdirSync(join(profile, 'User'), { recursive: true });
  writeFileSync(join(profile, 'User', 'settings.json'), JSON.stringify(settings));
  const folders = ['--user-data-dir', profile, '--extensions-dir', join(folder, 'extensions')];
  // A configuration of code-server on this machine is its user's own.
  const ownEnv = { ...env, XDG_CONFIG_HOME: join(folder, 'config'), XDG_DATA_HOME: join(folder, 'data') };
  if (vsix !== undefined) {
    const installed = await runCommand(process.execPath, [entry, ...folders, '--install-extension', vsix], {
      env: ownEnv,
    });
    if (installed.code !== 0)
      throw new SetupError(`${vsix} cannot be installed: ${installed.stdout}${installed.stderr}`);
  }
  const port = await freePort();
  const host = `127.0.0.1:${port}`;
  const program = startProgram(
    process.execPath,
    [
      ...[entry, '--auth', 'none', '--bind-addr', host, ...folders],
      ...['--disable-telemetry', '--disable-update-check', '--disable-getting-started-override'],
      ...(restricted ? [] : ['--disable-workspace-trust']),
    ],
    { folder, env: ownEnv },
  );
  await program
    .until(() => isHealthy(port), 60)
    .catch(async (error: unknown) => {
      await program.stop();
      throw error;
    });
  return {
    host,
    urlOf: (opened) => `http://${host}/?folder=${encodeURIComponent(opened)}`,
    log: () => program.output(),
    ended: program.ended,
    stop: () => program.stop(),
  };
}

function isHealthy(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const asked = get({ host: '127.0.0.1', port, path: '/healthz', timeout: 2000 }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    asked.once('timeout', () => asked.destroy());
    asked.once('error', () => resolve(false));
  });
}
