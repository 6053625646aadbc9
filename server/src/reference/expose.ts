import { documentation } from './documentation';
import type { InstructionReference } from './instruction';

export const expose: InstructionReference = {
  name: 'EXPOSE',
  summary: 'Documents the port on which the application in the container listens. It publishes nothing.',
  details: [
    'To reach the port from your machine publish it when the container starts: `docker run -p 8080:80 IMAGE` forwards port 8080 of the host to port 80 of the container, `-p 127.0.0.1:8080:80` for this machine only, `-P` publishes every exposed port on a free one (`docker port` tells which). Containers on the same network reach each other without EXPOSE.',
    'Variables work: after `ENV PORT=8080`, `EXPOSE $PORT` documents 8080. A port at run time is not changed by it: the application must read the variable itself.',
  ],
  forms: [
    {
      title: 'port',
      summary: 'One or more ports or ranges.',
      syntax: 'EXPOSE port[/protocol] [port…]',
      parameters: [
        { label: 'port', summary: '0 to 65535, or a range: `8000-8010`' },
        { label: '/protocol', summary: '`tcp` (default), `udp` or `sctp`, in lower case' },
        { label: '[port…]', summary: 'More ports' },
      ],
      snippet: 'EXPOSE ${1:8080}',
    },
  ],
  flags: [],
  layer: 'None: it sets metadata of the image, which `docker inspect` shows as `ExposedPorts`.',
  cache: 'Changing it rebuilds no layer under BuildKit.',
  comparisons: [
    {
      title: 'EXPOSE or -p?',
      text: 'EXPOSE is a note in the image, written by its author; `-p host:container` opens the port, decided by whoever runs it. `-p` also works for ports that were never exposed.',
    },
  ],
  example: `FROM node:24-slim
ENV PORT=8080
EXPOSE $PORT`,
  link: documentation.section('expose'),
};
