import { t } from '../text';
import { commentAbove } from './builder/comment-above';
import { conversion } from './builder/conversion';
import { nearest } from './builder/nearest';
import type { Rule } from './rule';

const names = new Set([
  ...'ABRT ALRM BUS CHLD CLD CONT FPE HUP ILL INT IO IOT KILL PIPE POLL PROF PWR QUIT SEGV STKFLT STOP SYS TERM TRAP TSTP TTIN TTOU URG USR1 USR2 VTALRM WINCH XCPU XFSZ RTMIN RTMAX'.split(
    ' ',
  ),
  ...Array.from({ length: 15 }, (_, index) => `RTMIN+${index + 1}`),
  ...Array.from({ length: 14 }, (_, index) => `RTMAX-${index + 1}`),
]);
const unstoppable = new Set(['KILL', '9', 'STOP', '19']);

export const invalidStopSignal: Rule = {
  id: 'invalid-stop-signal',
  aliases: ['INVALID_SIGNAL', 'ARGUMENT_EXTRA'],
  severity: 'error',
  since: '0.1.0',
  why: 'STOPSIGNAL takes a signal of Linux by number or name, in any case, with or without `SIG`; the whole rest of the line is that name. KILL and STOP cannot be caught, so a program gets no chance to end in order.',
  bad: [
    'FROM alpine\nSTOPSIGNAL SIGFOO\n',
    'FROM alpine\nSTOPSIGNAL 0\n',
    'FROM alpine\nSTOPSIGNAL SIGTERM # please\n',
    'FROM alpine\nSTOPSIGNAL SIGKILL\n',
  ],
  good: [
    'FROM alpine\nSTOPSIGNAL SIGTERM\n',
    'FROM alpine\nSTOPSIGNAL term\n',
    'FROM alpine\nSTOPSIGNAL 99\n',
    'FROM alpine\nSTOPSIGNAL SIGRTMIN+3\n',
  ],
  fixed: [
    'FROM alpine\nSTOPSIGNAL SIGFOO\n',
    'FROM alpine\nSTOPSIGNAL 0\n',
    'FROM alpine\n# please\nSTOPSIGNAL SIGTERM\n',
  ],
  check: (dockerfile, facts) =>
    conversion(dockerfile, facts).commands.flatMap((command) => {
      const [expanded] = command.expansions;
      if (command.instruction.name !== 'STOPSIGNAL' || expanded === undefined || expanded.error !== undefined)
        return [];
      const { value, word } = expanded;
      const span = command.locate(word.span);
      const name = value.toUpperCase().replace(/^SIG/, '');
      if (unstoppable.has(name)) {
        return {
          span,
          severity: 'warning' as const,
          message: t(
            'No program can react to {0}, so the container ends without cleaning up; use SIGTERM or SIGINT.',
            value,
          ),
        };
      }
      const isValid = /^[+-]?\d+$/.test(value) ? Number(value) !== 0 : names.has(name);
      if (isValid) return [];
      const match = nearest(name, names);
      const hash = word.text.indexOf('#');
      return {
        span,
        message: value.includes('#')
          ? t(
              '"{0}" is the name of no signal, so the build stops here; put the comment on a line of its own.',
              value,
            )
          : match === undefined
            ? t('"{0}" is the name of no signal, so the build stops here; write for example SIGTERM.', value)
            : t(
                '"{0}" is the name of no signal, so the build stops here; did you mean "SIG{1}"?',
                value,
                match,
              ),
        fixes:
          hash > 0 && !command.isTrigger
            ? commentAbove(dockerfile, command.instruction, word.at(hash))
            : match === undefined || word.text !== value
              ? []
              : [
                  {
                    title: t('Change to {0}', `SIG${match}`),
                    edits: [{ span, text: `SIG${match}` }],
                    safe: false,
                  },
                ],
        buildkit: { detail: `invalid signal: ${value}`, lines: command.lines, at: command.at(1000) },
      };
    }),
};
