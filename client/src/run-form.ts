import * as vscode from 'vscode';
import type { StageInfo } from '../../server/src/protocol';
import type { BuildTarget } from './build-target';
import type { RunChoices } from './choice-memory';
import { showForm } from './form';
import type { FormPart } from './form';
import { loopback, parsePort, runRequest } from './run-image';
import type { RunOptions } from './run-image';
import { isSecretName, mask, masked } from './secret-name';
import { joinWords, splitWords } from './split-words';
import type { Strata } from './strata';

/** What the form changes. */
interface Values {
  env: Map<string, string>;
  ports: string[];
  volumes: string[];
  name: string;
  args: string[];
  entrypoint: string | undefined;
  remove: boolean;
  interactive: boolean;
}

/**
 * Asks how to run an image, prefilled from its ENV and EXPOSE and from what was chosen for it last. Undefined where
 * the user cancelled.
 *
 * @param target the stage that the image was built from, if known
 */
export async function chooseRun(
  strata: Strata,
  image: string,
  target?: BuildTarget,
): Promise<RunOptions | undefined> {
  const { library, engine } = await strata.docker.connected();
  const known = await defaults(strata, image, target);
  const values = await prefilled(strata, strata.memory.run(image), known);
  const options = (): RunOptions => runOptions(image, values, known.env);
  const commandLine = (): string => {
    const { env, ...rest } = options();
    const request = runRequest({ ...rest, env: masked(env) });
    return library.quoteCommand(library.runCommand(request, { endpoint: engine.endpoint }));
  };
  const accepted = await showForm(
    vscode.l10n.t('Run {0}', image),
    vscode.l10n.t('Enter runs it; any other line changes a value'),
    () => parts(values, commandLine(), strata),
  );
  if (!accepted) return undefined;
  await strata.memory.rememberRun(image, choices(values, known.env));
  return options();
}

/** What the image or its Dockerfile says. */
interface Known {
  readonly env: ReadonlyMap<string, string>;
  readonly ports: readonly string[];
  readonly volumes: readonly string[];
}

/** Variables that say how the image is built rather than what its user may want. */
const ownMeaning =
  /^(?:PATH|HOME|HOSTNAME|LANG|LC_\w+|TERM|SHLVL|PWD|LD_\w+|DEBIAN_FRONTEND|GPG_KEY|\w*_(?:VERSION|SHA256|SHA512|CHECKSUM|HOME|PATH|DIGEST))$/;

async function defaults({ server, docker }: Strata, image: string, target?: BuildTarget): Promise<Known> {
  if (target) {
    const stage = await stageOf(server, target);
    if (stage) {
      return {
        env: new Map(
          stage.environment
            .filter(({ name }) => !ownMeaning.test(name))
            .map(({ name, value }) => [name, value]),
        ),
        ports: stage.ports.flatMap(({ port, last = port, protocol }) =>
          Array.from({ length: Math.min(last - port + 1, 20) }, (_, index) => `${port + index}/${protocol}`),
        ),
        volumes: stage.volumes,
      };
    }
  }
  const { library, engine } = await docker.connected();
  const config = await library.imageConfig(engine, image);
  return {
    env: new Map(
      config?.env.filter(({ name }) => !ownMeaning.test(name)).map(({ name, value }) => [name, value]),
    ),
    ports: config?.ports ?? [],
    volumes: config?.volumes ?? [],
  };
}

async function stageOf(
  server: Strata['server'],
  { uri, target }: BuildTarget,
): Promise<StageInfo | undefined> {
  try {
    const { stages } = await server.stages(uri);
    if (target === undefined) return stages.at(-1);
    return stages.find(({ name, index }) => name === target || String(index) === target);
  } catch {
    // Without the server the image's own configuration serves.
    return undefined;
  }
}

async function prefilled({ docker }: Strata, last: RunChoices, known: Known): Promise<Values> {
  const { library } = await docker.connected();
  const fromExpose = async (): Promise<string[]> => {
    const ports: string[] = [];
    for (const text of known.ports) {
      const [port = '', protocol = 'tcp'] = text.split('/');
      if (protocol !== 'tcp' && protocol !== 'udp') continue;
      const free = await library.freePort(Number(port) < 1024 ? Number(port) + 8000 : Number(port), loopback);
      ports.push(`${free}:${port}${protocol === 'udp' ? '/udp' : ''}`);
    }
    return ports;
  };
  return {
    env: new Map([...known.env, ...Object.entries(last.env ?? {})]),
    ports: last.ports ? await freed(library, last.ports) : await fromExpose(),
    volumes: [...(last.volumes ?? [])],
    name: last.name ?? '',
    args: [...(last.args ?? [])],
    entrypoint: last.entrypoint,
    remove: last.remove ?? false,
    interactive: last.interactive ?? false,
  };
}

/** The ports of last time, moved where another program has one of them now. */
async function freed(
  library: { freePort(wanted: number, hostIp?: string): Promise<number> },
  ports: readonly string[],
): Promise<string[]> {
  return Promise.all(
    ports.map(async (text) => {
      const { host, hostIp } = parsePort(text);
      if (host === undefined) return text;
      const free = await library.freePort(host, hostIp);
      return text.replace(`${host}:`, `${free}:`);
    }),
  );
}

/** Only variables that differ from the image's own are set: the command stays as short as one would type it. */
function changedEnv(values: Values, own: ReadonlyMap<string, string>): Record<string, string> {
  return Object.fromEntries([...values.env].filter(([name, value]) => own.get(name) !== value));
}

function runOptions(image: string, values: Values, own: ReadonlyMap<string, string>): RunOptions {
  const { ports, volumes, name, args, entrypoint, remove, interactive } = values;
  return {
    image,
    env: changedEnv(values, own),
    ports,
    volumes,
    args,
    remove,
    detached: !interactive,
    ...(name === '' ? {} : { name }),
    ...(entrypoint === undefined ? {} : { entrypoint }),
  };
}

function choices(values: Values, own: ReadonlyMap<string, string>): RunChoices {
  const { ports, volumes, name, args, entrypoint, remove, interactive } = values;
  return {
    env: changedEnv(values, own),
    ports,
    volumes,
    name,
    args,
    remove,
    interactive,
    ...(entrypoint === undefined ? {} : { entrypoint }),
  };
}

function parts(values: Values, command: string, { output }: Strata): FormPart[] {
  const { l10n } = vscode;
  const on = (value: boolean): string => (value ? l10n.t('yes') : l10n.t('no'));
  return [
    { label: l10n.t('Run'), icon: 'play', detail: command, action: 'accept' },
    {
      label: l10n.t('Copy docker command'),
      icon: 'copy',
      action: async () => {
        await vscode.env.clipboard.writeText(command);
        output.appendLine(`> ${command}`);
      },
    },
    { heading: l10n.t('Ports (-p), on this machine only unless an address stands in front') },
    ...values.ports.map((port, index): FormPart => ({
      label: port,
      icon: 'plug',
      action: () =>
        editList(values.ports, index, l10n.t('Port: host:container, empty to remove'), portProblem),
    })),
    add(l10n.t('Add a port…'), () =>
      editList(values.ports, values.ports.length, l10n.t('Port: host:container'), portProblem),
    ),
    { heading: l10n.t('Environment (-e)') },
    ...[...values.env].map(([name, value]): FormPart => ({
      label: name,
      description: isSecretName(name) && value !== '' ? mask : value,
      icon: 'symbol-variable',
      action: () => editVariable(values.env, name),
    })),
    add(l10n.t('Add a variable…'), () => addVariable(values.env)),
    { heading: l10n.t('Volumes (-v)') },
    ...values.volumes.map((volume, index): FormPart => ({
      label: volume,
      icon: 'database',
      action: () => editList(values.volumes, index, l10n.t('Volume: name or folder:path, empty to remove')),
    })),
    add(l10n.t('Add a volume…'), () =>
      editList(values.volumes, values.volumes.length, l10n.t('Volume: name or folder:path in the container')),
    ),
    { heading: l10n.t('Container') },
    {
      label: l10n.t('Name'),
      description: values.name,
      icon: 'tag',
      action: async () => {
        values.name =
          (await ask(l10n.t('Name of the container, empty for a random one'), values.name)) ?? values.name;
      },
    },
    {
      label: l10n.t('Arguments'),
      description: joinWords(values.args),
      detail: l10n.t('What follows the image takes the place of CMD.'),
      icon: 'list-ordered',
      action: async () => {
        const text = await ask(l10n.t('Arguments, in place of CMD'), joinWords(values.args));
        if (text !== undefined) values.args = splitWords(text);
      },
    },
    {
      label: l10n.t('Entrypoint'),
      description: values.entrypoint ?? l10n.t('the image’s own'),
      icon: 'symbol-event',
      action: async () => {
        const text = await ask(
          l10n.t('Program in place of ENTRYPOINT, empty for the image’s own'),
          values.entrypoint ?? '',
        );
        if (text !== undefined) values.entrypoint = text === '' ? undefined : text;
      },
    },
    {
      label: l10n.t('Interactive, in a terminal (-it)'),
      description: on(values.interactive),
      icon: 'terminal',
      action: () => void (values.interactive = !values.interactive),
    },
    {
      label: l10n.t('Remove the container when it ends (--rm)'),
      description: on(values.remove),
      icon: 'trash',
      action: () => void (values.remove = !values.remove),
    },
  ];
}

const add = (label: string, action: () => Promise<void>): FormPart => ({ label, icon: 'add', action });

function portProblem(text: string): string | undefined {
  if (text === '') return undefined;
  try {
    parsePort(text);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function ask(
  title: string,
  value: string,
  problem?: (text: string) => string | undefined,
): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title,
    value,
    ignoreFocusOut: true,
    ...(problem ? { validateInput: problem } : {}),
  });
}

async function editList(
  list: string[],
  index: number,
  title: string,
  problem?: (text: string) => string | undefined,
): Promise<void> {
  const text = (await ask(title, list[index] ?? '', problem))?.trim();
  if (text === undefined) return;
  if (text === '') list.splice(index, 1);
  else list[index] = text;
}

async function editVariable(env: Map<string, string>, name: string): Promise<void> {
  const value = await vscode.window.showInputBox({
    title: vscode.l10n.t('Value of {0}', name),
    value: env.get(name) ?? '',
    password: isSecretName(name),
    ignoreFocusOut: true,
    ...(isSecretName(name) ? { prompt: vscode.l10n.t('Looks like a secret: it is not stored.') } : {}),
  });
  if (value !== undefined) env.set(name, value);
}

async function addVariable(env: Map<string, string>): Promise<void> {
  const name = await ask(vscode.l10n.t('Name of the variable'), '', (text) =>
    /[=\s]/.test(text) ? vscode.l10n.t('The name of a variable has neither "=" nor blanks.') : undefined,
  );
  if (name !== undefined && name !== '') await editVariable(env, name);
}
