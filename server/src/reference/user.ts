import { documentation } from './documentation';
import type { InstructionReference } from './instruction';

export const user: InstructionReference = {
  name: 'USER',
  summary: 'Sets the user (and group) that the following RUNs, and the container, run as.',
  details: [
    'Without it everything runs as **root**: whoever breaks into the application then owns the container, files in mounted folders belong to root, and a hole in the kernel or a careless mount is a hole in the host. Make a user, give it what it must write, and switch to it at the end.',
    'Create it first: `RUN useradd --create-home --uid 10001 app` (Debian) or `RUN adduser -D -u 10001 app` (Alpine). Many images bring one: `node` in node, `nobody` nearly everywhere. A number works without an entry in `/etc/passwd`, and Kubernetes can check by it that the image does not run as root.',
    'COPY and ADD do not follow USER: say `--chown=`. Ports below 1024 may be closed to other users than root outside Docker.',
  ],
  forms: [
    {
      title: 'user',
      summary: 'By name or number.',
      syntax: 'USER user[:group]',
      parameters: [
        { label: 'user', summary: 'Name in /etc/passwd, or a number' },
        { label: 'group', summary: 'Name in /etc/group, or a number; without it the user’s own groups' },
      ],
      snippet: 'USER ${1:user}',
    },
  ],
  flags: [],
  layer: 'None: it sets metadata of the image, which `docker inspect` shows as `User`.',
  cache: 'Changing it runs every later RUN of the stage again.',
  comparisons: [
    {
      title: 'USER or sudo?',
      text: 'The build is root until USER says otherwise, so `sudo` is not needed: install as root first, switch after. `docker run --user 0 IMAGE sh` gives a root shell where you need one.',
    },
  ],
  example: `FROM node:24-slim
WORKDIR /app
COPY --chown=node:node . .
USER node
CMD ["node", "server.js"]`,
  link: documentation.section('user'),
};
