import { writeFileSync } from 'node:fs';
import { get as getPlain } from 'node:http';
import { get as getSecure } from 'node:https';
import { join } from 'node:path';
import { htpasswd, openssl, registry, SetupError } from '../../scripts/setup/index.mjs';
import { freePort, runCommand, startProgram, temporaryFolder } from './program';

/** A running, empty registry on the loopback address. */
export interface Registry {
  /** `127.0.0.1:PORT`, as it stands in front of an image's name. */
  host: string;
  /** `http://127.0.0.1:PORT`, or `https://…` with TLS. */
  url: string;
  /** With TLS: the path of the certificate of the authority that signed its own. */
  ca?: string;
  /** What it logged: one line for each request. */
  log(): string;
  stop(): Promise<void>;
}

/** Starts a real registry (distribution 2.8), open to all or with one account, plain or with TLS of an own authority. */
export async function startRegistry({
  account,
  tls = false,
}: { account?: { username: string; password: string }; tls?: boolean } = {}): Promise<Registry> {
  const program = await registry();
  const folder = temporaryFolder('registry');
  const port = await freePort();
  const host = `127.0.0.1:${port}`;
  const config: Record<string, unknown> = {
    version: 0.1,
    log: { accesslog: { disabled: false }, level: 'info' },
    storage: { filesystem: { rootdirectory: join(folder, 'data') }, delete: { enabled: true } },
    http: { addr: host, ...(tls ? { tls: await makeCertificates(folder) } : {}) },
  };
  if (account) {
    const line = await runCommand(await htpasswd(), ['-Bbn', account.username, account.password]);
    writeFileSync(join(folder, 'htpasswd'), line.stdout);
    config['auth'] = { htpasswd: { realm: 'strata', path: join(folder, 'htpasswd') } };
  }
  // The configuration is YAML, of which JSON is a part.
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
  const running = startProgram(program, ['serve', join(folder, 'config.json')], { folder });
  const url = `${tls ? 'https' : 'http'}://${host}`;
  await running
    .until(() => answers(`${url}/v2/`), 30)
    .catch(async (error: unknown) => {
      await running.stop();
      throw error;
    });
  return {
    host,
    url,
    ...(tls ? { ca: join(folder, 'ca.pem') } : {}),
    log: () => running.output(),
    stop: () => running.stop(),
  };
}

/** An authority of our own and a certificate that it signed for the loopback address. */
async function makeCertificates(folder: string): Promise<{ certificate: string; key: string }> {
  const file = (name: string) => join(folder, name);
  const key = (name: string) => ['-newkey', 'rsa:2048', '-nodes', '-keyout', file(`${name}.key`)];
  writeFileSync(file('extensions'), 'subjectAltName=IP:127.0.0.1,DNS:localhost\n');
  const steps = [
    [
      'req',
      '-x509',
      ...key('ca'),
      '-out',
      file('ca.pem'),
      '-days',
      '2',
      '-subj',
      '/CN=Strata test authority',
    ],
    ['req', ...key('server'), '-out', file('server.csr'), '-subj', '/CN=localhost'],
    [
      'x509',
      '-req',
      '-in',
      file('server.csr'),
      '-CA',
      file('ca.pem'),
      '-CAkey',
      file('ca.key'),
      '-CAcreateserial',
    ].concat(['-out', file('server.pem'), '-days', '2', '-extfile', file('extensions')]),
  ];
  const program = await openssl();
  for (const step of steps) {
    const outcome = await runCommand(program, step);
    if (outcome.code !== 0) throw new SetupError(`openssl made no certificate: ${outcome.stderr.trim()}`);
  }
  return { certificate: file('server.pem'), key: file('server.key') };
}

function answers(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    // Only whether it listens matters here: it may ask for an account, and its certificate is its own affair.
    const secure = url.startsWith('https:');
    const asked = secure ? getSecure(url, { rejectUnauthorized: false }) : getPlain(url);
    asked.once('response', (response) => {
      response.resume();
      resolve(true);
    });
    asked.once('error', () => resolve(false));
  });
}
