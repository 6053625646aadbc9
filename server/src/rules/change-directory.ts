import { t } from '../text';
import type { Rule } from './rule';
import { runsOf } from './shell/run-commands';

export const changeDirectory: Rule = {
  id: 'change-directory',
  aliases: ['DL3003'],
  severity: 'info',
  since: '0.1.0',
  why: 'cd holds only until its RUN ends: the next one begins in WORKDIR again. A RUN that is only a cd, or ends with one, does nothing by it; one that begins with a cd says with WORKDIR where it and the next ones work.',
  bad: [
    'FROM alpine:3.20\nRUN cd /app\n',
    'FROM alpine:3.20\nRUN cd /app && make\n',
    'FROM alpine:3.20\nRUN make && cd /app\n',
  ],
  good: [
    'FROM alpine:3.20\nWORKDIR /app\nRUN make\n',
    'FROM alpine:3.20\nRUN apk add git && cd /app && make\n',
    'FROM alpine:3.20\nRUN (cd /app && make) && make install\n',
  ],
  check: (dockerfile) =>
    runsOf(dockerfile).flatMap(({ commands, instruction, shell }) => {
      const outer = commands.filter(({ command }) => command.inside.length === 0);
      const first = outer[0];
      const last = outer.at(-1);
      const cd = [first, last].find((command) => command?.name === 'cd');
      if (cd === undefined || shell.script === undefined) return [];
      const [directory] = cd.args;
      const isUseless = cd === last;
      const before = instruction.keywordSpan.start;
      const next = commands[commands.indexOf(cd) + 1]?.command;
      const canMove =
        !isUseless &&
        instruction.heredocs.length === 0 &&
        dockerfile.instructions[instruction.index] === instruction &&
        directory?.isStatic === true &&
        cd.args.length === 1 &&
        /^\/[\w./-]*$/.test(directory.text) &&
        cd.command.redirects.length === 0 &&
        next?.connection === 'and';
      return {
        span: cd.command.span,
        message: isUseless
          ? t('The next instruction begins in WORKDIR again, so this cd changes nothing; use WORKDIR.')
          : t('cd holds only for this RUN; set WORKDIR before it.'),
        fixes: canMove
          ? [
              {
                title: t('Set WORKDIR before'),
                edits: [
                  { span: { start: before, end: before }, text: `WORKDIR ${directory.text}\n` },
                  { span: { start: cd.command.span.start, end: next.span.start }, text: '' },
                ],
                safe: false,
              },
            ]
          : [],
      };
    }),
};
