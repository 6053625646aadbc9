import { documentation } from './documentation';

/** What a hover tells of a piece of syntax that belongs to several instructions. */
export interface Concept {
  readonly title: string;
  readonly text: readonly string[];
  readonly link: string;
}

export const execForm: Concept = {
  title: 'Exec form',
  text: [
    'A JSON array of strings in double quotes: the program and its arguments. It runs **without a shell**, so `$NAME`, `*`, pipes and `&&` are plain text, and the program is the process itself: as process 1 of a container it gets the signals of `docker stop`.',
    'What is not valid JSON (single quotes, a comma too many) is silently taken as shell form.',
  ],
  link: documentation.section('shell-and-exec-form'),
};

export const shellForm: Concept = {
  title: 'Shell form',
  text: [
    'A command line that a shell runs: `/bin/sh -c` unless SHELL says otherwise. Variables, pipes, `&&` and redirections work. The shell is the process; begin the line of a CMD or ENTRYPOINT with `exec` so that the program takes its place and gets the signals of `docker stop`.',
  ],
  link: documentation.section('shell-and-exec-form'),
};

export const jsonForm: Concept = {
  title: 'JSON form',
  text: ['An array of strings in double quotes, so that paths may hold blanks. Variables are expanded.'],
  link: documentation.reference,
};

export const heredoc: Concept = {
  title: 'Heredoc',
  text: [
    'The lines that follow, up to the one that is just the delimiter, belong to this instruction. `<<-` removes tabs at the beginning of each line.',
  ],
  link: documentation.section('here-documents'),
};

export const ignoreFile: Concept = {
  title: '.dockerignore',
  text: [
    'Lists what is not sent to the builder: `.git`, `node_modules`, build output, secrets. `app.Dockerfile.dockerignore` beside `app.Dockerfile` wins over the one at the root of the context.',
  ],
  link: documentation.ignoreFiles,
};

/** `${NAME<modifier>word}`. */
export interface ModifierReference {
  readonly modifier: string;
  readonly summary: string;
}

export const modifiers: readonly ModifierReference[] = [
  { modifier: ':-', summary: 'word where the variable is unset or empty' },
  { modifier: '-', summary: 'word where the variable is unset' },
  { modifier: ':+', summary: 'word where the variable has a value, else nothing' },
  { modifier: '+', summary: 'word where the variable is set, else nothing' },
  { modifier: ':?', summary: 'fails with word as the message where the variable is unset or empty' },
  { modifier: '?', summary: 'fails with word as the message where the variable is unset' },
  { modifier: '#', summary: 'without the shortest beginning that matches the pattern' },
  { modifier: '##', summary: 'without the longest beginning that matches the pattern' },
  { modifier: '%', summary: 'without the shortest end that matches the pattern' },
  { modifier: '%%', summary: 'without the longest end that matches the pattern' },
  { modifier: '/', summary: 'with the first match of the pattern replaced: `${NAME/pattern/replacement}`' },
  { modifier: '//', summary: 'with every match of the pattern replaced: `${NAME//pattern/replacement}`' },
];
