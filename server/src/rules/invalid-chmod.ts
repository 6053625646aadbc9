import { t } from '../text';
import { copied } from './builder/copied';
import type { Rule } from './rule';

export const invalidChmod: Rule = {
  id: 'invalid-chmod',
  aliases: [],
  severity: 'error',
  since: '0.1.0',
  why: '`--chmod` takes an octal number up to 7777, or changes as chmod(1) has them, such as `u+x` or `go-w`.',
  bad: [
    'FROM alpine\nCOPY --chmod=888 a b\n',
    'FROM alpine\nCOPY --chmod=rwx a b\n',
    'FROM alpine\nADD --chmod=10000 a b\n',
  ],
  good: [
    'FROM alpine\nCOPY --chmod=0755 a b\nCOPY --chmod=u+x,go-w a b\n',
    'FROM alpine\nARG MODE=644\nCOPY --chmod=$MODE a b\n',
  ],
  check: (dockerfile, facts) =>
    copied(dockerfile, facts).flatMap(({ command, flag }) => {
      const mode = flag('chmod');
      if (mode === undefined || mode.value === '') return [];
      const { value, word } = mode;
      const isNumber = /^\d/.test(value);
      if (isNumber ? /^[0-7]+$/.test(value) && parseInt(value, 8) <= 0o7777 : isSymbolic(value)) return [];
      return {
        span: command.locate(word.span),
        message: t(
          '"{0}" is no file mode, so the build stops here; write an octal number such as 0755, or changes such as u+x.',
          value,
        ),
        buildkit: {
          detail: isNumber
            ? `invalid chmod parameter: '${value}'. it should be octal string and between 0 and 07777`
            : 'invalid syntax',
          lines: command.lines,
          at: command.at(1001),
        },
      };
    }),
};

/** `who` letters, then operators with permissions or another class to copy; clauses are separated by commas. */
function isSymbolic(value: string): boolean {
  return value.split(',').every((clause) => /^[augo]*(?:[-+=][rwxXstugo]*)+$/.test(clause));
}
