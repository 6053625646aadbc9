import { dirname, isAbsolute, join, relative } from 'node:path';
import * as vscode from 'vscode';
import { buildImage } from './build-image';
import { workspaceDockerfiles } from './build-target';
import type { BuildOptions, BuildTarget } from './build-target';
import type { Disposable } from './disposable';
import { UntrustedError } from './docker';
import type { BuildEvent } from './engine';
import { isSecretName } from './secret-name';
import type { Strata } from './strata';

const type = 'strata-build';

/** A task of tasks.json; package.json has its schema. Paths are relative to the workspace folder. */
interface BuildTaskDefinition extends vscode.TaskDefinition, Omit<BuildOptions, 'uri'> {
  readonly dockerfile: string;
}

/** Tasks that build a Dockerfile, with the builder's own output in their terminal. */
export function registerBuildTasks(strata: Strata): Disposable {
  return vscode.tasks.registerTaskProvider(type, {
    async provideTasks() {
      const tasks = (await workspaceDockerfiles()).flatMap((uri) => {
        const folder = vscode.workspace.getWorkspaceFolder(uri);
        if (!folder) return [];
        const dockerfile = vscode.workspace.asRelativePath(uri, false);
        return [buildTask(strata, folder, { type, dockerfile }, dockerfile)];
      });
      return tasks;
    },
    resolveTask({ definition, scope, name }) {
      const folder = typeof scope === 'object' ? scope : vscode.workspace.workspaceFolders?.[0];
      return isDefinition(definition) && folder ? buildTask(strata, folder, definition, name) : undefined;
    },
  });
}

/** Writes a build into tasks.json, without the values of secret-looking names. */
export async function saveBuildTask(
  { uri, target }: BuildTarget,
  { tag, context, buildArgs = {}, platform, noCache, pull }: Partial<BuildOptions>,
): Promise<void> {
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  if (!folder) throw new Error(vscode.l10n.t('Only a Dockerfile of an open folder can have a task.'));
  const open = Object.entries(buildArgs).filter(([name]) => !isSecretName(name));
  const task = {
    label: vscode.l10n.t('build {0}', tag ?? vscode.workspace.asRelativePath(uri, false)),
    type,
    dockerfile: vscode.workspace.asRelativePath(uri, false),
    ...(tag === undefined ? {} : { tag }),
    ...(target === undefined ? {} : { target }),
    ...(context === undefined || context === dirname(uri.fsPath)
      ? {}
      : { context: portable(folder, context) }),
    ...(open.length === 0 ? {} : { buildArgs: Object.fromEntries(open) }),
    ...(platform === undefined ? {} : { platform }),
    ...(noCache === true ? { noCache } : {}),
    ...(pull === true ? { pull } : {}),
    group: 'build',
  };
  const configuration = vscode.workspace.getConfiguration('tasks', folder);
  const others = configuration.inspect<readonly { label?: string }[]>('tasks')?.workspaceFolderValue ?? [];
  const kept = others.filter(({ label }) => label !== task.label);
  await configuration.update('tasks', [...kept, task], vscode.ConfigurationTarget.WorkspaceFolder);
  if (configuration.get('version') === undefined) {
    await configuration.update('version', '2.0.0', vscode.ConfigurationTarget.WorkspaceFolder);
  }
  vscode.window.setStatusBarMessage(vscode.l10n.t('Saved in tasks.json: {0}', task.label), 5000);
}

/** Relative to the folder, so that the task works wherever the repository is cloned. */
function portable({ uri }: vscode.WorkspaceFolder, path: string): string {
  const below = relative(uri.fsPath, path);
  return below === ''
    ? '.'
    : below.startsWith('..') || isAbsolute(below)
      ? path
      : below.replaceAll('\\', '/');
}

function isDefinition(definition: vscode.TaskDefinition): definition is BuildTaskDefinition {
  return definition.type === type && typeof definition['dockerfile'] === 'string';
}

function buildTask(
  strata: Strata,
  folder: vscode.WorkspaceFolder,
  definition: BuildTaskDefinition,
  name: string,
): vscode.Task {
  const execution = new vscode.CustomExecution((resolved) =>
    Promise.resolve(
      // Variables such as ${input:tag} are resolved only here.
      buildTerminal(strata, folder, isDefinition(resolved) ? resolved : definition),
    ),
  );
  const task = new vscode.Task(definition, folder, name, 'strata', execution, []);
  task.group = vscode.TaskGroup.Build;
  return task;
}

function buildTerminal(
  strata: Strata,
  folder: vscode.WorkspaceFolder,
  definition: BuildTaskDefinition,
): vscode.Pseudoterminal {
  const { dockerfile, target, context } = definition;
  const written = new vscode.EventEmitter<string>();
  const closed = new vscode.EventEmitter<number>();
  const controller = new AbortController();
  const below = (path: string): string => (isAbsolute(path) ? path : join(folder.uri.fsPath, path));
  const write = (text: string): void => written.fire(text.replace(/\r?\n/g, '\r\n'));
  const line = (text: string): void => write(`${text}\n`);

  const build = async (): Promise<number> => {
    if (!vscode.workspace.isTrusted) throw new UntrustedError();
    const outcome = await buildImage(
      strata,
      { uri: vscode.Uri.file(below(dockerfile)), target },
      { ...definition, ...(context === undefined ? {} : { context: below(context) }) },
      {
        signal: controller.signal,
        begin: (command) => line(`> ${command}`),
        event: (event) => write(eventText(event)),
      },
    );
    if (outcome.error) line(`\x1b[31m${outcome.error.message}\x1b[0m`);
    else line(`\x1b[32m${vscode.l10n.t('Built {0}.', outcome.image ?? '')}\x1b[0m`);
    return outcome.error ? 1 : 0;
  };
  return {
    onDidWrite: written.event,
    onDidClose: closed.event,
    open() {
      build().then(
        (code) => closed.fire(code),
        (error: unknown) => {
          line(`\x1b[31m${error instanceof Error ? error.message : String(error)}\x1b[0m`);
          closed.fire(1);
        },
      );
    },
    close: () => controller.abort(),
    handleInput(data) {
      // Ctrl+C
      if (data === '\x03') controller.abort();
    },
  };
}

/** The builder's own words, with a headline for each instruction. */
function eventText(event: BuildEvent): string {
  if (event.kind === 'log') return event.text;
  if (event.kind !== 'step' || event.status === 'done') return '';
  const words = {
    running: '',
    cached: ` \x1b[36m${vscode.l10n.t('cached')}\x1b[0m`,
    failed: ` \x1b[31m${vscode.l10n.t('failed')}\x1b[0m`,
  };
  return `\x1b[1m${event.line}: ${event.instruction}\x1b[0m${words[event.status]}\n`;
}
