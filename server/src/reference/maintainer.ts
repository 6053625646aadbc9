import { documentation } from './documentation';
import type { InstructionReference } from './instruction';

export const maintainer: InstructionReference = {
  name: 'MAINTAINER',
  summary: 'Names the author of the image. Retired: a label says the same and can be read by everybody.',
  details: [
    'The whole rest of the line is the name. It still works and fills the field `Author` of the image.',
  ],
  forms: [
    {
      title: 'name',
      summary: 'The rest of the line.',
      syntax: 'MAINTAINER name',
      parameters: [{ label: 'name', summary: 'Any text' }],
      snippet: 'LABEL org.opencontainers.image.authors="${1:name}"',
    },
  ],
  flags: [],
  layer: 'None: it sets metadata of the image.',
  cache: 'Changing it rebuilds no layer.',
  comparisons: [
    {
      title: 'MAINTAINER or LABEL?',
      text: 'Write `LABEL org.opencontainers.image.authors="Ada <ada@example.com>"`: `docker inspect` lists it with all other labels.',
    },
  ],
  example: `FROM alpine:3.24
LABEL org.opencontainers.image.authors="Ada <ada@example.com>"`,
  link: documentation.section('maintainer-deprecated'),
  notTriggered: 'Docker refuses it there.',
  replacement: 'LABEL',
};
