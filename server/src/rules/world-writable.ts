import { t } from '../text';
import type { Finding, Rule } from './rule';
import { runCommands } from './shell/run-commands';

/** Modes that let everyone write; with the sticky bit, as for /tmp, they are meant. */
const everyone = /^0?[0-7]?[0-7][2367]$|^(?:\w*,)*(?:a|o|ugo|)\+\w*w/;

export const worldWritable: Rule = {
  id: 'world-writable',
  aliases: [],
  severity: 'info',
  since: '0.1.0',
  why: 'What everyone may write, a program that was broken into may replace. Give the files to the user that needs them (`--chown`), or to the group 0 where the platform chooses the user.',
  bad: [
    'FROM alpine\nRUN chmod -R 777 /app\n',
    'FROM alpine\nCOPY --chmod=777 a /a\n',
    'FROM alpine\nRUN chmod a+rwx /app\n',
  ],
  good: [
    'FROM alpine\nRUN chmod 755 /app && chmod 1777 /tmp && chmod +x /a && chmod g+w /b && chmod 664 /c\n',
    'FROM alpine\nCOPY --chmod=755 a /a\n',
  ],
  check: (dockerfile) => [
    ...runCommands(dockerfile).flatMap(({ name, args }): Finding[] => {
      const mode = args.find(({ text }) => !/^-[a-zA-Z]+$|^--\w/.test(text));
      if (name !== 'chmod' || mode === undefined || !isOpen(mode.text)) return [];
      return [{ span: mode.span, message: messageFor(mode.text) }];
    }),
    ...dockerfile.instructions.flatMap(({ name, flags }) =>
      name !== 'COPY' && name !== 'ADD'
        ? []
        : flags.flatMap(({ name: flag, value, valueSpan }): Finding[] =>
            flag === 'chmod' && value !== undefined && valueSpan !== undefined && isOpen(value)
              ? [{ span: valueSpan, message: messageFor(value) }]
              : [],
          ),
    ),
  ],
};

function isOpen(mode: string): boolean {
  return everyone.test(mode) && !/^0?[1357][0-7]{3}$/.test(mode) && !/^\+\w*w/.test(mode);
}

function messageFor(mode: string): string {
  return t('Mode {0} lets every user change these files; give them to the user that needs them.', mode);
}
