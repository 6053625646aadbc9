import { spawn } from 'node:child_process';
import { Agent } from 'node:http';
import { Duplex } from 'node:stream';
import { t } from '../../server/src/text';
import { sshTarget } from './endpoint';
import { EngineError } from './errors';

/**
 * Connections to an engine through the system's own ssh, which knows the user's keys, hosts and configuration, as
 * the docker command opens them. Never asks for a password: there is nobody to type it.
 */
export function sshAgent(host: string, env: NodeJS.ProcessEnv): Agent {
  const agent = new Agent({ keepAlive: false });
  return Object.assign(agent, { createConnection: () => sshConnection(host, env) });
}

/** The arguments of ssh for an engine's host. */
export function sshArguments(host: string): string[] {
  const { host: name, user, port, path } = sshTarget(host);
  return [
    ...['-o', 'BatchMode=yes', '-o', 'ConnectTimeout=10', '-T'],
    ...(user === undefined ? [] : ['-l', user]),
    ...(port === undefined ? [] : ['-p', String(port)]),
    '--',
    name,
    'docker',
    // The far side hands its words to a shell.
    ...(path === undefined ? [] : [`--host=unix://'${path.replaceAll("'", `'\\''`)}'`]),
    'system',
    'dial-stdio',
  ];
}

function sshConnection(host: string, env: NodeJS.ProcessEnv): Duplex {
  const child = spawn('ssh', sshArguments(host), { env, stdio: ['pipe', 'pipe', 'pipe'], windowsHide: true });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-2000)));
  let silent = true;
  const connection = new Duplex({
    read: () => void child.stdout.resume(),
    write: (chunk: Buffer, _encoding, done) => void child.stdin.write(chunk, () => done()),
    final: (done) => void child.stdin.end(() => done()),
    destroy(error, done) {
      child.kill();
      done(error);
    },
  });
  child.stdout.on('data', (chunk: Buffer) => {
    silent = false;
    if (!connection.push(chunk)) child.stdout.pause();
  });
  const fail = (reason: string, cause?: unknown) =>
    connection.destroy(
      new EngineError('no-engine', t('ssh to the Docker engine at {0} failed: {1}', host, reason), cause),
    );
  // ssh that ends while it is written to says why on its standard error.
  child.stdin.on('error', () => undefined);
  child.once('error', (error: NodeJS.ErrnoException) =>
    fail(error.code === 'ENOENT' ? t('there is no ssh program on PATH.') : error.message, error),
  );
  child.once('close', (code) => {
    const reason = said.trim().split('\n').at(-1);
    if (silent && code !== 0) fail(reason || t('it ended with code {0}.', code ?? 0));
    else connection.push(null);
  });
  // What http expects of a socket beyond a stream.
  return Object.assign(connection, {
    setTimeout: () => connection,
    setNoDelay: () => connection,
    setKeepAlive: () => connection,
    ref: () => connection,
    unref: () => connection,
  });
}
