import { FoldingRangeKind, type FoldingRange } from 'vscode-languageserver-types';
import type { Dockerfile } from '../dockerfile/tree';

/** Stages, instructions of several lines, heredocs, runs of comments, and `# region` … `# endregion`. */
export function foldingRanges(dockerfile: Dockerfile): FoldingRange[] {
  const ranges: FoldingRange[] = [];
  const fold = (startLine: number, endLine: number, kind?: FoldingRangeKind) => {
    if (startLine < endLine) ranges.push({ startLine, endLine, ...(kind ? { kind } : {}) });
  };
  for (const stage of dockerfile.stages) {
    const last = stage.instructions.at(-1);
    if (last) fold(stage.from.firstLine, last.lastLine);
  }
  for (const instruction of dockerfile.instructions) {
    const isStage = instruction.name === 'FROM';
    if (!isStage) fold(instruction.firstLine, instruction.lastLine);
    const { heredocs } = instruction.trigger ?? instruction;
    for (const { bodySpan, terminatorSpan } of heredocs) {
      const first = dockerfile.lines.lineAt(bodySpan.start);
      // A single heredoc folds with its instruction unless that has several lines before it.
      if (first - 1 === instruction.firstLine && heredocs.length === 1) continue;
      if (terminatorSpan) fold(first - 1, dockerfile.lines.lineAt(terminatorSpan.start));
    }
  }
  commentRanges(dockerfile, fold);
  return ranges;
}

function commentRanges(
  dockerfile: Dockerfile,
  fold: (start: number, end: number, kind: FoldingRangeKind) => void,
): void {
  const regions: number[] = [];
  // No comment stands on the line before this one.
  let first = -2;
  let last = -2;
  const close = () => fold(first, last, FoldingRangeKind.Comment);
  for (const { text, line } of dockerfile.comments) {
    const mark = /^#?(end)?region\b/i.exec(text);
    if (mark) {
      close();
      first = last = line;
      if (!mark[1]) regions.push(line);
      else {
        const start = regions.pop();
        if (start !== undefined) fold(start, line, FoldingRangeKind.Region);
      }
      continue;
    }
    if (line !== last + 1) {
      close();
      first = line;
    }
    last = line;
  }
  close();
}
