import { t } from '../text';
import { parsed, rejects } from './builder/parsed';
import type { Rule } from './rule';

export const shellNotJson: Rule = {
  id: 'shell-not-json',
  aliases: ['SHELL_JSON_FORM', 'SHELL_REQUIRES_ONE'],
  severity: 'error',
  since: '0.1.0',
  why: 'SHELL names a program and its arguments one by one, as a JSON array of strings in double quotes.',
  bad: ['FROM alpine\nSHELL /bin/bash -c\n', "FROM alpine\nSHELL ['/bin/bash', '-c']\n"],
  good: ['FROM alpine\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\n'],
  fixed: ['FROM alpine\nSHELL ["/bin/bash", "-c"]\n'],
  check: (dockerfile, facts) =>
    parsed(dockerfile, facts).flatMap((parse) => {
      const { name, form, body } = parse.instruction;
      if (name !== 'SHELL' || form === 'exec' || body.text === '') return [];
      const span = parse.locate(body.span);
      // What looks like an array is repaired by malformed-json.
      const isPlain = !/["'[\]$\\`]/.test(body.text);
      const array = `[${body.text
        .split(/\s+/)
        .map((word) => JSON.stringify(word))
        .join(', ')}]`;
      return {
        span,
        message: t(
          'SHELL must be a JSON array, so the build stops at "{0}"; write the program and its arguments as strings in double quotes.',
          body.text,
        ),
        fixes: isPlain ? [{ title: t('Write {0}', array), edits: [{ span, text: array }], safe: true }] : [],
        buildkit: rejects(parse, 'SHELL requires the arguments to be in JSON form', 2),
      };
    }),
};
