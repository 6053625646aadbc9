import { t } from '../text';
import { conversion } from './builder/conversion';
import { isAbsolute } from './builder/path';
import type { Rule } from './rule';

export const relativeWorkdir: Rule = {
  id: 'relative-workdir',
  aliases: ['WorkdirRelativePath', 'DL3000', 'WORKDIR_IS_NOT_ABSOLUTE'],
  severity: 'warning',
  since: '0.1.0',
  why: 'A relative WORKDIR continues from the working directory of the base image, which may change with its next version. Only the first WORKDIR of a stage and of the stages that it builds on matters: once one is absolute, relative ones continue from it.',
  bad: ['FROM alpine\nWORKDIR app\n', 'FROM alpine\nWORKDIR $UNSET\n'],
  good: [
    'FROM alpine\nWORKDIR /app\nWORKDIR src\n',
    'FROM alpine\nENV HOME_DIR=/app\nWORKDIR $HOME_DIR\n',
    'FROM alpine AS base\nWORKDIR /app\nFROM base\nWORKDIR src\n',
  ],
  check: (dockerfile, facts) =>
    conversion(dockerfile, facts).commands.flatMap((command) => {
      const { instruction, before, base } = command;
      const [path] = instruction.words;
      if (instruction.name !== 'WORKDIR' || path === undefined || before.hasWorkdir) return [];
      const expanded = command.expansions[0];
      if (expanded?.error !== undefined) return [];
      const value = command.valueOf(path);
      if (isAbsolute(value, base.os)) return [];
      const span = command.locate(path.span);
      const isPlain = path.text === value && /^[\w.]/.test(value) && !/^\w:/.test(value);
      return {
        span,
        message:
          value === ''
            ? t(
                '"{0}" gives no path, so the working directory is whatever the base image has; write an absolute path.',
                path.text,
              )
            : /^[A-Za-z]:/.test(value) && base.os !== 'windows'
              ? t(
                  '"{0}" is an absolute path on Windows only, and this stage is built for {1}; write a path that begins with a slash.',
                  path.text,
                  base.os,
                )
              : value.startsWith('~')
                ? t(
                    '"{0}" is a folder of that name, since no shell replaces the "~"; write an absolute path.',
                    path.text,
                  )
                : t(
                    '"{0}" continues from the working directory of the base image, which may change; write an absolute path.',
                    path.text,
                  ),
        fixes: isPlain
          ? [
              {
                title: t('Write {0}', `/${value}`),
                edits: [{ span: { start: span.start, end: span.start }, text: '/' }],
                safe: false,
              },
            ]
          : [],
        buildkit: {
          rule: 'WorkdirRelativePath',
          detail: `Relative workdir ${JSON.stringify(value)} can have unexpected results if the base image changes`,
          lines: command.lines,
          at: command.at(1000),
          ...(command.isTrigger ? {} : { skippedAt: instruction }),
        },
      };
    }),
};
