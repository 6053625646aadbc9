import { stageByReference } from '../../dockerfile/stages';
import type { Dockerfile, Instruction, Stage } from '../../dockerfile/tree';
import { t } from '../../text';
import { buildFacts } from '../build-facts';
import { directoriesMadeBy } from '../made-by-run';
import { joined, stageSteps } from '../stage-config';
import { around, flagValue, type Cursor } from './cursor';
import type { Suggestion } from './item';
import type { Suggestions } from './suggestions';

const mostPaths = 40;
const usualDirectories = ['/app', '/usr/src/app', '/src', '/workspace'];

/** A path of COPY or ADD: what can be copied, and where to. */
export function copyPaths(cursor: Cursor, typed: string, stop: RegExp): Suggestions {
  const from = flagValue(cursor, 'from');
  const sources =
    from === undefined ? contextPaths(cursor, typed, stop) : stagePaths(cursor, from, typed, stop);
  // Which of the words is the destination shows only when the line is finished.
  const isDestination = cursor.words.length > 0;
  if (!isDestination) return sources;
  const targets = imageDirectories(cursor, typed, stop, true);
  return typed.startsWith('/') && from === undefined ? targets : merged(sources, targets);
}

/** Entries of the build context; `typed` is the path up to the cursor. */
export function contextPaths(cursor: Cursor, typed: string, stop: RegExp): Suggestions {
  const slash = typed.lastIndexOf('/');
  const name = typed.slice(slash + 1);
  const span = around(cursor, name.length, stop);
  if (/[$*?[]/.test(typed)) return { span, suggestions: [] };
  const directory = joined('/', `./${typed.slice(0, Math.max(slash, 0))}`).slice(1);
  const entries = cursor.facts.contextEntries?.(directory) ?? [];
  return {
    span,
    suggestions: entries.map((entry): Suggestion => ({
      label: entry.directory ? `${entry.name}/` : entry.name,
      kind: entry.directory ? 'directory' : 'file',
      detail: entry.ignored ? t('left out by .dockerignore') : undefined,
      insert: pathText(entry.name, stop) + (entry.directory ? '/' : ''),
      group: entry.ignored ? 7 : entry.name.startsWith('.') ? 4 : 3,
      goesOn: entry.directory && !entry.ignored,
    })),
  };
}

/** Blanks end a word, so a name that has some can only stand in JSON form. */
function pathText(name: string, stop: RegExp): string {
  return stop.test('"') ? name.replaceAll('\\', '\\\\').replaceAll('"', '\\"') : name;
}

/** Directories and files that the file itself names in the stage that is copied from. */
function stagePaths(cursor: Cursor, from: string, typed: string, stop: RegExp): Suggestions {
  const { dockerfile, instruction, facts } = cursor;
  const stage = stageByReference(dockerfile, from, {
    from: 'COPY',
    at: instruction,
    facts: buildFacts(facts),
  });
  return {
    span: around(cursor, typed.length, stop),
    suggestions: stage
      ? madeIn(cursor, stage).map(({ path, by }) => ({
          label: path,
          kind: 'directory',
          detail: t('{0} in line {1}', by.name, by.firstLine + 1),
          group: 3,
        }))
      : [],
  };
}

/** Directories of the image that the stage has made so far, and usual ones. */
export function imageDirectories(
  cursor: Cursor,
  typed: string,
  stop: RegExp,
  asDestination = false,
): Suggestions {
  const { dockerfile, instruction } = cursor;
  const stage = dockerfile.stages[instruction.stage];
  const made = stage ? madeIn(cursor, stage, instruction) : [];
  const slash = asDestination ? '/' : '';
  const known = new Set(made.map(({ path }) => path));
  return {
    span: around(cursor, typed.length, stop),
    suggestions: [
      ...(asDestination
        ? [{ label: './', kind: 'directory' as const, detail: t('the WORKDIR'), group: 2 }]
        : []),
      ...made.map(({ path, by }): Suggestion => ({
        label: path.endsWith('/') ? path : `${path}${slash}`,
        kind: 'directory',
        detail: t('{0} in line {1}', by.name, by.firstLine + 1),
        group: 3,
      })),
      ...usualDirectories
        .filter((path) => !known.has(path))
        .map((path): Suggestion => ({ label: `${path}${slash}`, kind: 'directory', group: 6 })),
    ],
  };
}

/** Absolute paths that WORKDIR, COPY, ADD and RUN mkdir have made in a stage and those below it, the last ones first. */
function madeIn(
  { dockerfile, facts }: Cursor,
  stage: Stage,
  before?: Instruction,
): { path: string; by: Instruction }[] {
  const found = new Map<string, Instruction>();
  for (const { instruction, config } of stageSteps(dockerfile, stage, facts)) {
    if (instruction === before) break;
    for (const path of pathsMadeBy(dockerfile, instruction, config.directory)) {
      if (!path.startsWith('/') || path === '/' || path.includes('$')) continue;
      found.delete(path);
      found.set(path, instruction);
    }
  }
  return [...found]
    .slice(-mostPaths)
    .map(([path, by]) => ({ path, by }))
    .reverse();
}

function pathsMadeBy(
  dockerfile: Dockerfile,
  instruction: Instruction,
  directory: string | undefined,
): readonly string[] {
  const { name, words } = instruction;
  const target = words.at(-1)?.value ?? '';
  if (name === 'RUN') return directoriesMadeBy(dockerfile, instruction).map((path) => joined('/', path));
  const isCopy = (name === 'COPY' || name === 'ADD') && words.length > 1;
  return name === 'WORKDIR' || isCopy ? [joined(directory, target)] : [];
}

/** What replaces another span cannot stand in one list: behind a slash only the source goes on. */
function merged(one: Suggestions, other: Suggestions): Suggestions {
  return one.span.start === other.span.start
    ? { span: one.span, suggestions: [...one.suggestions, ...other.suggestions] }
    : one;
}
