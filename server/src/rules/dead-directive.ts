import { t } from '../text';
import type { Rule } from './rule';

export const deadDirective: Rule = {
  id: 'dead-directive',
  aliases: [],
  severity: 'info',
  since: '0.1.0',
  why: 'Directives stand at the very top of the file. After a blank line, another comment or an instruction, `# syntax=` and `# escape=` are ordinary comments. (`# check=` above an instruction is for that instruction.)',
  bad: ['# The app\n# syntax=docker/dockerfile:1\nFROM alpine\n', '\n# escape=`\nFROM alpine\n'],
  good: [
    '# syntax=docker/dockerfile:1\n# escape=`\n# The app\nFROM alpine\n',
    'FROM alpine\n# check=skip=WorkdirRelativePath\nWORKDIR app\n',
  ],
  check: ({ comments, text, lines }) =>
    comments.flatMap(({ span, inside }) => {
      const match = /^#\s*(syntax|escape)\s*=\s*(\S+)\s*$/i.exec(text.slice(span.start, span.end));
      if (match === null || inside) return [];
      const name = match[1] ?? '';
      const isFirstOfName =
        comments.find((other) =>
          new RegExp(`^#\\s*${name}\\s*=`, 'i').test(text.slice(other.span.start, other.span.end)),
        )?.span === span;
      const line = lines.lineAt(span.start);
      const whole = {
        start: lines.startOf(line),
        end: line + 1 < lines.count ? lines.startOf(line + 1) : text.length,
      };
      return {
        span,
        message: t(
          'This is an ordinary comment, because the directive "{0}" must stand at the top of the file; move it there or delete it.',
          name,
        ),
        fixes: isFirstOfName
          ? [
              {
                title: t('Move to the top of the file'),
                edits: [
                  { span: { start: 0, end: 0 }, text: `${text.slice(span.start, span.end)}\n` },
                  { span: whole, text: '' },
                ],
                safe: false,
              },
            ]
          : [],
      };
    }),
};
