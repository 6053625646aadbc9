import { environmentAfter, environmentBefore } from '../dockerfile/environment';
import { mountOptions } from '../dockerfile/mounts';
import { baseStage, expandedImage, stageChain } from '../dockerfile/stages';
import type { Dockerfile, Instruction, Stage } from '../dockerfile/tree';
import { expand, expandWords } from '../dockerfile/variables';
import type {
  ArgumentInfo,
  CommandInfo,
  PortInfo,
  SecretInfo,
  SshInfo,
  StageInfo,
  StagesResult,
  VariableInfo,
} from '../protocol';
import { rangeOf } from './diagnostics';

/** What the pickers of build and run are filled in from: `strata/stages`. */
export function stages(dockerfile: Dockerfile, version: number): StagesResult {
  return {
    version,
    globalArguments: dockerfile.instructions
      .filter((instruction) => instruction.stage < 0)
      .flatMap((instruction) => argumentsOf(dockerfile, instruction)),
    stages: dockerfile.stages.map((stage) => stageInfo(dockerfile, stage)),
  };
}

function stageInfo(dockerfile: Dockerfile, stage: Stage): StageInfo {
  const parent = baseStage(dockerfile, stage);
  // From the base to the stage itself, as the builder goes.
  const instructions = [...stageChain(dockerfile, stage)].reverse().flatMap((one) => one.instructions);
  const named = (name: string) => instructions.filter((instruction) => instruction.name === name);
  const last = stage.instructions.at(-1) ?? stage.from;
  const image = stage.image ? expandedImage(dockerfile, stage.image) : '';
  const directory = named('WORKDIR').reduce((at, instruction) => join(at, word(dockerfile, instruction)), '');
  const user = named('USER').at(-1);
  const entrypoint = named('ENTRYPOINT').at(-1);
  // An ENTRYPOINT clears the CMD of the stages that it continues.
  const command = named('CMD').findLast(
    ({ stage: its, index }) => !entrypoint || its === entrypoint.stage || index > entrypoint.index,
  );
  return {
    index: stage.index,
    ...(stage.name === undefined ? {} : { name: stage.name }),
    range: rangeOf(dockerfile, { start: stage.from.span.start, end: last.span.end }),
    ...(image === '' ? {} : { image }),
    ...(parent ? { parent: parent.index } : {}),
    arguments: lastOfEach(named('ARG').flatMap((instruction) => argumentsOf(dockerfile, instruction))),
    environment: environmentOf(dockerfile, stage),
    ports: named('EXPOSE').flatMap((instruction) => portsOf(dockerfile, instruction)),
    volumes: named('VOLUME').flatMap((instruction) =>
      instruction.words.map(({ value }) => expanded(dockerfile, instruction, value)),
    ),
    secrets: mountsOf(dockerfile, instructions, 'secret'),
    ssh: mountsOf(dockerfile, instructions, 'ssh'),
    ...(directory === '' ? {} : { workingDirectory: directory }),
    ...(user ? { user: word(dockerfile, user) } : {}),
    ...(entrypoint ? { entrypoint: commandOf(dockerfile, entrypoint, instructions) } : {}),
    ...(command ? { command: commandOf(dockerfile, command, instructions) } : {}),
  };
}

/** Names that people give to what must not be shown or stored. */
export function looksSecret(name: string): boolean {
  return /(^|_)(pass(word|wd|phrase)?|pwd|secret|token|api_?key|access_?key|private_?key|client_?key|credentials?|auth)(_|$|\d)/i.test(
    name,
  );
}

function argumentsOf(dockerfile: Dockerfile, instruction: Instruction): ArgumentInfo[] {
  if (instruction.name !== 'ARG') return [];
  const before = environmentBefore(dockerfile, instruction);
  const global = dockerfile.stages[0] && environmentBefore(dockerfile, dockerfile.stages[0].from);
  return instruction.pairs.map(({ key, value, span }) => {
    const name = expand(key, dockerfile.escape, before.env).value;
    const fallback = instruction.stage < 0 ? undefined : global?.get(name)?.value;
    const given = value ? expand(value, dockerfile.escape, before.env).value : fallback;
    return {
      name,
      ...(given === undefined ? {} : { default: given }),
      range: rangeOf(dockerfile, span),
      secret: looksSecret(name),
    };
  });
}

function environmentOf(dockerfile: Dockerfile, stage: Stage): VariableInfo[] {
  return [...environmentAfter(dockerfile, stage)].flatMap(([name, { kind, value, pair }]) =>
    kind === 'env' && pair
      ? [{ name, value: value ?? '', range: rangeOf(dockerfile, pair.span), secret: looksSecret(name) }]
      : [],
  );
}

function portsOf(dockerfile: Dockerfile, instruction: Instruction): PortInfo[] {
  const { env } = environmentBefore(dockerfile, instruction);
  return instruction.words.flatMap((one) =>
    expandWords(one, dockerfile.escape, env).flatMap((text) => {
      const match = /^(\d{1,5})(?:-(\d{1,5}))?(?:\/(tcp|udp|sctp))?$/i.exec(text);
      if (!match) return [];
      const [, first, last, protocol] = match;
      return [
        {
          port: Number(first),
          ...(last === undefined ? {} : { last: Number(last) }),
          protocol: protocolOf(protocol),
          range: rangeOf(dockerfile, one.span),
        },
      ];
    }),
  );
}

function protocolOf(text: string | undefined): PortInfo['protocol'] {
  const lower = text?.toLowerCase();
  return lower === 'udp' || lower === 'sctp' ? lower : 'tcp';
}

/** The secret and ssh mounts of RUN, one for each id; BuildKit's default ids are the target's name and `default`. */
function mountsOf(
  dockerfile: Dockerfile,
  instructions: readonly Instruction[],
  type: 'secret' | 'ssh',
): (SecretInfo & SshInfo)[] {
  const found = new Map<string, SecretInfo & SshInfo>();
  for (const instruction of instructions) {
    if (instruction.name !== 'RUN') continue;
    for (const flag of instruction.flags) {
      if (flag.name !== 'mount') continue;
      const options = new Map(mountOptions(flag).map(({ key, value }) => [key.toLowerCase(), value ?? '']));
      if (options.get('type') !== type) continue;
      const target = options.get('target') ?? options.get('destination') ?? options.get('dst');
      const id = options.get('id') ?? (type === 'ssh' ? 'default' : (target?.split('/').at(-1) ?? ''));
      const required = options.has('required') && !/^(0|f|false)$/i.test(options.get('required') ?? '');
      found.set(id, {
        id,
        required: required || (found.get(id)?.required ?? false),
        range: found.get(id)?.range ?? rangeOf(dockerfile, flag.span),
      });
    }
  }
  return [...found.values()];
}

function commandOf(
  dockerfile: Dockerfile,
  instruction: Instruction,
  chain: readonly Instruction[],
): CommandInfo {
  const shell = chain.findLast(({ name, index }) => name === 'SHELL' && index < instruction.index);
  const words = instruction.words.map(({ value }) => value);
  return {
    form: instruction.form,
    text: instruction.body.text,
    words:
      instruction.form === 'exec'
        ? words
        : [...(shell?.words.map(({ value }) => value) ?? ['/bin/sh', '-c']), instruction.body.text],
    range: rangeOf(dockerfile, instruction.span),
  };
}

function word(dockerfile: Dockerfile, instruction: Instruction): string {
  const [first] = instruction.words;
  return first ? expand(first, dockerfile.escape, environmentBefore(dockerfile, instruction).env).value : '';
}

function expanded(dockerfile: Dockerfile, instruction: Instruction, text: string): string {
  const mapped = { text, span: instruction.span, at: (index: number) => instruction.span.start + index };
  return expand(mapped, dockerfile.escape, environmentBefore(dockerfile, instruction).env).value;
}

function join(directory: string, path: string): string {
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) return path;
  return `${directory.replace(/\/$/, '')}/${path.replace(/^\.\//, '')}`;
}

function lastOfEach<T extends { readonly name: string }>(items: readonly T[]): T[] {
  return [...new Map(items.map((item) => [item.name, item])).values()];
}
