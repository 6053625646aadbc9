import { t } from '../text';
import { conversion } from './builder/conversion';
import type { Rule } from './rule';

export const dockerSocketVolume: Rule = {
  id: 'docker-socket-volume',
  aliases: [],
  severity: 'warning',
  since: '0.1.0',
  why: 'Whoever can write to the socket of the engine is root on its machine. A volume in the image does not even bring the socket there: it makes a folder of that name. Who runs the container decides with `-v`.',
  bad: ['FROM docker\nVOLUME /var/run/docker.sock\n', 'FROM docker\nVOLUME ["/data", "/run/docker.sock"]\n'],
  good: ['FROM docker\nVOLUME /var/lib/docker\n'],
  check: (dockerfile, facts) =>
    conversion(dockerfile, facts).commands.flatMap((command) => {
      if (command.instruction.name !== 'VOLUME') return [];
      return command.instruction.words
        .filter((word) =>
          /^(?:\/var)?\/run\/(?:docker|podman\/podman|containerd\/containerd)\.sock\/?$/.test(
            command.valueOf(word),
          ),
        )
        .map((word) => ({
          span: command.locate(word.span),
          message: t(
            'A volume at "{0}" holds no socket, and one mounted there makes the container root on its host; remove it.',
            word.text,
          ),
        }));
    }),
};
