import { documentation } from './documentation';
import type { FlagReference, InstructionReference, ValueReference } from './instruction';

const link = documentation.section('healthcheck');
const durations: readonly ValueReference[] = [
  { value: '1s', summary: 'One second' },
  { value: '5s', summary: 'Five seconds' },
  { value: '10s', summary: 'Ten seconds' },
  { value: '30s', summary: 'Half a minute' },
  { value: '1m', summary: 'One minute' },
  { value: '5m', summary: 'Five minutes' },
];
const duration =
  'A number with a unit: `ms`, `s`, `m`, `h`, also together: `1m30s`. At least 1ms; 0 means the default.';

const flags: readonly FlagReference[] = [
  {
    name: 'interval',
    value: 'duration',
    syntax: '--interval=duration',
    summary: 'The time from the end of a check to the next one.',
    details: duration,
    values: durations,
    default: '30s',
    example: 'HEALTHCHECK --interval=1m CMD wget -q --spider http://localhost:8080/ || exit 1',
    link,
  },
  {
    name: 'timeout',
    value: 'duration',
    syntax: '--timeout=duration',
    summary: 'A check that takes longer is ended and counts as failed.',
    details: duration,
    values: durations,
    default: '30s',
    example: 'HEALTHCHECK --timeout=3s CMD wget -q --spider http://localhost:8080/ || exit 1',
    link,
  },
  {
    name: 'start-period',
    value: 'duration',
    syntax: '--start-period=duration',
    summary: 'Time to start up, during which failures do not count.',
    details: `${duration} A check that succeeds ends the period early.`,
    values: durations,
    default: '0s',
    example: 'HEALTHCHECK --start-period=30s CMD wget -q --spider http://localhost:8080/ || exit 1',
    link,
  },
  {
    name: 'start-interval',
    value: 'duration',
    syntax: '--start-interval=duration',
    summary: 'The time between checks during the start period, so that readiness is noticed early.',
    details: `${duration} Needs Docker Engine 25 or later.`,
    values: durations,
    default: '5s',
    example:
      'HEALTHCHECK --start-period=30s --start-interval=1s CMD wget -q --spider http://localhost:8080/ || exit 1',
    link,
  },
  {
    name: 'retries',
    value: 'count',
    syntax: '--retries=number',
    summary: 'So many failures in a row make the container unhealthy; 0 means the default.',
    values: [
      { value: '1', summary: 'The first failure counts' },
      { value: '3', summary: 'The default' },
      { value: '5', summary: 'For services that stumble now and then' },
    ],
    default: '3',
    example: 'HEALTHCHECK --retries=5 CMD wget -q --spider http://localhost:8080/ || exit 1',
    link,
  },
];

export const healthcheck: InstructionReference = {
  name: 'HEALTHCHECK',
  summary: 'Tells Docker how to find out whether the application in the container still works.',
  details: [
    'Docker runs the command inside the container again and again: exit code 0 is healthy, 1 unhealthy. `docker ps` shows the state, `docker inspect` the output of the last checks, and Compose can wait for it (`condition: service_healthy`). Docker alone does not restart an unhealthy container; Swarm does. Kubernetes ignores HEALTHCHECK and has probes of its own.',
    'The tool that it calls must be in the image: small images have `wget` rather than `curl`. Only the last HEALTHCHECK of a stage counts.',
  ],
  forms: [
    {
      title: 'command',
      summary: 'Runs a command in the container, in shell or exec form.',
      syntax: 'HEALTHCHECK [flags] CMD command',
      parameters: [
        { label: '[flags]', summary: '--interval, --timeout, --start-period, --start-interval, --retries' },
        { label: 'command', summary: 'A line for the shell, or a JSON array; 0 means healthy' },
      ],
      snippet: 'HEALTHCHECK --interval=${1:30s} --timeout=${2:3s} CMD ${0:command} || exit 1',
    },
    {
      title: 'none',
      summary: 'Switches off a check that the base image brought.',
      syntax: 'HEALTHCHECK NONE',
      parameters: [{ label: 'NONE', summary: 'No check' }],
      snippet: 'HEALTHCHECK NONE',
    },
  ],
  flags,
  layer: 'None: it sets metadata of the image, which `docker inspect` shows as `Healthcheck`.',
  cache: 'Changing it rebuilds no layer under BuildKit.',
  comparisons: [
    {
      title: 'HEALTHCHECK CMD or CMD?',
      text: 'The CMD behind HEALTHCHECK is the check; it has nothing to do with the CMD that starts the container.',
    },
  ],
  example: `FROM nginx:1.29-alpine
HEALTHCHECK --interval=30s --timeout=3s CMD wget -q --spider http://localhost/ || exit 1`,
  link,
};
