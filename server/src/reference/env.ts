import { documentation } from './documentation';
import type { InstructionReference } from './instruction';

export const env: InstructionReference = {
  name: 'ENV',
  summary:
    'Sets environment variables for the instructions that follow **and for every container** of the image.',
  details: [
    'Later instructions can use the value (`EXPOSE $PORT`, `WORKDIR $HOME/app`), and the program in the container sees it. Whoever runs the image can override it: `docker run -e PORT=9000`, or many at once with `--env-file`.',
    'All values of one ENV are expanded before any of them is set: in `ENV A=1 B=$A` B does not see the new A; use two instructions. An ENV cannot be unset, only set to another value; for a single command write `RUN NAME=value command`.',
    'Never put a secret in: `docker inspect` shows it to everybody who has the image. Use `RUN --mount=type=secret` while building and the environment or a mounted file at run time.',
  ],
  forms: [
    {
      title: 'key=value',
      summary: 'One or more variables; quotes around values with blanks.',
      syntax: 'ENV key=value [key=value…]',
      parameters: [
        { label: 'key', summary: 'The name, in upper case as a rule' },
        {
          label: 'value',
          summary: 'Text; `$NAME` and `${NAME:-default}` are expanded outside single quotes',
        },
        { label: '[key=value…]', summary: 'More variables, on the same or on continued lines' },
      ],
      snippet: 'ENV ${1:NAME}=${2:value}',
    },
  ],
  flags: [],
  layer: 'None: it sets metadata of the image, which `docker inspect` shows as `Env`.',
  cache:
    'Changing a value runs every later RUN of the stage again, whether it uses the variable or not, and so all that follows it.',
  comparisons: [
    {
      title: 'ENV or ARG?',
      text: 'ENV **lives on in the container**; ARG **ends with the build** and is what `docker build --build-arg` sets. For a value of the build that the container needs too: `ARG VERSION` and then `ENV VERSION=$VERSION`. Where both have the same name, the later line counts for what follows; the container sees the ENV.',
    },
  ],
  example: `FROM node:24-slim
ENV NODE_ENV=production \\
    PORT=8080
EXPOSE $PORT`,
  link: documentation.section('env'),
};
