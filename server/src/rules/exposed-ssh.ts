import { t } from '../text';
import { exposedPorts } from './builder/exposed';
import type { Rule } from './rule';

export const exposedSsh: Rule = {
  id: 'exposed-ssh',
  aliases: [],
  severity: 'info',
  since: '0.1.0',
  why: 'An SSH server in a container is one more service to update and to guard. `docker exec` opens a shell without it.',
  bad: ['FROM alpine\nEXPOSE 22\n'],
  good: ['FROM alpine\nEXPOSE 2222 220\n', 'FROM alpine\nEXPOSE 22/udp\n'],
  check: (dockerfile, facts) =>
    exposedPorts(dockerfile, facts).flatMap(({ command, word, container, protocol, problem }) => {
      const [start = '', end = start] = container.split('-');
      const holdsSsh =
        problem === undefined && Number(start) <= 22 && Number(end) >= 22 && protocol.toLowerCase() === 'tcp';
      if (!holdsSsh) return [];
      return {
        span: command.locate(word.span),
        message: t(
          'Port 22 is the one of SSH, and a container seldom needs a server for it; use "docker exec" for a shell.',
        ),
      };
    }),
};
