import { environmentBefore } from '../dockerfile/environment';
import { mountOptions } from '../dockerfile/mounts';
import { shellOf } from '../dockerfile/shell';
import type { ShellCommand } from '../dockerfile/shell-commands';
import { baseName } from '../dockerfile/shell-source';
import { stageChain } from '../dockerfile/stages';
import type { Dockerfile, Instruction, Span } from '../dockerfile/tree';
import type { Edit } from '../rules/rule';
import { t } from '../text';
import { cacheTools, type CacheTool } from './cache-tools';
import { addMounts, runsFrom } from './mounts-of-runs';
import { knowsSyntax, selected } from './places';
import type { Offer, Refactoring } from './refactoring';

/** What a package manager downloads stays on the builder for the next build, and no longer in the image. */
export const addCacheMount: Refactoring = {
  id: 'add-cache-mount',
  kind: 'rewrite',
  offer: (dockerfile, span) =>
    knowsSyntax(dockerfile, 2)
      ? selected(dockerfile, span).flatMap((instruction) =>
          instruction.name === 'RUN'
            ? cacheTools.flatMap((tool) => offerFor(dockerfile, instruction, tool))
            : [],
        )
      : [],
};

function offerFor(dockerfile: Dockerfile, instruction: Instruction, tool: CacheTool): readonly Offer[] {
  const stage = dockerfile.stages[instruction.stage];
  if (stage === undefined || usesOf(dockerfile, instruction, tool).length === 0) return [];
  // A later command that looks into the cache must see the same one.
  const runs = tool.isNeededLater
    ? runsFrom(dockerfile, stage).filter((run) => usesOf(dockerfile, run, tool).length > 0)
    : [instruction];
  if (!runs.includes(instruction) || isNeededInImage(dockerfile, tool, runs)) return [];
  const changes = runs.map((run) => changeOf(dockerfile, run, tool));
  const edits = changes.flatMap((change) => change ?? []);
  if (changes.includes(undefined) || edits.length === 0) return [];
  return [
    {
      title:
        runs.length === 1
          ? t('Keep the cache of {0} between builds (cache mount)', tool.name)
          : t(
              'Keep the cache of {0} between builds (cache mounts in {1} RUN instructions)',
              tool.name,
              runs.length,
            ),
      edits,
    },
  ];
}

function usesOf(dockerfile: Dockerfile, run: Instruction, tool: CacheTool): readonly ShellCommand[] {
  return (shellOf(dockerfile, run)?.commands ?? []).filter((command) => {
    const [program = '', ...words] = wordsOf(command);
    const subcommand = words.find((word) => !word.startsWith('-'));
    return (
      tool.programs.includes(baseName(program)) &&
      (tool.subcommands === undefined || tool.subcommands.includes(subcommand ?? ''))
    );
  });
}

/** The words of a command; `python -m pip install` counts as `pip install`. */
function wordsOf({ name = '', args }: ShellCommand): readonly string[] {
  const words = [name, ...args.map(({ text }) => text)];
  const isModule = /^python[\d.]*$/.test(baseName(name)) && words[1] === '-m';
  return isModule ? words.slice(2) : words;
}

/** A mount is gone after its RUN: nothing else may count on what lies there. */
function isNeededInImage(dockerfile: Dockerfile, tool: CacheTool, runs: readonly Instruction[]): boolean {
  const stages = new Set(runs.map(({ stage }) => stage));
  return dockerfile.instructions.some((each) => {
    if (each.name === 'RUN') return false;
    const isStarted = (each.name === 'CMD' || each.name === 'ENTRYPOINT') && stages.has(each.stage);
    if (isStarted && tool.isNeededLater && usesOf(dockerfile, each, tool).length > 0) return true;
    return tool.targets.some((target) => each.rest.text.includes(target));
  });
}

/** The edits of one RUN; none where it has the mounts, undefined where the mounts would not do. */
function changeOf(dockerfile: Dockerfile, run: Instruction, tool: CacheTool): readonly Edit[] | undefined {
  const environment = environmentBefore(dockerfile, run);
  if (tool.movedBy?.some((name) => environment.has(name)) || !isRoot(dockerfile, run)) return undefined;
  const shell = shellOf(dockerfile, run);
  if (!shell?.isPosix) return undefined;
  const mounted = run.flags
    .filter(({ name }) => name === 'mount')
    .flatMap((flag) => mountOptions(flag))
    .filter(({ key }) => ['target', 'dst', 'destination'].includes(key.toLowerCase()))
    .map(({ value = '' }) => value.replace(/\/+$/, ''));
  const missing = tool.targets.filter(
    (target) => !mounted.some((path) => path === target || target.startsWith(`${path}/`)),
  );
  if (missing.length === 0) return [];
  const removed = removals(dockerfile, shell.commands, tool);
  if (removed === undefined) return undefined;
  const locked = tool.isLocked ? ',sharing=locked' : '';
  const edits: Edit[] = [
    addMounts(
      dockerfile,
      run,
      missing.map((target) => `type=cache,target=${target}${locked}`),
    ),
    ...usesOf(dockerfile, run, tool).flatMap(({ args }) =>
      args.flatMap((arg): Edit[] => {
        const instead = tool.without?.[arg.text];
        if (instead === undefined) return [];
        return [
          instead === ''
            ? { span: withBlankBefore(dockerfile, arg.span), text: '' }
            : { span: arg.span, text: instead },
        ];
      }),
    ),
    ...removed,
  ];
  const [first] = shell.commands;
  if (tool.before === undefined || dockerfile.text.includes(tool.before)) return edits;
  // In exec form there is no shell to do it.
  if (run.form === 'exec' || first === undefined || shell.script === undefined) return undefined;
  const isHeredoc = run.heredocs.length > 0;
  if (isHeredoc && shell.script.span.start !== run.heredocs[0]?.bodySpan.start) return undefined;
  const at = shell.script.span.start;
  // After the edit of the flags, which may end here.
  return [...edits, { span: { start: at, end: at }, text: `${tool.before}${isHeredoc ? '\n' : ' && '}` }];
}

/** Deletes the commands that empty the cache, with what joins them to the command before; undefined where it cannot. */
function removals(
  dockerfile: Dockerfile,
  commands: readonly ShellCommand[],
  tool: CacheTool,
): readonly Edit[] | undefined {
  const edits: Edit[] = [];
  for (const [index, command] of commands.entries()) {
    const words = wordsOf(command);
    const line = words.join(' ');
    const paths = command.args.filter(({ text }) => !text.startsWith('-'));
    const doomed = baseName(words[0] ?? '') === 'rm' ? paths.filter(({ text }) => isCached(text, tool)) : [];
    const isEmptying =
      tool.emptying?.some((start) => line === start || line.startsWith(`${start} `)) ?? false;
    if (doomed.length > 0 && doomed.length < paths.length) {
      edits.push(...doomed.map(({ span }) => ({ span: withBlankBefore(dockerfile, span), text: '' })));
      continue;
    }
    if (!isEmptying && doomed.length === 0) continue;
    const before = commands[index - 1];
    const isListed = command.connection === 'and' || command.connection === 'sequence';
    // Within `if`, a group and the like the text between the two holds more than what joins them.
    if (before === undefined || !isListed || before.inside.length > 0 || command.inside.length > 0)
      return undefined;
    edits.push({ span: { start: before.span.end, end: command.span.end }, text: '' });
  }
  return edits;
}

function isCached(path: string, { targets }: CacheTool): boolean {
  return targets.some((target) => path === target || path.startsWith(`${target}/`));
}

/** A word with the blanks before it, as far as they stand on its line. */
function withBlankBefore({ text }: Dockerfile, { start, end }: Span): Span {
  let from = start;
  while (text[from - 1] === ' ' || text[from - 1] === '\t') from -= 1;
  return { start: text[from - 1] === '\n' ? start : from, end };
}

/** The tools keep their caches in the home of their user; the targets are root's. */
function isRoot(dockerfile: Dockerfile, run: Instruction): boolean {
  const stage = dockerfile.stages[run.stage];
  const users = (stage ? stageChain(dockerfile, stage) : []).flatMap((each) =>
    each.instructions
      .filter(({ name, index }) => name === 'USER' && (each !== stage || index < run.index))
      .toReversed(),
  );
  return /^(?:root|0)(?::.*)?$/.test(users[0]?.body.text ?? 'root');
}
