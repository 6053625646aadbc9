import { t } from '../text';
import { conversion } from './builder/conversion';
import type { Rule } from './rule';

export const rootUser: Rule = {
  id: 'root-user',
  aliases: ['DL3002'],
  severity: 'info',
  since: '0.1.0',
  why: 'The last USER of the image is who its program runs as. A program that runs as root has more power inside the container, and outside when something breaks, than it needs.',
  bad: ['FROM alpine\nUSER root\n', 'FROM alpine\nUSER app\nRUN make\nUSER 0:0\n'],
  good: [
    'FROM alpine\nUSER root\nRUN apk add curl\nUSER app\n',
    'FROM alpine AS build\nUSER root\nFROM alpine\nUSER app\n',
    'FROM alpine\n',
  ],
  check: (dockerfile, facts) => {
    const last = dockerfile.stages.at(-1);
    const command = conversion(dockerfile, facts).commands.findLast(
      ({ base, instruction }) => base.stage === last && instruction.name === 'USER',
    );
    const word = command?.instruction.words[0];
    if (command === undefined || word === undefined || !/^(?:root|0)(?::|$)/.test(command.valueOf(word)))
      return [];
    return [
      {
        span: command.locate(word.span),
        message: t(
          'The program of this image runs as "{0}", with more power than it needs; end with a USER of its own.',
          command.valueOf(word),
        ),
      },
    ];
  },
};
