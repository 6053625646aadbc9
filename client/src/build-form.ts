import * as vscode from 'vscode';
import type { ArgumentInfo, SecretInfo, StageInfo } from '../../server/src/protocol';
import { saveBuildTask } from './build-task';
import { buildKey, buildRequest, defaultContext, shownCommand } from './build-image';
import { defaultTag, tagProblem, targetName } from './build-target';
import type { BuildOptions, BuildTarget } from './build-target';
import { showForm } from './form';
import type { FormPart } from './form';
import { isSecretName, mask } from './secret-name';
import type { Strata } from './strata';

interface Values {
  target: string | undefined;
  tag: string;
  context: string;
  buildArgs: Map<string, string>;
  platform: string;
  noCache: boolean;
  pull: boolean;
  /** Secret id → path of the file that holds it. */
  secrets: Map<string, string>;
  ssh: boolean;
}

/** What a stage and those that it continues offer to choose. */
interface Offer {
  readonly stages: readonly StageInfo[];
  readonly args: readonly ArgumentInfo[];
  readonly secrets: readonly SecretInfo[];
  readonly ssh: boolean;
}

const platforms = ['linux/amd64', 'linux/arm64', 'linux/arm/v7', 'windows/amd64'];

/** Asks how to build, prefilled with the last choice and the file's own defaults. Undefined: the user cancelled. */
export async function chooseBuild(
  strata: Strata,
  { uri, target }: BuildTarget,
): Promise<{ target: BuildTarget; options: Partial<BuildOptions> } | undefined> {
  const connected = await strata.docker.connected();
  const { stages, globalArguments } = await strata.server.stages(uri);
  const last = strata.memory.build(buildKey({ uri, target }));
  const values: Values = {
    target,
    tag: last.tag ?? defaultTag({ uri, target }),
    context: last.context ?? (await defaultContext(strata, uri)),
    buildArgs: new Map(Object.entries(last.buildArgs ?? {})),
    platform: last.platform ?? '',
    noCache: false,
    pull: false,
    secrets: new Map(),
    ssh: false,
  };
  const offer = (): Offer => {
    const used = needed(stages, values.target);
    const args = [...globalArguments, ...used.flatMap((stage) => stage.arguments)];
    return {
      stages,
      args: [...new Map(args.map((argument) => [argument.name, argument])).values()],
      secrets: [
        ...new Map(used.flatMap((stage) => stage.secrets).map((secret) => [secret.id, secret])).values(),
      ],
      ssh: used.some((stage) => stage.ssh.length > 0),
    };
  };
  const commandLine = async (): Promise<string> =>
    shownCommand(connected, await buildRequest(strata, { uri, target: values.target }, buildOptions(values)));
  const accepted = await showForm(
    vscode.l10n.t('Build {0}', vscode.workspace.asRelativePath(uri)),
    vscode.l10n.t('Enter builds it; any other line changes a value'),
    async () => parts(uri, values, offer(), await commandLine()),
  );
  return accepted ? { target: { uri, target: values.target }, options: buildOptions(values) } : undefined;
}

/** The stage and those that it continues; without the server's word on COPY --from, every stage above may be needed. */
function needed(stages: readonly StageInfo[], target: string | undefined): readonly StageInfo[] {
  const index = stages.findIndex((stage) => stage.name === target || String(stage.index) === target);
  return target === undefined || index === -1 ? stages : stages.slice(0, index + 1);
}

function buildOptions(values: Values): Partial<BuildOptions> {
  const { tag, context, buildArgs, platform, noCache, pull, secrets, ssh } = values;
  return {
    tag,
    context,
    buildArgs: Object.fromEntries(buildArgs),
    ...(platform === '' ? {} : { platform }),
    noCache,
    pull,
    ...(secrets.size === 0 ? {} : { secrets: [...secrets].map(([id, source]) => ({ id, source })) }),
    ...(ssh ? { ssh: ['default'] } : {}),
  };
}

function parts(
  uri: vscode.Uri,
  values: Values,
  { stages, args, secrets, ssh }: Offer,
  command: string,
): FormPart[] {
  const { l10n } = vscode;
  const on = (value: boolean): string => (value ? l10n.t('yes') : l10n.t('no'));
  return [
    { label: l10n.t('Build'), icon: 'play', detail: command, action: 'accept' },
    {
      label: l10n.t('Copy docker command'),
      icon: 'copy',
      action: async () => {
        await vscode.env.clipboard.writeText(command);
      },
    },
    {
      label: l10n.t('Save as task'),
      icon: 'save',
      action: () => saveBuildTask({ uri, target: values.target }, buildOptions(values)),
    },
    { heading: l10n.t('Image') },
    {
      label: l10n.t('Tag'),
      description: values.tag,
      icon: 'tag',
      action: async () => {
        const tag = await ask(l10n.t('Name and tag of the image'), values.tag, tagProblem);
        if (tag !== undefined) values.tag = tag;
      },
    },
    {
      label: l10n.t('Stage'),
      description: values.target ?? l10n.t('the last one'),
      icon: 'layers',
      action: async () => {
        const items = stages.map((stage) => ({
          label: stage.name ?? l10n.t('stage {0}', stage.index),
          description: stage.image ?? '',
          target: targetName(stage, stages),
        }));
        const picked = await vscode.window.showQuickPick(items, { title: l10n.t('Stage to build') });
        if (!picked) return;
        const wasDefault = values.tag === defaultTag({ uri, target: values.target });
        values.target = picked.target;
        if (wasDefault) values.tag = defaultTag({ uri, target: values.target });
      },
    },
    {
      label: l10n.t('Build context'),
      description: values.context,
      icon: 'folder',
      action: async () => {
        const picked = await vscode.window.showOpenDialog({
          title: l10n.t('Folder that COPY takes its files from'),
          canSelectFiles: false,
          canSelectFolders: true,
          defaultUri: vscode.Uri.file(values.context),
        });
        if (picked?.[0]) values.context = picked[0].fsPath;
      },
    },
    ...(args.length === 0 ? [] : [{ heading: l10n.t('Build arguments (--build-arg)') }]),
    ...args.map((argument) => argumentLine(values.buildArgs, argument)),
    ...(secrets.length === 0 && !ssh ? [] : [{ heading: l10n.t('Secrets that RUN mounts') }]),
    ...secrets.map(({ id, required }): FormPart => ({
      label: id,
      description: values.secrets.get(id) ?? (required ? l10n.t('needed: choose a file') : l10n.t('no file')),
      icon: 'key',
      action: async () => {
        const picked = await vscode.window.showOpenDialog({
          title: l10n.t('File that holds the secret {0}', id),
        });
        if (picked?.[0]) values.secrets.set(id, picked[0].fsPath);
        else values.secrets.delete(id);
      },
    })),
    ...(ssh
      ? [
          {
            label: l10n.t('ssh agent'),
            description: on(values.ssh),
            icon: 'key',
            action: () => void (values.ssh = !values.ssh),
          },
        ]
      : []),
    { heading: l10n.t('Builder') },
    {
      label: l10n.t('Platform'),
      description: values.platform === '' ? l10n.t('that of the engine') : values.platform,
      icon: 'chip',
      action: async () => {
        const items = [l10n.t('that of the engine'), ...platforms];
        const picked = await vscode.window.showQuickPick(items, { title: l10n.t('Platform') });
        if (picked !== undefined) values.platform = picked === items[0] ? '' : picked;
      },
    },
    {
      label: l10n.t('Without cache (--no-cache)'),
      description: on(values.noCache),
      icon: 'history',
      action: () => void (values.noCache = !values.noCache),
    },
    {
      label: l10n.t('Pull base images again (--pull)'),
      description: on(values.pull),
      icon: 'cloud-download',
      action: () => void (values.pull = !values.pull),
    },
  ];
}

function argumentLine(
  buildArgs: Map<string, string>,
  { name, default: preset, secret }: ArgumentInfo,
): FormPart {
  const hidden = secret || isSecretName(name);
  const value = buildArgs.get(name);
  return {
    label: name,
    description: value === undefined ? (preset ?? '') : hidden ? mask : value,
    icon: 'symbol-variable',
    action: async () => {
      const text = await vscode.window.showInputBox({
        title: vscode.l10n.t('Build argument {0}', name),
        value: value ?? preset ?? '',
        password: hidden,
        ignoreFocusOut: true,
        ...(hidden
          ? {
              prompt: vscode.l10n.t(
                'Looks like a secret: it is not stored, but every image keeps its build arguments. Use RUN --mount=type=secret.',
              ),
            }
          : {}),
      });
      if (text === undefined) return;
      if (text === (preset ?? '')) buildArgs.delete(name);
      else buildArgs.set(name, text);
    },
  };
}

function ask(
  title: string,
  value: string,
  problem: (text: string) => string | undefined,
): Thenable<string | undefined> {
  return vscode.window.showInputBox({ title, value, ignoreFocusOut: true, validateInput: problem });
}
