import { t } from '../text';
import type { Rule } from './rule';

export const directiveCasing: Rule = {
  id: 'directive-casing',
  aliases: ['CASING_DIRECTIVE'],
  severity: 'hint',
  since: '0.1.0',
  why: 'BuildKit reads directives in any case, but people and other tools look for them in lower case.',
  bad: ['# Escape=`\nFROM alpine\n'],
  good: ['# escape=`\nFROM alpine\n'],
  fixed: ['# escape=`\nFROM alpine\n'],
  check: ({ directives, text }) =>
    directives.flatMap(({ name, nameSpan }) => {
      const typed = text.slice(nameSpan.start, nameSpan.end);
      if (typed === name) return [];
      return {
        span: nameSpan,
        message: t('"{0}" is usually written "{1}"; write it so that every tool finds it.', typed, name),
        fixes: [{ title: t('Write {0}', name), edits: [{ span: nameSpan, text: name }], safe: true }],
      };
    }),
};
