import { SymbolKind, type DocumentSymbol } from 'vscode-languageserver-types';
import type { Dockerfile, Instruction, Stage } from '../dockerfile/tree';
import { rangeOf } from './diagnostics';

const kinds: Readonly<Record<string, SymbolKind>> = {
  ARG: SymbolKind.Variable,
  ENV: SymbolKind.Variable,
  LABEL: SymbolKind.Property,
  RUN: SymbolKind.Function,
  COPY: SymbolKind.File,
  ADD: SymbolKind.File,
  CMD: SymbolKind.Event,
  ENTRYPOINT: SymbolKind.Event,
  HEALTHCHECK: SymbolKind.Event,
  EXPOSE: SymbolKind.Interface,
  VOLUME: SymbolKind.Field,
};

/** The outline: stages with their instructions in them, and what stands before the first stage. */
export function documentSymbols(dockerfile: Dockerfile): DocumentSymbol[] {
  const before = dockerfile.instructions.filter(({ stage }) => stage < 0);
  return [
    ...before.map((instruction) => instructionSymbol(dockerfile, instruction)),
    ...dockerfile.stages.map((stage) => stageSymbol(dockerfile, stage)),
  ];
}

function stageSymbol(dockerfile: Dockerfile, stage: Stage): DocumentSymbol {
  const last = stage.instructions.at(-1) ?? stage.from;
  return {
    name:
      dockerfile.stages.length === 1 && stage.name === undefined
        ? 'FROM'
        : (stage.name ?? String(stage.index)),
    detail: stage.image?.text ?? '',
    kind: SymbolKind.Module,
    range: rangeOf(dockerfile, { start: stage.from.span.start, end: last.span.end }),
    selectionRange: rangeOf(dockerfile, stage.nameSpan ?? stage.image?.span ?? stage.from.keywordSpan),
    children: stage.instructions
      .filter((instruction) => instruction !== stage.from)
      .map((instruction) => instructionSymbol(dockerfile, instruction)),
  };
}

function instructionSymbol(dockerfile: Dockerfile, instruction: Instruction): DocumentSymbol {
  return {
    name: instruction.name,
    detail: short(instruction.body.text),
    kind: kinds[instruction.name] ?? SymbolKind.Constant,
    range: rangeOf(dockerfile, instruction.span),
    selectionRange: rangeOf(dockerfile, instruction.keywordSpan),
  };
}

function short(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}
