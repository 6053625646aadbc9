import { t } from '../text';
import { asRead } from './builder/read';
import type { Rule } from './rule';

export const unterminatedHeredoc: Rule = {
  id: 'unterminated-heredoc',
  aliases: ['DL1000'],
  severity: 'error',
  since: '0.1.0',
  why: 'A heredoc ends at a line that holds its name alone, without blanks around it (tabs may stand before it after `<<-`). Without that line the rest of the file is swallowed. A `<<` with blanks around it, as in `$(( 1 << 2 ))`, begins a heredoc too.',
  bad: ['FROM alpine\nRUN <<EOF\necho hello\n', 'FROM alpine\nCOPY <<EOF /a\nhello\n EOF\n'],
  good: ['FROM alpine\nRUN <<EOF\necho hello\nEOF\n', 'FROM alpine\nRUN echo "a <<EOF b"\n'],
  check: (dockerfile) =>
    dockerfile.problems.flatMap((problem) => {
      if (problem.code !== 'unterminated-heredoc') return [];
      const { span } = problem;
      const heredoc = problem.instruction?.heredocs.find((each) => each.operatorSpan.start === span.start);
      if (!heredoc) return [];
      const end = dockerfile.text.length;
      const lineBreak = dockerfile.text.endsWith('\n') ? '' : '\n';
      return [
        {
          span,
          message: t(
            'No line holds "{0}" alone, so this heredoc swallows the rest of the file and the build stops; end it with that line.',
            heredoc.name,
          ),
          fixes: [
            {
              title: t('End the heredoc at the end of the file'),
              edits: [{ span: { start: end, end }, text: `${lineBreak}${heredoc.name}\n` }],
              safe: false,
            },
          ],
          buildkit: asRead(dockerfile, problem),
        },
      ];
    }),
};
