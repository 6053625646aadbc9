import { t } from '../text';
import type { Rule } from './rule';
import { runCommands } from './shell/run-commands';

export const setPassword: Rule = {
  id: 'set-password',
  aliases: [],
  severity: 'info',
  since: '0.1.0',
  why: 'A password set in a build is the same in every container, and its hash, often the password itself, can be read from the image. Containers need no passwords: nobody logs in.',
  bad: [
    'FROM debian:12\nRUN echo "root:secret" | chpasswd\n',
    'FROM debian:12\nRUN useradd -p "$HASH" app\n',
    'FROM debian:12\nRUN passwd -d app\n',
  ],
  good: [
    'FROM debian:12\nRUN useradd -m app && passwd -l root\n',
    'FROM debian:12\nRUN --mount=type=secret,id=p chpasswd < /run/secrets/p\n',
  ],
  check: (dockerfile) =>
    runCommands(dockerfile).flatMap(({ name, nameSpan, args, run }) => {
      const hasSecret = run.instruction.flags.some(
        (flag) => flag.name === 'mount' && flag.value?.includes('type=secret'),
      );
      const sets =
        /^chpasswd(?:\.sh)?$/.test(name) ||
        (name === 'passwd' && args.some(({ text }) => /^(?:-d|--delete|--stdin)$/.test(text))) ||
        (/^(?:useradd|usermod)$/.test(name) &&
          args.some(({ text }) => /^(?:-p|--password(?:=.*)?)$/.test(text)));
      return sets && !hasSecret
        ? [
            {
              span: nameSpan,
              message: t('"{0}" puts the same password into every container; leave users without one.', name),
            },
          ]
        : [];
    }),
};
