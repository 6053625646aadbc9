import { t } from '../text';
import { commentAbove } from './builder/comment-above';
import { exposedPorts } from './builder/exposed';
import type { Rule } from './rule';

export const invalidPort: Rule = {
  id: 'invalid-port',
  aliases: ['DL3011', 'INVALID_PORT', 'INVALID_PROTO'],
  severity: 'error',
  since: '0.1.0',
  why: 'EXPOSE takes port numbers from 0 to 65535 or ranges of them, each with `/tcp`, `/udp` or `/sctp` at most, separated by blanks. Anything else, a comment behind them too, stops the build.',
  bad: [
    'FROM alpine\nEXPOSE 80,443\n',
    'FROM alpine\nEXPOSE 70000\n',
    'FROM alpine\nEXPOSE 80/http\n',
    'FROM alpine\nEXPOSE 90-80\n',
    'FROM alpine\nEXPOSE 80 # web\n',
  ],
  good: [
    'FROM alpine\nEXPOSE 80 443/tcp 53/UDP 8000-8010 0\n',
    'FROM alpine\nEXPOSE $PORT\n',
    'FROM alpine\nENV PORT="80 443"\nEXPOSE $PORT\n',
  ],
  fixed: [
    'FROM alpine\nEXPOSE 80,443\n',
    'FROM alpine\nEXPOSE 70000\n',
    'FROM alpine\nEXPOSE 80/http\n',
    'FROM alpine\nEXPOSE 90-80\n',
    'FROM alpine\n# web\nEXPOSE 80\n',
  ],
  check: (dockerfile, facts) =>
    exposedPorts(dockerfile, facts).flatMap(
      ({ problem, isEarly, command, word, text, step, protocol, container }) => {
        if (problem === undefined) return [];
        const { instruction, isTrigger } = command;
        const comment = instruction.words.find((each) => each.text.startsWith('#'));
        // What follows the `#` belongs to the same comment.
        if (comment !== undefined && word.span.start > comment.span.start) return [];
        const shown = text === word.text ? text : `${word.text} (${text})`;
        return {
          span: command.locate(word.span),
          message: text.startsWith('#')
            ? t(
                '"{0}" is an argument of EXPOSE and not a comment, so the build stops here; put the comment on a line of its own.',
                text,
              )
            : isEarly && container !== ''
              ? t(
                  '"{0}" is no protocol that EXPOSE knows, so the build stops here; write tcp, udp or sctp.',
                  protocol,
                )
              : text.includes(',')
                ? t('"{0}" is no port, so the build stops here; separate ports by blanks.', shown)
                : t(
                    '"{0}" is no port, so the build stops here; write numbers from 0 to 65535, or a range such as 8000-8010.',
                    shown,
                  ),
          fixes:
            word === comment && !isTrigger ? commentAbove(dockerfile, instruction, comment.span.start) : [],
          buildkit: { detail: problem, lines: command.lines, at: command.at(isEarly ? step : step + 3) },
        };
      },
    ),
};
