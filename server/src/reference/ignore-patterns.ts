import type { ValueReference } from './instruction';

/** What usually belongs in a .dockerignore file. */
export const ignorePatterns: readonly ValueReference[] = [
  { value: '.git', summary: 'The history: large, and every commit would change the context' },
  { value: '**/node_modules', summary: 'Packages, which are installed in the image' },
  { value: '**/.env*', summary: 'Environment files: they often hold secrets' },
  { value: '**/*.log', summary: 'Logs' },
  { value: '**/.DS_Store', summary: 'What macOS leaves in folders' },
  { value: '**/__pycache__', summary: 'What Python compiled' },
  { value: '.venv', summary: 'A virtual environment of Python' },
  { value: 'dist', summary: 'Build output, which is made in the image' },
  { value: 'target', summary: 'Build output of Rust and Java' },
  { value: 'coverage', summary: 'Reports of test runs' },
  { value: '.vscode', summary: 'Settings of the editor' },
  { value: '.idea', summary: 'Settings of the editor' },
  {
    value: 'Dockerfile*',
    summary: 'The Dockerfile: it is read all the same, and COPY . . no longer depends on it',
  },
  { value: '.dockerignore', summary: 'This file: it is read all the same' },
];
