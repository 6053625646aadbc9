import { documentation } from './documentation';
import type { InstructionReference } from './instruction';

export const entrypoint: InstructionReference = {
  name: 'ENTRYPOINT',
  summary:
    'Sets the command that a container **always** runs; CMD and the words of `docker run` become its arguments.',
  details: [
    'The image then behaves like a program: `docker run IMAGE --help` passes `--help` to it. CMD gives the arguments for when none are named. `docker run --entrypoint sh IMAGE` replaces it for one container (program only; arguments follow the image name).',
    'Only the last ENTRYPOINT of a stage counts. Setting one drops a CMD that the base image brought, so set CMD again. `ENTRYPOINT []` removes an inherited one. Images of vendors often have an ENTRYPOINT that prepares the container: keep it, add what you need by RUN, and change CMD only (`CMD []` for no arguments).',
    'In shell form it runs under `/bin/sh -c`, **ignores CMD and the words after the image name**, and does not get signals unless the line begins with `exec`.',
    'A script as ENTRYPOINT ends with `exec "$@"`, so that CMD replaces the script as process 1. A small init such as `tini` (`ENTRYPOINT ["tini", "--"]`) passes signals on and collects processes that have lost their parent.',
  ],
  forms: [
    {
      title: 'exec form',
      summary: 'A JSON array: runs the program directly; CMD is appended.',
      syntax: 'ENTRYPOINT ["program", "argument"]',
      parameters: [
        { label: '"program"', summary: 'Looked up in PATH' },
        { label: '"argument"', summary: 'Always passed, before those of CMD' },
      ],
      snippet: 'ENTRYPOINT ["${1:program}"]',
    },
    {
      title: 'shell form',
      summary: 'A command line that is run as `/bin/sh -c "command"`; takes no arguments.',
      syntax: 'ENTRYPOINT command',
      parameters: [{ label: 'command', summary: 'A line for the shell; begin it with `exec`' }],
      snippet: 'ENTRYPOINT exec ${0:command}',
    },
  ],
  flags: [],
  layer: 'None: it sets metadata of the image, which `docker inspect` shows as `Entrypoint`.',
  cache: 'Changing it rebuilds no layer.',
  comparisons: [
    {
      title: 'ENTRYPOINT or CMD?',
      text: 'ENTRYPOINT is what **stays**, CMD is what `docker run IMAGE words` **replaces**. An image that is one tool: ENTRYPOINT with CMD as default arguments. An image in which people also want a shell or another tool: CMD alone.',
    },
    {
      title: 'Exec or shell form?',
      text: 'Take exec form: only there do CMD, arguments and signals reach the program.',
    },
  ],
  example: `FROM alpine:3.24
ENTRYPOINT ["ping", "-c", "3"]
CMD ["localhost"]`,
  link: documentation.section('entrypoint'),
};
