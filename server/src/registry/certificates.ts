import { readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * The authorities (PEM) that the user told docker or Podman to trust for a registry: `certs.d/<host:port>/*.crt`.
 * `host` is checked, since it comes from a Dockerfile and becomes part of a path.
 */
export function registryCertificates(host: string, env: NodeJS.ProcessEnv = process.env): readonly string[] {
  if (!/^[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?(?::\d+)?$/.test(host) || host.includes('..')) {
    return [];
  }
  const config = env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config');
  const folders =
    process.platform === 'win32'
      ? [join(env['PROGRAMDATA'] ?? 'C:\\ProgramData', 'docker', 'certs.d')]
      : [
          '/etc/docker/certs.d',
          '/etc/containers/certs.d',
          join(config, 'docker', 'certs.d'),
          join(config, 'containers', 'certs.d'),
          join(homedir(), '.docker', 'certs.d'),
        ];
  return folders.flatMap((folder) =>
    certificatesIn(join(folder, host.replace(/:/g, process.platform === 'win32' ? '' : ':'))),
  );
}

function certificatesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.crt'))
      .map((name) => readFileSync(join(folder, name), 'utf8'));
  } catch {
    return [];
  }
}
