import { effectiveShell } from '../dockerfile/effective-shell';
import { shellOf } from '../dockerfile/shell';
import type { Dockerfile, Instruction } from '../dockerfile/tree';
import { t } from '../text';
import { isCoupled, takesCommand } from './command-forms';
import { selected } from './places';
import type { Refactoring } from './refactoring';

/** What only a shell can do. */
const builtins = new Set(
  [
    '.',
    ':',
    'alias',
    'cd',
    'command',
    'declare',
    'eval',
    'exit',
    'export',
    'hash',
    'jobs',
    'local',
    'read',
  ].concat([
    'readonly',
    'return',
    'set',
    'shift',
    'shopt',
    'source',
    'times',
    'trap',
    'type',
    'ulimit',
    'umask',
    'unset',
    'wait',
  ]),
);

/** Parts of a word that mean the same with and without a shell. */
const plain = new Set(['Literal', 'SingleQuoted', 'DoubleQuoted', 'AnsiCQuoted']);

/** `CMD npm start` becomes `CMD ["npm", "start"]` where the shell would do nothing but split it. */
export const shellToExec: Refactoring = {
  id: 'shell-to-exec',
  kind: 'rewrite',
  offer: (dockerfile, span) =>
    selected(dockerfile, span).flatMap((instruction) => {
      const { form, heredocs, body } = instruction;
      if (form !== 'shell' || heredocs.length > 0 || body.text.startsWith('[')) return [];
      if (!takesCommand(instruction) || isCoupled(dockerfile, instruction)) return [];
      const words = wordsOf(dockerfile, instruction);
      const script = shellOf(dockerfile, instruction)?.script;
      if (words === undefined || script === undefined) return [];
      const text = `[${words.map((word) => JSON.stringify(word)).join(', ')}]`;
      return [{ title: t('Turn into exec form'), edits: [{ span: script.span, text }] }];
    }),
};

function wordsOf(dockerfile: Dockerfile, instruction: Instruction): readonly string[] | undefined {
  const shell = shellOf(dockerfile, instruction);
  const [statement, ...more] = shell?.syntax?.commands ?? [];
  const node = statement?.command;
  if (!shell?.isPosix || shell.errors.length > 0 || node?.type !== 'Command' || statement?.background)
    return undefined;
  // SHELL may bring options that the program relies on.
  if (more.length > 0 || effectiveShell(dockerfile, instruction) !== undefined) return undefined;
  if (node.prefix.length > 0 || node.redirects.length > 0 || node.name === undefined) return undefined;
  const nodes = [node.name, ...node.args].map((word) => (word.type === 'Word' ? word : word.value));
  const isPlain = nodes.every(
    (word) =>
      word.type === 'Word' &&
      !word.text.startsWith('~') &&
      (word.parts ?? []).every(
        (part) =>
          plain.has(part.type) &&
          (part.type !== 'DoubleQuoted' || part.parts.every(({ type }) => type === 'Literal')),
      ),
  );
  const [command] = shell.commands;
  if (!isPlain || command?.name === undefined || shell.commands.length > 1) return undefined;
  const all = [command.name, ...command.args.map(({ text }) => text)];
  // Without a shell before it, the program is what exec would start.
  const words = all[0] === 'exec' && instruction.name !== 'RUN' ? all.slice(1) : all;
  const [program] = words;
  return program === undefined || program.startsWith('-') || builtins.has(program) || program === 'exec'
    ? undefined
    : words;
}
