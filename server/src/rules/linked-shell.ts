import { t } from '../text';
import type { Rule } from './rule';
import { runCommands } from './shell/run-commands';

export const linkedShell: Rule = {
  id: 'linked-shell',
  aliases: ['DL4005'],
  severity: 'info',
  since: '0.1.0',
  why: 'Replacing /bin/sh changes every script of the image that was written for the old one, and an update of the package changes it back. SHELL says which shell RUN uses, and touches nothing else.',
  bad: [
    'FROM debian:12\nRUN ln -sf /bin/bash /bin/sh\n',
    'FROM debian:12\nRUN rm /bin/sh && ln -s /bin/bash /bin/sh\n',
  ],
  good: ['FROM debian:12\nSHELL ["/bin/bash", "-c"]\nRUN ln -s /bin/sh /usr/local/bin/shell\n'],
  check: (dockerfile) =>
    runCommands(dockerfile).flatMap(({ name, args, command, run }) => {
      const words = args.filter(({ text }) => !text.startsWith('-'));
      const [target, link] = words;
      if (name !== 'ln' || target === undefined || link?.text !== '/bin/sh') return [];
      const { instruction } = run;
      const isAlone =
        run.commands.length === 1 &&
        instruction.form === 'shell' &&
        dockerfile.instructions[instruction.index] === instruction;
      const program = target.text.startsWith('/') ? target.text : `/bin/${target.text}`;
      return {
        span: command.span,
        message: t(
          'This changes the shell of every script in the image; use SHELL to choose the one for RUN.',
        ),
        fixes:
          isAlone && target.isStatic
            ? [
                {
                  title: t('Use SHELL instead'),
                  edits: [{ span: instruction.span, text: `SHELL [${JSON.stringify(program)}, "-c"]` }],
                  safe: false,
                },
              ]
            : [],
      };
    }),
};
