import { parse } from '../server/src/dockerfile/parse';
import { format, formatOnType, type FormatStyle } from '../server/src/features/format';
import { fixture } from './fixture';

/** What an editor with four blanks and no settings of its own asks for. */
export const plainStyle: FormatStyle = {
  indent: '    ',
  tabSize: 4,
  keywordCase: 'upper',
  keepRunBlanks: false,
};

/** The text after formatting. */
export function formatted(text: string, style: Partial<FormatStyle> = {}): string {
  const dockerfile = parse(text);
  return applied(text, format(dockerfile, { ...plainStyle, ...style }));

  function applied(before: string, edits: ReturnType<typeof format>): string {
    let [result, at] = ['', 0];
    for (const { range, newText } of edits) {
      result += before.slice(at, dockerfile.lines.offsetAt(range.start)) + newText;
      at = dockerfile.lines.offsetAt(range.end);
    }
    return result + before.slice(at);
  }
}

/** The text after the line break before `<|>` was typed. */
export function formattedOnType(marked: string): string {
  const { text, offset } = fixture(marked);
  const dockerfile = parse(text);
  const [edit] = formatOnType(dockerfile, offset, plainStyle);
  if (!edit) return text;
  const { start, end } = edit.range;
  return (
    text.slice(0, dockerfile.lines.offsetAt(start)) +
    edit.newText +
    text.slice(dockerfile.lines.offsetAt(end))
  );
}
