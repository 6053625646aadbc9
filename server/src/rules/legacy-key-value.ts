import { t } from '../text';
import { conversion } from './builder/conversion';
import type { Rule } from './rule';

export const legacyKeyValue: Rule = {
  id: 'legacy-key-value',
  aliases: ['LegacyKeyValueFormat'],
  severity: 'warning',
  since: '0.1.0',
  why: 'Without `=` the whole rest of the line is the value, quotes, comments and later `KEY=value` pairs included. The form with `=` can set several at once and says where a value ends.',
  bad: [
    'FROM alpine\nENV LANG C.UTF-8\n',
    'FROM alpine\nLABEL description a small image\n',
    'FROM alpine\nENV NOTE "quoted" $HOME\n',
  ],
  good: ['FROM alpine\nENV LANG=C.UTF-8\nLABEL description="a small image"\n'],
  fixed: [
    'FROM alpine\nENV LANG=C.UTF-8\n',
    'FROM alpine\nLABEL description="a small image"\n',
    'FROM alpine\nENV NOTE="quoted $HOME"\n',
  ],
  check: (dockerfile, facts) =>
    conversion(dockerfile, facts).commands.flatMap((command) => {
      const { instruction, expansions } = command;
      const [pair] = instruction.pairs;
      if (
        (instruction.name !== 'ENV' && instruction.name !== 'LABEL') ||
        pair?.legacy !== true ||
        pair.value === undefined
      )
        return [];
      const { keyword } = instruction;
      const value = rewritten(pair.value.text, dockerfile.escape);
      const hasFailed = expansions.some(({ error }) => error !== undefined);
      const isOneLine = dockerfile.lines.lineAt(pair.span.start) === dockerfile.lines.lineAt(pair.span.end);
      return {
        span: command.locate(pair.span),
        message: t(
          '"{0}" and its value are separated by a blank, so the rest of the line is the value; write {0}=….',
          pair.key.text,
        ),
        fixes:
          value === undefined || hasFailed || !isOneLine || command.isTrigger
            ? []
            : [
                {
                  title: t('Write with "="'),
                  edits: [{ span: pair.span, text: `${pair.key.text}=${value}` }],
                  safe: true,
                },
              ],
        buildkit: {
          rule: 'LegacyKeyValueFormat',
          detail: `"${keyword} key=value" should be used instead of legacy "${keyword} key value" format`,
          lines: command.lines,
          at: command.at(1000),
          ...(command.isTrigger ? {} : { skippedAt: instruction }),
        },
      };
    }),
};

/** The value as one word that the builder expands to the same; undefined where that would take more than quotes. */
function rewritten(text: string, escape: string): string | undefined {
  if (!/[\s"'#]/.test(text) && !text.includes(escape) && !text.includes('${')) return text;
  // One quoted word stays as it is.
  if (/^"[^"]*"$/.test(text) && !text.includes(escape)) return text;
  if (/^'[^']*'$/.test(text)) return text;
  if (text.includes(escape) || text.includes("'") || text.includes('${')) {
    const isQuotable = !text.includes('"') && !text.includes("'") && !text.includes(escape);
    return isQuotable ? `"${text}"` : undefined;
  }
  // Quotes inside a longer value disappear in both forms.
  return `"${text.replaceAll('"', '')}"`;
}
