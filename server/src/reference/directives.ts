import { documentation } from './documentation';
import type { ValueReference } from './instruction';

/** A comment at the very top of the file that steers the parser: `# escape=\``. */
export interface DirectiveReference {
  readonly name: 'syntax' | 'escape' | 'check';
  readonly summary: string;
  readonly details: readonly string[];
  readonly values: readonly ValueReference[];
  readonly example: string;
  readonly link: string;
}

const place =
  'Directives stand at the very top of the file, one a line, before any other comment, blank line or instruction; below that they are comments.';

export const directives: readonly DirectiveReference[] = [
  {
    name: 'syntax',
    summary: 'Chooses the image that reads this Dockerfile: its frontend.',
    details: [
      '`docker/dockerfile:1` is the newest stable one, which the builder checks at each build, so that everybody who builds has the same features, whatever the age of their Docker. Without the line the frontend that is built into the builder reads the file.',
      place,
    ],
    values: [
      { value: 'docker/dockerfile:1', summary: 'The newest stable frontend of version 1' },
      { value: 'docker/dockerfile:1.26', summary: 'The newest patch of version 1.26' },
      { value: 'docker/dockerfile:1-labs', summary: 'With features that are still on trial' },
    ],
    example: '# syntax=docker/dockerfile:1\nFROM alpine:3.24',
    link: documentation.section('syntax'),
  },
  {
    name: 'escape',
    summary: 'Chooses the character that continues a line and takes the meaning off the next character.',
    details: [
      'The backslash is the default. On Windows the backtick is handy, since paths there are full of backslashes: without it `COPY a.txt C:\\` would go on in the next line.',
      place,
    ],
    values: [
      { value: '\\', summary: 'Backslash: the default' },
      { value: '`', summary: 'Backtick: for Windows paths' },
    ],
    example: '# escape=`\nFROM mcr.microsoft.com/windows/nanoserver:ltsc2025\nCOPY app.exe C:\\app\\',
    link: documentation.section('escape'),
  },
  {
    name: 'check',
    summary: 'Says which build checks are skipped and whether a warning fails the build.',
    details: [
      '`skip=` leaves checks out by name (or `all`), `error=true` makes the build fail on any warning, `experimental=` switches new checks on; several options are separated by `;`. Run the checks alone by `docker build --check .`.',
      'Directly above an instruction, `# check=skip=NAME` holds for that instruction (since 1.21).',
    ],
    values: [
      { value: 'skip=', summary: 'Names of checks to leave out, separated by commas' },
      { value: 'skip=all', summary: 'No checks at all' },
      { value: 'error=true', summary: 'A warning fails the build' },
      { value: 'experimental=all', summary: 'New checks too' },
    ],
    example: '# check=skip=JSONArgsRecommended;error=true\nFROM alpine:3.24',
    link: documentation.section('check'),
  },
];
