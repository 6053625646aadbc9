import { documentation } from './documentation';
import type { InstructionReference } from './instruction';

export const stopsignal: InstructionReference = {
  name: 'STOPSIGNAL',
  summary: 'Sets the signal by which `docker stop` asks process 1 of the container to end.',
  details: [
    'The default is `SIGTERM`. After ten seconds (`docker stop --time`) comes `SIGKILL`, which no program can catch. Change it for programs that end cleanly on another signal: nginx and PHP-FPM finish running requests on `SIGQUIT`, Apache on `SIGWINCH`, systemd ends on `SIGRTMIN+3`.',
    'The signal reaches the program only when it is process 1: use the exec form of CMD and ENTRYPOINT. `docker run --stop-signal` overrides it.',
  ],
  forms: [
    {
      title: 'signal',
      summary: 'A name or a number.',
      syntax: 'STOPSIGNAL signal',
      parameters: [{ label: 'signal', summary: '`SIGTERM`, `TERM` or 15' }],
      snippet: 'STOPSIGNAL ${1:SIGTERM}',
    },
  ],
  flags: [],
  layer: 'None: it sets metadata of the image, which `docker inspect` shows as `StopSignal`.',
  cache: 'Changing it rebuilds no layer under BuildKit.',
  comparisons: [
    {
      title: 'docker stop or docker kill?',
      text: '`docker stop` sends this signal and waits; `docker kill` sends SIGKILL (or what `--signal` says) at once.',
    },
  ],
  example: `FROM nginx:1.29-alpine
STOPSIGNAL SIGQUIT`,
  link: documentation.section('stopsignal'),
};
