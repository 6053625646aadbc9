import { t } from '../text';
import { conversion } from './builder/conversion';
import type { Rule } from './rule';

export const systemWorkdir: Rule = {
  id: 'system-workdir',
  aliases: [],
  severity: 'warning',
  since: '0.1.0',
  why: '/proc, /sys and /dev are made anew for every container, so that what a build puts there is gone; /boot and the like belong to the system.',
  bad: ['FROM alpine\nWORKDIR /proc/self\n', 'FROM alpine\nWORKDIR /dev\n'],
  good: ['FROM alpine\nWORKDIR /device\nWORKDIR /app/proc\n'],
  check: (dockerfile, facts) =>
    conversion(dockerfile, facts).commands.flatMap((command) => {
      const word = command.instruction.words[0];
      if (command.instruction.name !== 'WORKDIR' || word === undefined) return [];
      const [, directory] =
        /^\/(proc|sys|dev|boot|initrd|lost\+found)(?:\/|$)/.exec(command.valueOf(word)) ?? [];
      if (directory === undefined) return [];
      return {
        span: command.locate(word.span),
        message: t(
          '/{0} belongs to the system, and what is put there does not stay; work elsewhere.',
          directory,
        ),
      };
    }),
};
