import { t } from '../text';
import { flagsOf } from './builder/instructions';
import { wordWithBlank } from './builder/removal';
import type { Rule } from './rule';

/** The command of a HEALTHCHECK has flags of its own, so it is left alone. */
const affected = new Set(['ADD', 'COPY', 'FROM']);

export const misplacedFlag: Rule = {
  id: 'misplaced-flag',
  aliases: [],
  severity: 'warning',
  since: '0.1.0',
  why: 'Flags end at the first argument. What looks like a flag after it is taken as one more path or word, silently.',
  bad: ['FROM alpine\nCOPY app --chown=1000 /app\n'],
  good: [
    'FROM alpine\nCOPY --chown=1000 app /app\n',
    'FROM alpine\nCOPY -- --chown=1000 /app/\n',
    'FROM alpine\nHEALTHCHECK CMD curl --retries=3 http://localhost\n',
  ],
  fixed: ['FROM alpine\nCOPY --chown=1000 app /app\n'],
  check: (dockerfile) =>
    dockerfile.instructions.flatMap((outer) => {
      const instruction = outer.trigger ?? outer;
      const { name, words, form } = instruction;
      const first = words[0];
      if (!affected.has(name) || form === 'exec' || first === undefined) return [];
      if (/(?:^|\s)--\s/.test(dockerfile.text.slice(instruction.keywordSpan.end, first.span.start)))
        return [];
      return words.slice(1).flatMap((word) => {
        const flag = /^--([a-z-]+)(?:=|$)/.exec(word.text)?.[1];
        if (flag === undefined || !flagsOf(name).has(flag)) return [];
        const place = { start: first.span.start, end: first.span.start };
        return {
          span: word.span,
          message: t(
            '"{0}" stands after the first argument of {1} and is taken as one more; move it in front of "{2}".',
            word.text,
            name,
            first.text,
          ),
          fixes: [
            {
              title: t('Move {0} to the front', `--${flag}`),
              edits: [
                { span: place, text: `${word.text} ` },
                { span: wordWithBlank(dockerfile, word.span), text: '' },
              ],
              safe: true,
            },
          ],
        };
      });
    }),
};
