import { t } from '../text';
import { conversion } from './builder/conversion';
import type { Rule } from './rule';

export const shellFormInScratch: Rule = {
  id: 'shell-form-in-scratch',
  aliases: [],
  severity: 'warning',
  since: '0.1.0',
  why: '`FROM scratch` is empty: there is no /bin/sh to run a command in shell form, and nothing else either. Copy a program into it first and run it in exec form.',
  bad: ['FROM scratch\nRUN echo hello\n', 'FROM scratch\nCMD echo hello\n'],
  good: [
    'FROM scratch\nCOPY app /app\nCMD ["/app"]\n',
    'FROM scratch\nADD rootfs.tar.gz /\nRUN echo hello\n',
  ],
  check: (dockerfile, facts) => {
    const filled = new Set<number>();
    return conversion(dockerfile, facts).commands.flatMap((command) => {
      const { instruction, base } = command;
      const { name, form, keywordSpan, body } = instruction;
      const { stage, parent } = base;
      if (name === 'COPY' || name === 'ADD') filled.add(stage.index);
      if (parent !== undefined ? filled.has(parent.stage.index) : stage.image?.text !== 'scratch')
        filled.add(stage.index);
      if (
        !['RUN', 'CMD', 'ENTRYPOINT'].includes(name) ||
        form === 'exec' ||
        body.text === '' ||
        filled.has(stage.index)
      )
        return [];
      return {
        span: command.locate(keywordSpan),
        message: t(
          'This stage is FROM scratch and nothing has been copied into it, so there is no shell for "{0}"; use exec form with a program of your own.',
          body.text,
        ),
      };
    });
  },
};
