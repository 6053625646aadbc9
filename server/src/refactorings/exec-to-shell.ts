import { effectiveShell } from '../dockerfile/effective-shell';
import { parse } from '../dockerfile/parse';
import { shellOf } from '../dockerfile/shell';
import { baseName } from '../dockerfile/shell-source';
import { t } from '../text';
import { isCoupled, takesCommand } from './command-forms';
import { selected } from './places';
import type { Refactoring } from './refactoring';

const posixShells = new Set(['sh', 'bash', 'dash', 'ash', 'ksh', 'zsh']);

/** `CMD ["npm", "start"]` becomes `CMD npm start`, and `["/bin/sh", "-c", "…"]` what stands in it. */
export const execToShell: Refactoring = {
  id: 'exec-to-shell',
  kind: 'rewrite',
  offer: (dockerfile, span) =>
    selected(dockerfile, span).flatMap((instruction) => {
      const { form, heredocs, keyword } = instruction;
      if (form !== 'exec' || heredocs.length > 0 || dockerfile.escape !== '\\') return [];
      if (!takesCommand(instruction) || isCoupled(dockerfile, instruction)) return [];
      const isHealthcheck = instruction.name === 'HEALTHCHECK';
      const words = instruction.words.slice(isHealthcheck ? 1 : 0).map(({ value }) => value);
      const [program, option, script, ...more] = words;
      // Arguments alone are for the ENTRYPOINT of the base image.
      if (program === undefined || program === '' || program.startsWith('-')) return [];
      const shell = effectiveShell(dockerfile, instruction) ?? ['/bin/sh', '-c'];
      if (!posixShells.has(baseName(shell[0] ?? ''))) return [];
      const isScript =
        script !== undefined &&
        more.length === 0 &&
        shell.length === 2 &&
        baseName(program) === baseName(shell[0] ?? '') &&
        option === shell[1];
      const text = (isScript ? script : words.map(shellWord).join(' ')).trim();
      if (text === '' || /[\r\n]|\\$|^\[/.test(text)) return [];
      const before = isHealthcheck ? 'CMD ' : '';
      const start = instruction.words[isHealthcheck ? 1 : 0]?.span.start;
      const reread = parse(`FROM scratch\n${keyword} ${before}${text}\n`);
      const [, rewritten] = reread.instructions;
      const again = rewritten && shellOf(reread, rewritten);
      if (rewritten === undefined || rewritten.heredocs.length > 0 || again?.script?.text !== text) return [];
      const [command] = again.commands;
      const said = [command?.name, ...(command?.args ?? []).map((each) => each.text)];
      if (!isScript && JSON.stringify(said) !== JSON.stringify(words)) return [];
      const open = start === undefined ? -1 : dockerfile.text.lastIndexOf('[', start);
      if (open < instruction.keywordSpan.end) return [];
      return [
        {
          title: t('Turn into shell form'),
          edits: [{ span: { start: open, end: instruction.body.span.end }, text }],
        },
      ];
    }),
};

/** The word as a shell reads it back unchanged. */
function shellWord(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
