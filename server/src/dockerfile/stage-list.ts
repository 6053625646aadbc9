import type { Instruction, Stage } from './tree';

/** The stages of a file: one for each FROM, with what follows it. */
export function stageList(instructions: readonly Instruction[]): readonly Stage[] {
  const stages: Stage[] = [];
  for (let index = 0; index < instructions.length;) {
    const from = instructions[index];
    let end = index + 1;
    while (end < instructions.length && instructions[end]?.name !== 'FROM') end++;
    if (from?.name === 'FROM') stages.push(stage(from, instructions.slice(index, end)));
    index = end;
  }
  return stages;
}

function stage(from: Instruction, instructions: readonly Instruction[]): Stage {
  const [image, as, name] = from.words;
  const named = as?.value.toLowerCase() === 'as' ? name : undefined;
  return {
    index: from.stage,
    name: named?.value.toLowerCase(),
    nameSpan: named?.span,
    from,
    image,
    instructions,
    span: { start: from.span.start, end: (instructions.at(-1) ?? from).span.end },
  };
}
