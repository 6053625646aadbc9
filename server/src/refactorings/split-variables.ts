import { t } from '../text';
import { commentsWithin, lineBreak, selected, textOf } from './places';
import type { Refactoring } from './refactoring';
import { readsEarlier } from './variable-lists';

/** `ENV a=1 b=2` becomes an instruction a variable; LABEL and ARG likewise. */
export const splitVariables: Refactoring = {
  id: 'split-variables',
  kind: 'rewrite',
  offer: (dockerfile, span) =>
    selected(dockerfile, span).flatMap((instruction) => {
      const { name, keyword, pairs } = instruction;
      if (pairs.length < 2 || !['ENV', 'LABEL', 'ARG'].includes(name)) return [];
      if (name === 'ENV' && readsEarlier(dockerfile, [instruction])) return [];
      const lines: string[] = [];
      let done = instruction.span.start;
      for (const pair of pairs) {
        const comments = commentsWithin(dockerfile, { start: done, end: pair.span.end });
        lines.push(...comments.map((comment) => textOf(dockerfile, comment.span)));
        lines.push(`${keyword} ${textOf(dockerfile, pair.span)}`);
        done = pair.span.end;
      }
      return [
        {
          title: t('Split into {0} {1} instructions', pairs.length, name),
          edits: [{ span: instruction.span, text: lines.join(lineBreak(dockerfile)) }],
        },
      ];
    }),
};
