import type { Dockerfile, Instruction } from '../dockerfile/tree';
import { t } from '../text';
import { instructionCheck, type Check, type Hit } from './check';
import { imageOf } from './from';
import { operands, type Command } from './command';
import { mountOptions } from '../dockerfile/mounts';
import { runs } from './run';
import { aliasOf, stageLine } from './stage-line';

const archive = /\.(?:tar|Z|bz2|gz|lz|lzma|tZ|tb2|tbz|tbz2|tgz|tlz|tpz|txz|xz)$/;

const unpackers = 'unzip gunzip bunzip2 unlzma unxz zgz uncompress zcat gzcat'.split(' ');

/** COPY and ADD. */
export const copyChecks: readonly Check[] = [
  { code: 'DL3010', level: 'info', find: unpackedArchives },
  instructionCheck(
    'DL3020',
    'error',
    () => t('ADD does more than to copy; use COPY for files and folders.'),
    ({ name, words }) =>
      name === 'ADD' &&
      words
        .slice(0, -1)
        .some(({ text }) => !/^https?:\/\//.test(unquoted(text)) && !archive.test(unquoted(text))),
  ),
  instructionCheck(
    'DL3021',
    'error',
    () => t('Several sources need a folder as destination; end it with /.'),
    (instruction) => {
      const { sources, destination } = operandsOf(instruction);
      return instruction.name === 'COPY' && sources.length > 1 && !destination.endsWith('/');
    },
  ),
  {
    code: 'DL3022',
    level: 'warning',
    find: (dockerfile) =>
      copiesFrom(dockerfile, ({ from, above, count }) => {
        const isIndex = /^\d+$/.test(from) && Number(from) < count;
        if (from.includes(':') || above.has(from) || isIndex) return undefined;
        return t('No stage above is named "{0}"; copy from one that is.', from);
      }),
  },
  {
    code: 'DL3023',
    level: 'error',
    find: (dockerfile) =>
      copiesFrom(dockerfile, ({ from, own }) =>
        from === own ? t('"{0}" is this stage itself; copy from another one.', from) : undefined,
      ),
  },
  {
    code: 'DL3026',
    level: 'error',
    find: (dockerfile, { trustedRegistries }) =>
      trustedRegistries.length === 0 ? [] : foreignImages(dockerfile, trustedRegistries),
  },
  {
    code: 'DL3045',
    level: 'warning',
    find: (dockerfile) =>
      dockerfile.instructions.filter(isRelativeCopy(dockerfile)).map(({ firstLine }) => ({
        line: firstLine,
        message: t('The destination is relative and no WORKDIR is set; set one above or begin it with /.'),
      })),
  },
  instructionCheck(
    'DL3067',
    'warning',
    () => t('A whole file system is copied over another one; copy what is needed, or build on it with FROM.'),
    (instruction) => {
      const { sources, destination } = operandsOf(instruction);
      return fromFlag(instruction) !== undefined && sources.includes('/') && destination === '/';
    },
  ),
];

function unquoted(text: string): string {
  return text.replace(/^["']+|["']+$/g, '');
}

function operandsOf({ words }: Instruction): { sources: string[]; destination: string } {
  return {
    sources: words.slice(0, -1).map(({ text }) => unquoted(text)),
    destination: unquoted(words.at(-1)?.text ?? ''),
  };
}

function fromFlag({ name, flags }: Instruction): string | undefined {
  return name === 'COPY' ? flags.find((flag) => flag.name === 'from')?.value : undefined;
}

interface CopyFrom {
  readonly from: string;
  /** Names of the stages above. */
  readonly above: ReadonlySet<string | undefined>;
  readonly own: string | undefined;
  /** Number of the stages so far. */
  readonly count: number;
}

function copiesFrom(dockerfile: Dockerfile, message: (copy: CopyFrom) => string | undefined): Hit[] {
  const above = new Set<string | undefined>();
  return dockerfile.stages.flatMap((stage) => {
    const own = aliasOf(stage);
    const hits = stage.instructions.flatMap((instruction) => {
      const from = fromFlag(instruction);
      if (from === undefined) return [];
      const said = message({ from, above, own, count: stage.index + 1 });
      return said === undefined ? [] : [{ line: instruction.firstLine, message: said }];
    });
    if (own !== undefined) above.add(own);
    return hits;
  });
}

function isRelativeCopy(dockerfile: Dockerfile): (instruction: Instruction) => boolean {
  return (instruction) => {
    if (instruction.name !== 'COPY' || /^(?:[/$]|[A-Za-z]:)/.test(operandsOf(instruction).destination))
      return false;
    return !Array.from(stageLine(dockerfile, dockerfile.stages[instruction.stage])).some(({ instructions }) =>
      instructions.some(({ name, index }) => name === 'WORKDIR' && index < instruction.index),
    );
  };
}

/** Every COPY of an archive that a RUN below in the same stage unpacks. */
function unpackedArchives(dockerfile: Dockerfile): Hit[] {
  // Stage and file name → index of the last RUN that unpacks it.
  const last = new Map<string, number>();
  for (const { stage, instruction, isTrigger, commands } of runs(dockerfile)) {
    for (const command of isTrigger ? [] : commands.filter(unpacks)) {
      for (const word of operands(command))
        last.set(`${stage?.index ?? -1} ${baseName(word)}`, instruction.index);
    }
  }
  return dockerfile.instructions
    .filter((instruction) => {
      if (instruction.name !== 'COPY' || fromFlag(instruction) !== undefined) return false;
      const { sources, destination } = operandsOf(instruction);
      return (archive.test(destination) ? [destination] : sources).some(
        (path) =>
          archive.test(path) &&
          (last.get(`${instruction.stage} ${baseName(path)}`) ?? -1) > instruction.index,
      );
    })
    .map(({ firstLine }) => ({
      line: firstLine,
      message: t('This archive is copied and then unpacked; ADD does both in one layer.'),
    }));
}

function unpacks({ name, args }: Command): boolean {
  if (name !== 'tar') return unpackers.includes(name);
  return args.some((word) => word === '--extract' || word === '--get' || /^-[^-]*x/.test(word));
}

function baseName(path: string): string {
  return unquoted(path).split(/[/\\]/).at(-1) ?? path;
}

function foreignImages({ stages }: Dockerfile, trusted: readonly string[]): Hit[] {
  const above = new Set<string>();
  const isForeign = (text: string): boolean => {
    const { registry = 'docker.io', name } = imageOf(text);
    const registries = registry === 'docker.io' ? ['docker.io', 'hub.docker.com'] : [registry];
    return (
      name !== 'scratch' &&
      !above.has(text) &&
      !registries.some((each) => trusted.some((glob) => fits(each, glob)))
    );
  };
  return stages.flatMap((stage) => {
    const { from, image, instructions } = stage;
    const hits: Hit[] = [];
    const tell = (line: number, text: string): void => {
      if (isForeign(text))
        hits.push({ line, message: t('"{0}" is from a registry that is not allowed here.', text) });
    };
    if (image) tell(from.firstLine, image.text);
    const alias = aliasOf(stage);
    for (const instruction of instructions) {
      const source = fromFlag(instruction);
      const sources = source === undefined ? mountSources(instruction) : [source];
      for (const each of sources) if (!/^\d+$/.test(each)) tell(instruction.firstLine, each);
    }
    if (alias !== undefined) above.add(alias);
    return hits;
  });
}

/** `from` of mounts of type bind, which is the default, and cache. */
function mountSources({ name, flags }: Instruction): string[] {
  return flags.flatMap((flag) => {
    if (name !== 'RUN' || flag.name !== 'mount') return [];
    const options = mountOptions(flag);
    const valueOf = (key: string) => options.find((option) => option.key === key)?.value;
    const from = valueOf('from');
    return from !== undefined && ['bind', 'cache'].includes(valueOf('type') ?? 'bind') ? [from] : [];
  });
}

function fits(registry: string, glob: string): boolean {
  if (glob === '*') return true;
  if (glob.startsWith('*')) return registry.endsWith(glob.slice(1));
  return glob.endsWith('*') ? registry.startsWith(glob.slice(0, -1)) : registry === glob;
}
