import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import type { StageArgument, StageInfo } from '../../server/src/protocol';
import type { LanguageServer } from './language-server';

/** What to build: a Dockerfile and, unless its last stage is meant, a stage. */
export interface BuildTarget {
  readonly uri: vscode.Uri;
  /** The stage's name, or its index as a string: what `--target` takes. Undefined means the whole file. */
  readonly target: string | undefined;
}

/** Everything about a build that a caller may fix in advance; what is missing is taken from the last choice. */
export interface BuildOptions {
  readonly uri: vscode.Uri | string;
  readonly tag?: string;
  readonly context?: string;
  readonly target?: string;
  readonly buildArgs?: Readonly<Record<string, string>>;
  readonly platform?: string;
  readonly noCache?: boolean;
  readonly pull?: boolean;
  readonly secrets?: readonly { readonly id: string; readonly source?: string; readonly env?: string }[];
  readonly ssh?: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
  readonly builder?: string;
}

/** Is it a Dockerfile by its name? */
const dockerfiles =
  '**/{[Dd]ockerfile,[Dd]ockerfile[.-_]*,*.[Dd]ockerfile,[Cc]ontainerfile,[Cc]ontainerfile[.-_]*,*.[Cc]ontainerfile}';

/**
 * The Dockerfiles that a command is about: of the explorer's selection, the tree item, the code lens or the options,
 * else of the active editor, else the one that the user picks. Empty where the user cancelled.
 */
export async function buildTargets(
  server: LanguageServer,
  args: readonly unknown[],
): Promise<readonly BuildTarget[]> {
  const [first, second] = args;
  if (isStageArgument(first)) return [await stageTarget(server, first)];
  if (isBuildOptions(first)) return [{ uri: asUri(first.uri), target: first.target }];
  if (Array.isArray(second) && second.some((uri) => uri instanceof vscode.Uri)) {
    return second.filter((uri) => uri instanceof vscode.Uri).map((uri) => ({ uri, target: undefined }));
  }
  if (first instanceof vscode.Uri) return [{ uri: first, target: undefined }];
  const uri = activeDockerfile() ?? (await pickDockerfile());
  return uri ? [{ uri, target: undefined }] : [];
}

/** The Dockerfile of the active editor. */
export function activeDockerfile(): vscode.Uri | undefined {
  const document = vscode.window.activeTextEditor?.document;
  return document?.languageId === 'dockerfile' ? document.uri : undefined;
}

export function isBuildOptions(value: unknown): value is BuildOptions {
  const { uri, version } = Object(value) as Record<string, unknown>;
  return (typeof uri === 'string' || uri instanceof vscode.Uri) && version === undefined;
}

export function asUri(uri: vscode.Uri | string): vscode.Uri {
  return typeof uri === 'string' ? vscode.Uri.parse(uri) : uri;
}

/** A name for the image, from the Dockerfile's own name (`cowsay.Dockerfile`) or its folder's, and the stage. */
export function defaultTag({ uri, target }: BuildTarget): string {
  const own = /^(?:dockerfile|containerfile)[.\-_](.+)$|^(.+)\.(?:dockerfile|containerfile)$/i.exec(
    basename(uri.path),
  );
  const name = imageName(own?.[1] ?? own?.[2] ?? basename(dirname(uri.path)));
  return target === undefined ? `${name}:latest` : `${name}:${imageName(target)}`;
}

/** Why a name for an image is not one, in a sentence; undefined where it is. */
export function tagProblem(tag: string): string | undefined {
  const component = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
  const host =
    '(?:(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)(?:\\.[a-zA-Z0-9-]+)*(?::[0-9]+)?|\\[[a-fA-F0-9:]+\\](?::[0-9]+)?)';
  const name = new RegExp(`^(?:${host}/)?${component}(?:/${component})*(?::[\\w][\\w.-]{0,127})?$`);
  if (name.test(tag)) return undefined;
  if (/[A-Z]/.test(tag.split(':')[0] ?? '')) return vscode.l10n.t('The name of an image is in lower case.');
  return vscode.l10n.t(
    'This is no name for an image: write name:tag, with letters, digits, ".", "_" and "-".',
  );
}

/** Letters, digits and single separators in lower case, as the name of an image wants them. */
function imageName(text: string): string {
  const name = text
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/([._-])[._-]+/g, '$1')
    .replace(/^[._-]+|[._-]+$/g, '');
  return name === '' ? 'image' : name;
}

export function isStageArgument(value: unknown): value is StageArgument {
  const { uri, stage, version } = Object(value) as Record<string, unknown>;
  return typeof uri === 'string' && typeof stage === 'number' && typeof version === 'number';
}

/** The stage that a code lens meant, also where the file has changed since the lens was made. */
async function stageTarget(server: LanguageServer, argument: StageArgument): Promise<BuildTarget> {
  const uri = vscode.Uri.parse(argument.uri);
  const { version, stages } = await server.stages(uri);
  const isCurrent = version === argument.version;
  const isUnnamed = argument.name === undefined && stages.length === argument.of;
  const stage =
    isCurrent || isUnnamed
      ? stages[argument.stage]
      : stages.find(({ name }) => name !== undefined && name === argument.name);
  if (!stage) {
    throw new Error(vscode.l10n.t('The file has changed since this was offered: choose the stage again.'));
  }
  return { uri, target: targetName(stage, stages) };
}

/** What `--target` takes for a stage; undefined for the last, which is built anyway. */
export function targetName(stage: StageInfo, stages: readonly StageInfo[]): string | undefined {
  return stage.index === stages.length - 1 ? undefined : (stage.name ?? String(stage.index));
}

/** The Dockerfiles of the workspace, by their names; a thousand at most. */
export async function workspaceDockerfiles(): Promise<readonly vscode.Uri[]> {
  const found = await vscode.workspace.findFiles(dockerfiles, '**/node_modules/**', 1000);
  return found.filter(({ path }) => !/\.(?:docker|container)ignore$/.test(path));
}

async function pickDockerfile(): Promise<vscode.Uri | undefined> {
  const files = await workspaceDockerfiles();
  const [only] = files;
  if (!only) {
    throw new Error(vscode.l10n.t('There is no Dockerfile in this folder: create one, or open its folder.'));
  }
  if (files.length === 1) return only;
  const items = files
    .map((uri) => ({ label: vscode.workspace.asRelativePath(uri), uri }))
    .sort((a, b) => a.label.localeCompare(b.label));
  const picked = await vscode.window.showQuickPick(items, {
    placeHolder: vscode.l10n.t('Which Dockerfile?'),
  });
  return picked?.uri;
}
