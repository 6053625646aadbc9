import { documentation } from './documentation';
import type { InstructionReference } from './instruction';

export const cmd: InstructionReference = {
  name: 'CMD',
  summary:
    'Sets the **default command** of a container: what runs when `docker run IMAGE` names nothing else.',
  details: [
    'Whatever follows the image name replaces it: `docker run IMAGE sh` runs `sh` instead. Together with an ENTRYPOINT, CMD is only its default arguments, and words after the image name replace just these.',
    'Only the last CMD of a stage counts. Without one, the base image’s CMD stays; `CMD []` empties it, and so does setting an ENTRYPOINT.',
    'In exec form your program is process 1 of the container: it gets `SIGTERM` when `docker stop` asks it to end. In shell form the shell is process 1, and many shells do not pass signals on, so that the container is killed after ten seconds. Process 1 must also collect processes that have lost their parent: a program that starts others wants a small init (`docker run --init`, or `tini` as ENTRYPOINT).',
    'One container runs one service as a rule. Where several daemons belong together, make an init or a supervisor (s6, supervisord, runit) the command, start it by exec form, and let daemons stay in the foreground. A supervisor may clean the environment for its children, so hand on what they need. One-shot jobs get a container of their own (`docker run --rm IMAGE job`); look into a running one with `docker exec -it CONTAINER sh`.',
  ],
  forms: [
    {
      title: 'exec form',
      summary: 'A JSON array: runs the program directly, so that it gets the signals.',
      syntax: 'CMD ["program", "argument"]',
      parameters: [
        {
          label: '"program"',
          summary: 'Looked up in PATH; with an ENTRYPOINT in exec form it is its first argument',
        },
        { label: '"argument"', summary: 'Handed over as it is: `$NAME` is not expanded' },
      ],
      snippet: 'CMD ["${1:program}", "${2:argument}"]',
    },
    {
      title: 'shell form',
      summary:
        'A command line that is run as `/bin/sh -c "command"`; begin it with `exec` to hand process 1 over.',
      syntax: 'CMD command',
      parameters: [{ label: 'command', summary: 'A line for the shell: pipes, `&&` and variables work' }],
      snippet: 'CMD ${0:command}',
    },
  ],
  flags: [],
  layer: 'None: it sets metadata of the image, which `docker inspect` shows as `Cmd`.',
  cache: 'Changing it rebuilds no layer.',
  comparisons: [
    {
      title: 'CMD or ENTRYPOINT?',
      text: 'CMD is what a user **may replace**, ENTRYPOINT is what **stays**. With `ENTRYPOINT ["ping"]` and `CMD ["localhost"]`, `docker run IMAGE` pings localhost and `docker run IMAGE example.com` pings example.com; ENTRYPOINT itself changes by `--entrypoint` only.',
    },
    {
      title: 'CMD or RUN?',
      text: 'CMD runs when a container **starts**; RUN while the image is **built**. `CMD npm install` would install at each start.',
    },
    {
      title: 'Exec or shell form?',
      text: 'Exec form (`["node", "server.js"]`) starts the program itself; shell form starts a shell that starts the program. With an ENTRYPOINT in exec form a shell-form CMD becomes the arguments `/bin/sh -c …`, which is hardly ever meant.',
    },
  ],
  example: `FROM node:24-slim
WORKDIR /app
COPY . .
CMD ["node", "server.js"]`,
  link: documentation.section('cmd'),
};
