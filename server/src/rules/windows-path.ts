import { t } from '../text';
import { conversion } from './builder/conversion';
import { pathWords } from './builder/dispatch';
import { windowsPathProblem } from './builder/path';
import type { Rule } from './rule';

export const windowsPath: Rule = {
  id: 'windows-path',
  aliases: [],
  severity: 'error',
  since: '0.1.0',
  why: 'In a Windows image, paths lie on drive C:. Other drives, network paths and a drive without a path stop the build.',
  bad: [
    'FROM --platform=windows/amd64 windows\nWORKDIR D:/app\n',
    'FROM --platform=windows/amd64 windows\nCOPY a //server/share/\n',
  ],
  good: [
    'FROM --platform=windows/amd64 windows\nWORKDIR C:/app\nCOPY a /app/\n',
    'FROM alpine\nWORKDIR /D:/app\n',
  ],
  check: (dockerfile, facts) =>
    conversion(dockerfile, facts).commands.flatMap((command) => {
      const { instruction, base, expansions } = command;
      if (base.os !== 'windows' || expansions.some(({ error }) => error !== undefined)) return [];
      const { name } = instruction;
      const word =
        name === 'WORKDIR'
          ? instruction.words[0]
          : name === 'COPY' || name === 'ADD'
            ? pathWords(instruction).at(-1)
            : undefined;
      const value = word === undefined ? undefined : command.valueOf(word);
      const problem = value === undefined ? undefined : windowsPathProblem(value);
      if (word === undefined || value === undefined || problem === undefined) return [];
      const prefix = name === 'WORKDIR' ? 'normalizing workdir: normalizing working directory: ' : '';
      return {
        span: command.locate(word.span),
        message: t(
          '"{0}" is no path that a Windows image can have ({1}), so the build stops here; use drive C:.',
          value,
          problem,
        ),
        buildkit: {
          detail: `${prefix}removing drive letter: ${problem}`,
          lines: command.lines,
          at: command.at(1001),
        },
      };
    }),
};
