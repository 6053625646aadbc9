import type { InstructionSyntax } from './instruction';
import { contentEnd, lineFeedFrom } from './logical-line';
import { ownCopy } from './own-copy';
import { spanOf } from './place';
import type { Heredoc, Span } from './tree';

/**
 * The heredocs of an instruction whose logical line starts at `offset` and is followed by the line at `next`: each body
 * in turn, up to a line that is the name. An unterminated one takes the rest of the file, as it does for BuildKit.
 */
export function readHeredocs(
  text: string,
  syntax: InstructionSyntax,
  offset: number,
  next: number,
): { readonly heredocs: readonly Heredoc[]; readonly next: number } {
  let position = next;
  const heredocs = syntax.heredocs.map((operator): Heredoc => {
    const { name, fd, expand, stripTabs, start, nameStart, end } = operator;
    const body = readBody(text, position, name, stripTabs);
    position = body.next;
    const content = text.slice(body.span.start, body.span.end);
    return {
      name,
      fd,
      expand,
      stripTabs,
      operatorSpan: spanOf(syntax.line, { start, end }, offset),
      nameSpan: spanOf(syntax.line, { start: nameStart, end }, offset),
      bodySpan: body.span,
      body: ownCopy(stripTabs ? content.replace(/^\t+/gm, '') : content),
      terminatorSpan: body.terminator,
    };
  });
  return { heredocs, next: position };
}

function readBody(
  text: string,
  start: number,
  name: string,
  stripTabs: boolean,
): { span: Span; terminator: Span | undefined; next: number } {
  for (let position = start; position < text.length;) {
    const lineFeed = lineFeedFrom(text, position);
    const end = contentEnd(text, position, lineFeed);
    let content = position;
    while (stripTabs && text[content] === '\t') content++;
    if (end - content === name.length && text.startsWith(name, content)) {
      const next = Math.min(lineFeed + 1, text.length);
      return { span: { start, end: position }, terminator: { start: content, end }, next };
    }
    position = lineFeed + 1;
  }
  return {
    span: { start: Math.min(start, text.length), end: text.length },
    terminator: undefined,
    next: text.length,
  };
}
