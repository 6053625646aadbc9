import type { Dockerfile, Span } from '../dockerfile/tree';
import { t } from '../text';
import { commentsWithin, knowsSyntax, lineBreak, selected, textOf } from './places';
import type { Refactoring } from './refactoring';
import { meaning, runScript, stillRuns, type RunScript } from './run-script';

/** `RUN a && b` becomes a heredoc with a command a line. */
export const runToHeredoc: Refactoring = {
  id: 'run-to-heredoc',
  kind: 'rewrite',
  offer: (dockerfile, span) =>
    selected(dockerfile, span).flatMap((instruction) => {
      if (instruction.heredocs.length > 0 || !knowsSyntax(dockerfile, 4)) return [];
      const run = runScript(dockerfile, instruction);
      const parts = run && partsOf(run);
      if (run === undefined || parts === undefined || parts.spans.length < 2) return [];
      const lines: string[] = parts.setsErrexit ? ['set -e'] : [];
      let done = instruction.body.span.start;
      for (const part of parts.spans) {
        const comments = commentsWithin(dockerfile, { start: done, end: part.end });
        lines.push(
          ...comments.map((comment) => textOf(dockerfile, comment.span)),
          ...linesOf(dockerfile, part),
        );
        done = part.end;
      }
      const name = ['EOF', 'EOT', 'END'].find((candidate) => !lines.includes(candidate));
      if (name === undefined) return [];
      const head = textOf(dockerfile, { start: instruction.span.start, end: instruction.body.span.start });
      const text = [`${head}<<${name}`, ...lines, name].join(lineBreak(dockerfile));
      const commands = [...(parts.setsErrexit ? [setErrexit] : []), ...meaning(run.shell.commands)];
      if (!stillRuns(text, commands)) return [];
      return [{ title: t('Turn into a heredoc'), edits: [{ span: instruction.span, text }] }];
    }),
};

const setErrexit = JSON.stringify(['set', ['-e'], [], [], false]);

/**
 * What goes on lines of their own. The parts of a chain stop at the first that fails, as lines do under `set -e`; but in
 * substitutions `-e` would stop lists that went on before, and behind `!` it does not stop.
 */
function partsOf({
  statements,
  shell,
}: RunScript): { spans: readonly Span[]; setsErrexit: boolean } | undefined {
  const [only, ...more] = statements;
  if (only === undefined || statements.some(({ isBackground }) => isBackground)) return undefined;
  if (more.length > 0) return { spans: statements.map(({ span }) => span), setsErrexit: false };
  const isTouched = shell.commands.some(
    ({ inside, connection, isNegated }) =>
      isNegated || (inside.includes('substitution') && connection === 'sequence'),
  );
  return only.chain === undefined || isTouched ? undefined : { spans: only.chain, setsErrexit: true };
}

/** The lines of a part, without comments and blank lines: in a shell these would end a continued line. */
function linesOf(dockerfile: Dockerfile, part: Span): string[] {
  const commentLines = new Set(commentsWithin(dockerfile, part).map(({ line }) => line));
  const first = dockerfile.lines.lineAt(part.start);
  return textOf(dockerfile, part)
    .split(/\r?\n/)
    .filter((line, index) => line.trim() !== '' && !commentLines.has(first + index));
}
