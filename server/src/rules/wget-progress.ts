import { imageOf } from '../dockerfile/stages';
import { t } from '../text';
import type { Rule } from './rule';
import { hasFlag, runCommands } from './shell/run-commands';

export const wgetProgress: Rule = {
  id: 'wget-progress',
  aliases: ['DL3047'],
  severity: 'off',
  since: '0.1.0',
  why: 'wget draws a progress bar, and in the log of a build each step of it is a line. The wget of Alpine and BusyBox knows only `-q`.',
  bad: [
    'FROM debian:12\nRUN wget https://example.com/x\n',
    'FROM debian:12\nRUN wget -O x https://example.com/x\n',
    'FROM alpine:3.20\nRUN wget https://example.com/x\n',
  ],
  good: [
    'FROM debian:12\nRUN wget -q a && wget -nv b && wget --progress=dot:giga c && wget -qO- d && wget -o log e\n',
  ],
  fixed: [
    'FROM debian:12\nRUN wget --progress=dot:giga https://example.com/x\n',
    'FROM debian:12\nRUN wget --progress=dot:giga -O x https://example.com/x\n',
    'FROM alpine:3.20\nRUN wget -q https://example.com/x\n',
  ],
  check: (dockerfile) =>
    runCommands(dockerfile).flatMap((command) => {
      const { name, nameSpan, run, args } = command;
      const isQuiet =
        hasFlag(
          command,
          '-q',
          '--quiet',
          '-nv',
          '--no-verbose',
          '--progress',
          '-o',
          '--output-file',
          '-a',
          '--append-output',
        ) || args.some(({ text }) => /^--(?:version|help|spider)$/.test(text));
      if (name !== 'wget' || isQuiet) return [];
      const typed = dockerfile.text.slice(nameSpan.start, nameSpan.end);
      const canEdit = run.instruction.form !== 'exec' && typed.endsWith(name);
      // BusyBox knows no --progress.
      const image = (run.stage && imageOf(dockerfile, run.stage)) ?? '';
      const flag = /alpine|busybox/.test(image) ? '-q' : '--progress=dot:giga';
      const at = { start: nameSpan.end, end: nameSpan.end };
      return {
        span: nameSpan,
        message: t('wget fills the log of the build with its progress bar; add {0}.', flag),
        fixes: canEdit
          ? [
              {
                title: t('Add {0}', flag),
                edits: [{ span: at, text: ` ${flag}` }],
                safe: true,
              },
            ]
          : [],
      };
    }),
};
