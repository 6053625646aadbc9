import { shellOf } from '../dockerfile/shell';
import type { Dockerfile, Instruction } from '../dockerfile/tree';

const userName = /^[a-z_][\w-]*\$?$/;

/** The users that a RUN creates: the last word of `useradd` and `adduser`. */
export function usersMadeBy(dockerfile: Dockerfile, run: Instruction): readonly string[] {
  return wordsOf(dockerfile, run, ['useradd', 'adduser']).flatMap((words) => {
    const name = words.filter((word) => userName.test(word)).at(-1);
    return name === undefined ? [] : [name];
  });
}

/** The absolute paths that a RUN creates with `mkdir`. */
export function directoriesMadeBy(dockerfile: Dockerfile, run: Instruction): readonly string[] {
  return wordsOf(dockerfile, run, ['mkdir']).flatMap((words) => words.filter((word) => word.startsWith('/')));
}

/** The arguments, as far as they are constant, of each command of these names. */
function wordsOf(dockerfile: Dockerfile, run: Instruction, names: readonly string[]): string[][] {
  if (run.name !== 'RUN') return [];
  const commands = shellOf(dockerfile, run)?.commands ?? [];
  return commands
    .filter(({ name }) => name !== undefined && names.includes(name.slice(name.lastIndexOf('/') + 1)))
    .map(({ args }) => args.filter(({ isStatic }) => isStatic).map(({ text }) => text));
}
