import { t } from '../text';
import { commentsWithin, lineBreak, neighbours, textOf } from './places';
import type { Refactoring } from './refactoring';
import { readsEarlier } from './variable-lists';

/** ENVs, or LABELs, that follow each other become one instruction. */
export const joinVariables: Refactoring = {
  id: 'join-variables',
  kind: 'rewrite',
  offer: (dockerfile, span) => {
    const all = neighbours(
      dockerfile,
      span,
      ({ name, stage, pairs }, first) =>
        (name === 'ENV' || name === 'LABEL') &&
        name === first.name &&
        stage === first.stage &&
        pairs.length > 0 &&
        pairs.every(({ legacy, value }) => !legacy && value !== undefined),
    );
    const [first] = all;
    const last = all.at(-1);
    if (first === undefined || last === undefined) return [];
    if (first.name === 'ENV' && readsEarlier(dockerfile, all)) return [];
    const lines: string[] = [];
    let text = `${first.keyword} `;
    let done = first.span.start;
    const pairs = all.flatMap((each) => each.pairs);
    pairs.forEach((pair, index) => {
      const comments = commentsWithin(dockerfile, { start: done, end: pair.span.end });
      if (comments.length > 0 && index === 0) {
        lines.push(`${text}${dockerfile.escape}`);
        text = '    ';
      }
      lines.push(...comments.map((comment) => textOf(dockerfile, comment.span)));
      lines.push(
        `${text}${textOf(dockerfile, pair.span)}${index < pairs.length - 1 ? ` ${dockerfile.escape}` : ''}`,
      );
      text = '    ';
      done = pair.span.end;
    });
    return [
      {
        title: t('Join {0} {1} instructions', all.length, first.name),
        edits: [
          { span: { start: first.span.start, end: last.span.end }, text: lines.join(lineBreak(dockerfile)) },
        ],
      },
    ];
  },
};
