import { isHeredocWord } from '../dockerfile/heredoc-operators';
import { t } from '../text';
import { lineBreak, selected, textOf } from './places';
import type { Refactoring } from './refactoring';
import { meaning, runScript, stillRuns } from './run-script';

/** A heredoc becomes `RUN a && b` where `set -e` begins it, and `RUN a; b` otherwise. */
export const heredocToRun: Refactoring = {
  id: 'heredoc-to-run',
  kind: 'rewrite',
  offer: (dockerfile, span) =>
    selected(dockerfile, span).flatMap((instruction) => {
      const run = runScript(dockerfile, instruction);
      if (run === undefined || !isHeredocWord(instruction.body.text)) return [];
      const { shell, statements, script } = run;
      if (statements.some(({ isBackground }) => isBackground)) return [];
      const [first] = shell.commands;
      const isStrict =
        first?.name === 'set' &&
        first.args.map(({ text }) => text).join(' ') === '-e' &&
        first.connection === 'first' &&
        statements.length > 1 &&
        statements[0]?.chain?.length === 1 &&
        statements.slice(1).every(({ chain }) => chain?.length === 1) &&
        !shell.commands.some(({ inside }) => inside.includes('substitution'));
      const kept = isStrict ? statements.slice(1) : statements;
      const newLine = lineBreak(dockerfile);
      let text = textOf(dockerfile, { start: instruction.span.start, end: instruction.body.span.start });
      let done = script.span.start;
      for (const [index, statement] of kept.entries()) {
        const source = textOf(dockerfile, statement.span);
        // A line break inside a statement means more than a blank.
        if (/(?<!\\)\r?\n/.test(source)) return [];
        const comments = textOf(dockerfile, { start: done, end: statement.span.start }).match(/#.*/g) ?? [];
        if (index > 0) text += ` ${isStrict ? '&& ' : ''}\\${newLine}`;
        else if (comments.length > 0) text += `\\${newLine}`;
        text += comments.map((comment) => comment.trimEnd() + newLine).join('');
        text += `${index > 0 || comments.length > 0 ? '    ' : ''}${source}`;
        if (!isStrict && index < kept.length - 1) text += ';';
        done = statement.span.end;
      }
      const commands = meaning(isStrict ? shell.commands.slice(1) : shell.commands);
      if (!stillRuns(text, commands)) return [];
      return [
        { title: t('Turn the heredoc into one command line'), edits: [{ span: instruction.span, text }] },
      ];
    }),
};
