import { documentation } from './documentation';
import type { InstructionReference } from './instruction';

export const label: InstructionReference = {
  name: 'LABEL',
  summary:
    'Attaches names and values to the image that people and tools can read: who made it, from what, under which licence.',
  details: [
    '`docker inspect IMAGE` shows them beside the command, environment, ports, size and layers; `docker images --filter label=name=value` finds images by them. Containers inherit them. A label of the base image stays unless the same name is set again.',
    'Common names begin with `org.opencontainers.image.`: `source`, `description`, `licenses`, `version`, `revision`, `authors`. For names of your own use a domain that you own, backwards.',
  ],
  forms: [
    {
      title: 'key=value',
      summary: 'One or more labels; quotes around values with blanks.',
      syntax: 'LABEL key=value [key=value…]',
      parameters: [
        { label: 'key', summary: 'Lower case, dots between the parts: `org.opencontainers.image.source`' },
        { label: 'value', summary: 'Text; variables are expanded outside single quotes' },
        { label: '[key=value…]', summary: 'More labels, on the same or on continued lines' },
      ],
      snippet: 'LABEL ${1:org.opencontainers.image.description}="${2:value}"',
    },
  ],
  flags: [],
  layer: 'None: it sets metadata of the image.',
  cache: 'Changing it rebuilds no layer under BuildKit; the classic builder rebuilds what follows.',
  comparisons: [
    {
      title: 'LABEL or ENV?',
      text: 'A label describes the image and is invisible inside it; an ENV is a variable of every process in the container.',
    },
    {
      title: 'LABEL or MAINTAINER?',
      text: 'MAINTAINER is retired: write `LABEL org.opencontainers.image.authors="…"`.',
    },
  ],
  example: `FROM alpine:3.24
LABEL org.opencontainers.image.source="https://github.com/acme/api" \\
      org.opencontainers.image.licenses="MIT"`,
  link: documentation.section('label'),
};
