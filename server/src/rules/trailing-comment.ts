import type { Mapped } from '../dockerfile/tree';
import { t } from '../text';
import { commentAbove } from './builder/comment-above';
import type { Rule } from './rule';

/** Instructions that take the words of a trailing comment as arguments, silently; others stop at it. */
const silent = new Set(['ADD', 'COPY', 'USER', 'WORKDIR', 'ARG', 'VOLUME']);

export const trailingComment: Rule = {
  id: 'trailing-comment',
  aliases: [],
  severity: 'warning',
  since: '0.1.0',
  why: 'A `#` begins a comment only at the start of a line. Further right it is an argument like any other: COPY looks for files of that name, WORKDIR makes a folder with the comment in its name.',
  bad: [
    'FROM alpine\nCOPY a b/ # the app\n',
    'FROM alpine\nWORKDIR /app # home\n',
    'FROM alpine\nARG A=1 # one\n',
  ],
  good: [
    'FROM alpine\n# the app\nCOPY a b/\n',
    'FROM alpine\nWORKDIR /a#b\nRUN ls # all\n',
    'FROM alpine\nARG A="1 # one"\n',
  ],
  fixed: [
    'FROM alpine\n# the app\nCOPY a b/\n',
    'FROM alpine\n# home\nWORKDIR /app\n',
    'FROM alpine\n# one\nARG A=1\n',
  ],
  check: (dockerfile) =>
    dockerfile.instructions.flatMap((instruction) => {
      const { name, form, rest } = instruction;
      if (!silent.has(name) || form === 'exec') return [];
      const start = commentStart(rest);
      if (start === undefined) return [];
      const span = { start: rest.at(start), end: rest.span.end };
      return {
        span,
        message: t(
          '"{0}" is taken as an argument of {1} and not as a comment; move it to a line of its own.',
          rest.text.slice(start),
          name,
        ),
        fixes: commentAbove(dockerfile, instruction, span.start),
      };
    }),
};

/** Index of the first `#` that begins a word outside quotes and is followed by a blank. */
function commentStart({ text }: Mapped): number | undefined {
  let quote = '';
  for (let index = 0; index < text.length; index += 1) {
    const char = text[index] ?? '';
    if (quote !== '') {
      if (char === quote) quote = '';
    } else if (char === '"' || char === "'") {
      quote = char;
    } else if (
      char === '#' &&
      /\s/.test(text[index - 1] ?? '') &&
      /^#\s/.test(text.slice(index, index + 2))
    ) {
      return index;
    }
  }
  return undefined;
}
