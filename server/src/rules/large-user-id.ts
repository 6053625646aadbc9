import { t } from '../text';
import type { Rule } from './rule';
import { hasFlag, runCommands } from './shell/run-commands';

export const largeUserId: Rule = {
  id: 'large-user-id',
  aliases: ['DL3046'],
  severity: 'info',
  since: '0.1.0',
  why: 'useradd writes login records into files that are indexed by the number of the user: sparse on a disk, but a layer stores every byte, hundreds of megabytes for a large number. `--no-log-init` leaves them out.',
  bad: ['FROM debian:12\nRUN useradd -u 123456 app\n', 'FROM debian:12\nRUN useradd --uid=1000000 app\n'],
  good: [
    'FROM debian:12\nRUN useradd -u 1000 a && useradd -l -u 123456 b && useradd --no-log-init --uid 123456 c\n',
    'FROM alpine:3.20\nRUN adduser -u 123456 -D app\n',
  ],
  fixed: [
    'FROM debian:12\nRUN useradd --no-log-init -u 123456 app\n',
    'FROM debian:12\nRUN useradd --no-log-init --uid=1000000 app\n',
  ],
  check: (dockerfile) =>
    runCommands(dockerfile).flatMap((command) => {
      const { name, nameSpan, args, run } = command;
      if (name !== 'useradd' || hasFlag(command, '-l', '--no-log-init')) return [];
      const id = args.find(
        ({ text }, index) =>
          /^--uid=\d{6,}$/.test(text) ||
          (/^\d{6,}$/.test(text) && /^(?:-[a-zA-Z]*u|--uid)$/.test(args[index - 1]?.text ?? '')),
      );
      if (id === undefined) return [];
      const canEdit =
        run.instruction.form !== 'exec' && dockerfile.text.slice(nameSpan.start, nameSpan.end).endsWith(name);
      const at = { start: nameSpan.end, end: nameSpan.end };
      return {
        span: id.span,
        message: t(
          'The login records for a number as large as {0} fill the layer; add --no-log-init.',
          id.text.replace('--uid=', ''),
        ),
        fixes: canEdit
          ? [
              {
                title: t('Add {0}', '--no-log-init'),
                edits: [{ span: at, text: ' --no-log-init' }],
                safe: true,
              },
            ]
          : [],
      };
    }),
};
