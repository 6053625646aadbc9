import { t } from '../text';
import { copied } from './builder/copied';
import type { Rule } from './rule';

export const fileAsDirectory: Rule = {
  id: 'file-as-directory',
  aliases: ['DL3021', 'INVALID_DESTINATION'],
  severity: 'warning',
  since: '0.1.0',
  why: 'Several sources need a folder to go to. BuildKit makes one whatever the name looks like; the classic builder and readers expect a slash at its end.',
  bad: ['FROM alpine\nCOPY a b /app\n', 'FROM alpine\nCOPY ["a", "b", "/app"]\n'],
  good: [
    'FROM alpine\nCOPY a b /app/\n',
    'FROM alpine\nCOPY a b .\n',
    'FROM alpine\nCOPY a /app\n',
    'FROM alpine\nCOPY a b $DEST\n',
  ],
  fixed: ['FROM alpine\nCOPY a b /app/\n', 'FROM alpine\nCOPY ["a", "b", "/app/"]\n'],
  check: (dockerfile, facts) =>
    copied(dockerfile, facts).flatMap(({ command, isAdd, sources, destination }) => {
      const { instruction } = command;
      const { value, word } = destination;
      const count = sources.length + instruction.heredocs.length;
      if (count < 2 || /[/\\]$/.test(value) || word.text.includes('$') || /(?:^|\/)\.{1,2}$/.test(value))
        return [];
      const span = command.locate(word.span);
      const end = instruction.form === 'shell' && /["']$/.test(word.text) ? span.end - 1 : span.end;
      return {
        span,
        message: t(
          '{0} has {1} sources, so "{2}" is a folder; end it with a slash.',
          isAdd ? 'ADD' : 'COPY',
          count,
          value,
        ),
        fixes: command.isTrigger
          ? []
          : [{ title: t('Add a slash'), edits: [{ span: { start: end, end }, text: '/' }], safe: true }],
      };
    }),
};
