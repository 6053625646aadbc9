import * as vscode from 'vscode';
import type { PublishedPort, RunRequest, RunResult } from './engine';
import { httpAddress } from './http-address';
import type { Strata } from './strata';
import { showTerminal } from './terminal';

/** A container to start; what is missing has docker's defaults. */
export interface RunOptions {
  readonly image: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly envFile?: string;
  /** As `-p` takes them (`8080:80`, `127.0.0.1:5353:53/udp`), or in parts. */
  readonly ports?: readonly (string | PublishedPort)[];
  readonly volumes?: readonly string[];
  readonly name?: string;
  /** Remove the container when it ends. */
  readonly remove?: boolean;
  /** Default: true. False opens a terminal on the container. */
  readonly detached?: boolean;
  readonly entrypoint?: string;
  readonly args?: readonly string[];
  readonly network?: string;
  readonly user?: string;
  readonly platform?: string;
  readonly init?: boolean;
}

export interface RunOutcome {
  readonly id: string;
  readonly name: string;
  readonly ports: RunResult['ports'];
  /** The docker command that does the same. */
  readonly command: readonly string[];
}

export function isRunOptions(value: unknown): value is RunOptions {
  return typeof (Object(value) as Record<string, unknown>)['image'] === 'string';
}

/** Creates and starts a container. Throws EngineError, e.g. `port-taken`. */
export async function runImage({ docker, engineChanged }: Strata, options: RunOptions): Promise<RunOutcome> {
  const { library, engine } = await docker.connected();
  const request = runRequest(options);
  const { id, name, ports, session } = await library.run(engine, request);
  engineChanged.fire('containers');
  if (session) showTerminal(name, () => Promise.resolve(session));
  return { id, name, ports, command: library.runCommand(request, { endpoint: engine.endpoint }) };
}

export function runRequest({ ports, detached = true, ...options }: RunOptions): RunRequest {
  return {
    ...options,
    detached,
    tty: !detached,
    ...(ports ? { ports: ports.map((port) => (typeof port === 'string' ? parsePort(port) : port)) } : {}),
  };
}

/** Reads what `-p` takes for one port. An address of this machine alone unless one is given. */
export function parsePort(text: string): PublishedPort {
  const match =
    /^(?:(?:(?<ip>\[[0-9a-fA-F:]+\]|[\d.]+):)?(?<host>\d*):)?(?<container>\d+)(?:\/(?<protocol>tcp|udp))?$/.exec(
      text.trim(),
    );
  const { ip, host, container, protocol } = match?.groups ?? {};
  if (container === undefined || !isPort(container) || (host !== undefined && host !== '' && !isPort(host))) {
    throw new Error(
      vscode.l10n.t(
        '"{0}" is no published port: write HOST:CONTAINER, for example 8080:80 or 5353:53/udp.',
        text,
      ),
    );
  }
  return {
    container: Number(container),
    ...(host === undefined || host === '' ? {} : { host: Number(host) }),
    hostIp: ip === undefined ? loopback : ip.replace(/^\[|\]$/g, ''),
    protocol: protocol === 'udp' ? 'udp' : 'tcp',
  };
}

/** Docker publishes on every address of the machine by default; who tries something out seldom means that. */
export const loopback = '127.0.0.1';

const isPort = (text: string): boolean => Number(text) >= 1 && Number(text) <= 65535;

/** Tells that a container runs, and offers what one does next. */
export async function reportRun(strata: Strata, { id, name, ports }: RunOutcome): Promise<void> {
  const logs = vscode.l10n.t('Show Logs');
  const browser = vscode.l10n.t('Open in Browser');
  const inspect = vscode.l10n.t('Inspect');
  const stop = vscode.l10n.t('Stop');
  const { engine } = await strata.docker.connected();
  const address = await httpAddress(engine.endpoint, ports, 10);
  const published = ports.map(({ host, container }) => `${host}→${container}`).join(', ');
  const message =
    published === ''
      ? vscode.l10n.t('Container {0} was started.', name)
      : vscode.l10n.t('Container {0} was started, with ports {1}.', name, published);
  const choice = await vscode.window.showInformationMessage(
    message,
    ...(address ? [browser] : []),
    logs,
    inspect,
    stop,
  );
  const commands = new Map([
    [logs, 'strata.showLogs'],
    [browser, 'strata.openInBrowser'],
    [inspect, 'strata.inspectContainer'],
    [stop, 'strata.stop'],
  ]);
  const command = choice === undefined ? undefined : commands.get(choice);
  if (command !== undefined) await vscode.commands.executeCommand(command, { id });
}
