import { environmentBefore } from '../../dockerfile/environment';
import { stageByReference } from '../../dockerfile/stages';
import type { Word } from '../../dockerfile/tree';
import { expand } from '../../dockerfile/variables';
import { documentation } from '../../reference/documentation';
import { ignoreFile } from '../../reference/concepts';
import { t } from '../../text';
import { buildFacts } from '../build-facts';
import type { ContextEntry } from '../facts';
import { code, link, paragraphs, plain } from '../markdown';
import { joined, stageConfig } from '../stage-config';
import { holds, type Place, type Topic } from './topic';

/** On a path of COPY, ADD, WORKDIR or VOLUME: which file or directory it is, and where. */
export function pathTopic(place: Place): Topic | undefined {
  const { instruction, offset } = place;
  const word = instruction.words.find((each) => holds(each.span, offset));
  if (!word || word.text.startsWith('<<')) return undefined;
  const copies = instruction.name === 'COPY' || instruction.name === 'ADD';
  if (copies && instruction.words.length < 2) return undefined;
  const markdown =
    copies && word !== instruction.words.at(-1) ? sourceHelp(place, word) : imagePathHelp(place, word);
  return { span: word.span, markdown };
}

function imagePathHelp(place: Place, word: Word): string {
  const { dockerfile, instruction, facts } = place;
  const path = expandedPath(place, word);
  const stage = dockerfile.stages[instruction.stage];
  const directory = stage && stageConfig(dockerfile, stage, facts, instruction).directory;
  const target = joined(directory, path);
  const slash = path.endsWith('/') && target !== '/' ? '/' : '';
  const known = target.startsWith('/') ? code(target + slash) : code(`…/${target}${slash}`);
  if (instruction.name === 'WORKDIR') {
    return t('The directory {0} in the image: what follows runs there. It is created where missing.', known);
  }
  if (instruction.name === 'VOLUME') {
    return t('The directory {0} in the image: its data lies in a volume when a container runs.', known);
  }
  return paragraphs(
    path.endsWith('/') || path === '.' || path.endsWith('/.')
      ? t('Into the directory {0} of the image.', known)
      : t(
          'To {0} in the image. A single file gets this name; end with {1} when it is a directory.',
          known,
          code('/'),
        ),
    target.startsWith('/')
      ? undefined
      : t('It starts at the WORKDIR of the base image, which is not known here.'),
  );
}

function sourceHelp(place: Place, word: Word): string {
  const { dockerfile, instruction, facts } = place;
  const path = expandedPath(place, word);
  const from = instruction.flags.find((flag) => flag.name === 'from')?.value;
  if (from !== undefined) {
    const stage = stageByReference(dockerfile, from, { from: 'COPY', at: instruction });
    const inside = code(joined('/', path));
    return stage
      ? t('{0} in stage {1}, line {2}.', inside, code(from), stage.from.firstLine + 1)
      : t('{0} in the image {1}.', inside, code(from));
  }
  if (instruction.name === 'ADD' && /^(https?:\/\/|git@|git:\/\/|ssh:\/\/)/.test(path)) {
    return t('Fetched by the builder: {0}. Pin it with {1}.', code(path), code('--checksum='));
  }
  const name = joined(undefined, path).replace(/^\//, '');
  return paragraphs(
    t('{0} in the build context: the folder that `docker build` is given.', code(name === '' ? '.' : name)),
    contextNote(name, facts.contextEntries),
    `${t('What .dockerignore lists stays out.')} ${link(t("{0} in Docker's documentation", ignoreFile.title), documentation.ignoreFiles)}`,
  );
}

function contextNote(
  path: string,
  entries: ((directory: string) => readonly ContextEntry[] | undefined) | undefined,
): string | undefined {
  if (!entries || /[*?[]/.test(path)) return undefined;
  if (path === '') return t('The context has {0} entries at its root.', entries('')?.length ?? 0);
  const slash = path.lastIndexOf('/');
  const siblings = entries(path.slice(0, Math.max(slash, 0)));
  const entry = siblings?.find((each) => each.name === path.slice(slash + 1));
  if (!siblings) return undefined;
  if (!entry) return `⚠ ${t('There is no {0} in the context.', plain(path))}`;
  if (entry.ignored) return `⚠ ${t('.dockerignore keeps it from the builder.')}`;
  return entry.directory
    ? t(
        'A directory: its contents are copied, not the directory itself ({0} entries).',
        entries(path)?.length ?? 0,
      )
    : undefined;
}

function expandedPath({ dockerfile, instruction, facts }: Place, word: Word): string {
  const { env } = environmentBefore(dockerfile, instruction, buildFacts(facts));
  return instruction.form === 'exec' ? word.value : expand(word, dockerfile.escape, env).value;
}
