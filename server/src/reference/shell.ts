import { documentation } from './documentation';
import type { InstructionReference } from './instruction';

export const shell: InstructionReference = {
  name: 'SHELL',
  summary: 'Sets the shell for the shell form of the RUN, CMD, ENTRYPOINT and HEALTHCHECK that follow.',
  details: [
    'The default is `["/bin/sh", "-c"]` on Linux and `["cmd", "/S", "/C"]` on Windows. The command line is added as one last argument. It holds for the rest of the stage, for stages FROM it, and for images FROM the result.',
    '`SHELL ["/bin/bash", "-o", "pipefail", "-c"]` makes a pipeline fail when any part of it fails. The shell must be in the image: Alpine has no bash.',
    'It must be written as a JSON array.',
  ],
  forms: [
    {
      title: 'JSON form',
      summary: 'The program and its arguments.',
      syntax: 'SHELL ["program", "argument"]',
      parameters: [
        { label: '"program"', summary: 'Path of the shell' },
        { label: '"argument"', summary: 'What makes it take a command as next argument, `-c` for most' },
      ],
      snippet: 'SHELL ["${1:/bin/bash}", "-o", "pipefail", "-c"]',
    },
  ],
  flags: [],
  layer: 'None: it sets metadata of the image.',
  cache: 'Changing it runs every later RUN in shell form again.',
  comparisons: [
    {
      title: 'SHELL or a shebang?',
      text: 'For a single RUN write a heredoc whose first line is `#!/bin/bash`; SHELL is for all that follow. Exec form uses no shell at all.',
    },
  ],
  example: `FROM debian:13-slim
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
RUN cat /etc/os-release | grep VERSION`,
  link: documentation.section('shell'),
};
