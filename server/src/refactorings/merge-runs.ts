import type { ShellCommand } from '../dockerfile/shell-commands';
import type { Dockerfile, Instruction } from '../dockerfile/tree';
import { t } from '../text';
import { commentsWithin, lineBreak, neighbours, textOf } from './places';
import type { Refactoring } from './refactoring';
import { meaning, runScript, setsErrexit, stillRuns, stopsAtFailure, type RunScript } from './run-script';

/** Commands whose effect on their shell ends with their RUN. */
const stateful = new Set(
  [
    'cd',
    'pushd',
    'popd',
    'set',
    'shopt',
    'export',
    'unset',
    'alias',
    'umask',
    'ulimit',
    'trap',
    '.',
    'source',
  ].concat(['exec', 'exit', 'return', 'read', 'eval', 'declare', 'local', 'readonly', 'typeset']),
);

/** `RUN a` and `RUN b` become `RUN a && b`: one layer, and one step of the cache. */
export const mergeRuns: Refactoring = {
  id: 'merge-runs',
  kind: 'rewrite',
  offer: (dockerfile, span) => {
    const runs = neighbours(dockerfile, span, (each, first) => isMergeable(dockerfile, each, first));
    const scripts = runs.flatMap((each) => runScript(dockerfile, each) ?? []);
    const first = scripts[0]?.instruction;
    const last = scripts.at(-1)?.instruction;
    if (first === undefined || last === undefined || scripts.length < 2) return [];
    const parts = scripts.map((script, index) => partOf(dockerfile, script, index === scripts.length - 1));
    const newLine = lineBreak(dockerfile);
    let text = textOf(dockerfile, { start: first.span.start, end: first.body.span.start });
    scripts.forEach(({ instruction }, index) => {
      const before = scripts[index - 1]?.instruction;
      if (before !== undefined) {
        const between = { start: before.span.end, end: instruction.span.start };
        const comments = commentsWithin(dockerfile, between).map((each) => textOf(dockerfile, each.span));
        text += [' && \\', ...comments, '    '].join(newLine);
      }
      text += parts[index] ?? '';
    });
    const commands = meaning(scripts.flatMap(({ shell }) => shell.commands));
    if (parts.includes(undefined) || !stillRuns(text, commands)) return [];
    return [
      {
        title: t('Merge {0} RUN instructions', scripts.length),
        edits: [{ span: { start: first.span.start, end: last.span.end }, text }],
      },
    ];
  },
};

/** RUNs with other flags see other mounts or another network. */
function isMergeable(dockerfile: Dockerfile, each: Instruction, first: Instruction): boolean {
  const flags = ({ flags: all }: Instruction) => all.map(({ text }) => text).join(' ');
  return (
    each.stage === first.stage &&
    each.heredocs.length === 0 &&
    flags(each) === flags(first) &&
    runScript(dockerfile, each) !== undefined
  );
}

/** The script as one part of a chain of `&&`; undefined where that would change what happens when a command fails. */
function partOf(dockerfile: Dockerfile, run: RunScript, isLast: boolean): string | undefined {
  const { instruction, shell, statements } = run;
  const { commands } = shell;
  const isChain =
    statements.every((each) => each.chain !== undefined && !each.isBackground) && statements.length === 1;
  // The shell ignores -e in all parts of a chain but the last.
  const ignoresErrexit =
    commands.some(setsErrexit) ||
    (stopsAtFailure(dockerfile, instruction) && commands.some(({ connection }) => connection === 'sequence'));
  if (!isLast && ignoresErrexit) return undefined;
  const text = textOf(dockerfile, instruction.body.span).replace(/(?<!\\)\s*;$/, '');
  const end = text.endsWith('&') ? ' ' : '; ';
  if (!isLast && commands.some(changesShell)) return `( ${text} )`;
  return isChain ? text : `{ ${text}${end}}`;
}

function changesShell({ name, assignments, inside }: ShellCommand): boolean {
  const isApart = inside.includes('subshell') || inside.includes('substitution');
  const isEffect = name === undefined ? assignments.length > 0 : stateful.has(name);
  return (isEffect && !isApart) || inside.includes('function');
}
