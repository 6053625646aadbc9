import type { SelectionRange } from 'vscode-languageserver-types';
import { nodeAt } from '../dockerfile/position';
import { shellOf } from '../dockerfile/shell';
import type { Dockerfile, Span } from '../dockerfile/tree';
import { rangeOf } from './diagnostics';

/** What a selection grows to, step by step: word, option, flag or command, arguments, instruction, stage, file. */
export function selectionRanges(dockerfile: Dockerfile, offsets: readonly number[]): SelectionRange[] {
  return offsets.map((offset) => {
    let chain: SelectionRange | undefined;
    for (const span of enclosing(dockerfile, offset).reverse()) {
      const range = rangeOf(dockerfile, span);
      chain = chain ? { range, parent: chain } : { range };
    }
    return chain ?? { range: rangeOf(dockerfile, { start: 0, end: dockerfile.text.length }) };
  });
}

/** The spans around the offset, the smallest first, each within the next. */
function enclosing(dockerfile: Dockerfile, offset: number): Span[] {
  const node = nodeAt(dockerfile, offset);
  const spans: Span[] = [node.span];
  const inner = 'instruction' in node ? node.instruction : undefined;
  if (node.kind === 'directive-name' || node.kind === 'directive-value') spans.push(node.directive.span);
  if (inner) {
    const instruction = dockerfile.instructions[inner.index] ?? inner;
    for (const { span, nameSpan, valueSpan } of inner.flags) spans.push(nameSpan, valueSpan ?? span, span);
    for (const { span, key, value } of inner.pairs) spans.push(key.span, value?.span ?? span, span);
    for (const { span } of inner.words) spans.push(span);
    const shell = shellOf(dockerfile, instruction);
    for (const { span, args, nameSpan } of shell?.commands ?? []) {
      spans.push(span, ...args.map((argument) => argument.span), ...(nameSpan ? [nameSpan] : []));
    }
    for (const { span } of shell?.variables ?? []) spans.push(span);
    spans.push(inner.body.span, inner.rest.span, inner.span, instruction.span);
    const stage = dockerfile.stages[instruction.stage];
    if (stage) spans.push(stage.span);
  }
  spans.push({ start: 0, end: dockerfile.text.length });
  return nested(spans, offset);
}

/** Only spans that hold the offset, each strictly larger than the one before and around it. */
function nested(spans: readonly Span[], offset: number): Span[] {
  const result: Span[] = [];
  const around = spans
    .filter(({ start, end }) => start <= offset && offset <= end && start < end)
    .sort((one, other) => one.end - one.start - (other.end - other.start));
  for (const span of around) {
    const last = result.at(-1);
    const isLarger = !last || (span.start <= last.start && last.end <= span.end);
    if (isLarger && (last?.start !== span.start || last.end !== span.end)) result.push(span);
  }
  return result;
}
