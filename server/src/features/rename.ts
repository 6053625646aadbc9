import type { Range, WorkspaceEdit } from 'vscode-languageserver-types';
import { parse } from '../dockerfile/parse';
import { shellOf } from '../dockerfile/shell';
import { stageUses } from '../dockerfile/stages';
import type { Dockerfile, Instruction, Span } from '../dockerfile/tree';
import { variableUses } from '../dockerfile/variable-uses';
import { predefinedArguments } from '../reference/predefined-arguments';
import { t } from '../text';
import { rangeOf } from './diagnostics';
import { occurrences, type Occurrences } from './occurrences';

/** Why a name cannot be changed, as one sentence. */
export interface RenameProblem {
  readonly problem: string;
}

/** What would be renamed, or why nothing can be. */
export function prepareRename(
  dockerfile: Dockerfile,
  offset: number,
): { range: Range; placeholder: string } | RenameProblem {
  const found = occurrences(dockerfile, offset);
  const problem = found ? notRenamable(found) : t('Stages, ARG, ENV and heredoc delimiters can be renamed.');
  if (!found || problem !== undefined) return { problem: problem ?? '' };
  return { range: rangeOf(dockerfile, namePart(dockerfile, found, found.at)), placeholder: found.name };
}

/** Renames in all places that mean the same; refuses where the file would mean something else afterwards. */
export function rename(
  dockerfile: Dockerfile,
  offset: number,
  newName: string,
  uri: string,
): WorkspaceEdit | RenameProblem {
  const found = occurrences(dockerfile, offset);
  if (!found) return { problem: t('Stages, ARG, ENV and heredoc delimiters can be renamed.') };
  const problem = notRenamable(found) ?? checks[found.kind](dockerfile, found, newName);
  if (problem !== undefined) return { problem };
  const spans = [...found.definitions, ...found.uses]
    .filter((span) => !isIndex(dockerfile, found, span))
    .map((span) => namePart(dockerfile, found, span))
    .sort((one, other) => one.start - other.start);
  if (!keepsStages(dockerfile, spans, newName)) {
    return {
      problem: t(
        'With “{0}” a FROM, COPY or mount would mean another stage or image than now: choose another name, or rename by hand.',
        newName,
      ),
    };
  }
  return {
    changes: { [uri]: spans.map((span) => ({ range: rangeOf(dockerfile, span), newText: newName })) },
  };
}

function notRenamable({ kind, name, definitions, stage }: Occurrences): string | undefined {
  if (kind === 'stage' && stage?.name === undefined) {
    return t('Stage {0} has no name: give it one with AS, then rename that.', name);
  }
  if (kind !== 'variable') return undefined;
  const isPredefined = predefinedNames.has(name);
  if (isPredefined) return t('Docker itself gives {0} its name and its value.', name);
  if (definitions.length === 0) return t('No ARG or ENV of this file defines {0}.', name);
  return undefined;
}

const predefinedNames = new Set([...predefinedArguments.map(({ name }) => name), 'PATH']);

const checks: Readonly<
  Record<
    Occurrences['kind'],
    (dockerfile: Dockerfile, found: Occurrences, newName: string) => string | undefined
  >
> = {
  stage: (dockerfile, { stage }, newName) => {
    const lower = newName.toLowerCase();
    if (!/^[a-z][a-z0-9-_.]*$/.test(newName)) {
      return t(
        '“{0}” is no name for a stage: small letters, digits, “-”, “_” and “.”, a letter first.',
        newName,
      );
    }
    if (lower === 'scratch' || lower === 'context') return t('“{0}” is reserved by Docker.', newName);
    const isTaken = dockerfile.stages.some((other) => other !== stage && other.name === lower);
    return isTaken ? t('There is a stage “{0}” already.', newName) : undefined;
  },
  variable: (dockerfile, { name, scope, uses, definitions }, newName) => {
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(newName)) {
      return t('“{0}” is no name for a variable: letters, digits and “_”, no digit first.', newName);
    }
    if (predefinedNames.has(newName)) return t('Docker itself gives {0} its value.', newName);
    const names = scope.flatMap((each) => [
      ...(each.trigger ?? each).pairs.map(({ key }) => key.text),
      ...variableUses(dockerfile, each).map((use) => use.name),
    ]);
    if (newName !== name && names.includes(newName)) {
      return t('{0} is used already where {1} is visible: the two would become one.', newName, name);
    }
    const known = [...definitions, ...uses];
    const hidden = scope.find((each) => mentions(dockerfile, each, name, known));
    return hidden
      ? t(
          'The script in line {0} may read {1} in a way that cannot be followed: rename it by hand.',
          hidden.firstLine + 1,
          name,
        )
      : undefined;
  },
  heredoc: (_, { heredoc }, newName) => {
    if (!/^[^\s<"'\\]+$/.test(newName)) {
      return t('“{0}” is no delimiter: no blanks, quotes, “<” or “\\”.', newName);
    }
    const isInBody = heredoc?.body.split(/\r?\n/).includes(newName) ?? false;
    return isInBody ? t('A line of the text is “{0}”: it would end there.', newName) : undefined;
  },
};

/** Does a script that is not read as shell (Python in a heredoc, PowerShell) hold the name beside the known places? */
function mentions(
  dockerfile: Dockerfile,
  instruction: Instruction,
  name: string,
  known: readonly Span[],
): boolean {
  const shell = shellOf(dockerfile, instruction);
  if (!shell || (shell.isPosix && shell.errors.length === 0)) return false;
  const { start, end } = instruction.span;
  const pattern = new RegExp(`(?<![A-Za-z0-9_])${name}(?![A-Za-z0-9_])`, 'g');
  return [...dockerfile.text.slice(start, end).matchAll(pattern)].some(
    ({ index }) => !known.some((span) => span.start === start + index),
  );
}

/** `COPY --from=0` keeps its index. */
function isIndex(dockerfile: Dockerfile, { kind }: Occurrences, { start, end }: Span): boolean {
  return kind === 'stage' && /^\d+$/.test(dockerfile.text.slice(start, end));
}

/** The place without quotes around it or tabs before it. */
function namePart({ text }: Dockerfile, { kind, name }: Occurrences, span: Span): Span {
  const written = text.slice(span.start, span.end);
  const at = kind === 'stage' ? written.toLowerCase().indexOf(name) : written.indexOf(name);
  return at < 0 ? span : { start: span.start + at, end: span.start + at + name.length };
}

/** Does every FROM, COPY and mount take from the same stage, or image, as before? */
function keepsStages(dockerfile: Dockerfile, spans: readonly Span[], newName: string): boolean {
  let [text, at] = ['', 0];
  for (const { start, end } of spans) {
    text += dockerfile.text.slice(at, start) + newName;
    at = end;
  }
  const taken = (from: Dockerfile) =>
    from.instructions.flatMap((each) => stageUses(from, each).map(({ stage }) => stage?.index ?? -1)).join();
  return taken(parse(text + dockerfile.text.slice(at))) === taken(dockerfile);
}
