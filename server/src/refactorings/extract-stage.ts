import { stageUses } from '../dockerfile/stages';
import type { Dockerfile, Instruction, Span, Stage } from '../dockerfile/tree';
import { t } from '../text';
import { lineBreak, selected } from './places';
import type { Refactoring } from './refactoring';

/**
 * The lines of a stage down to the selection become a stage of their own, on which the rest is built: other stages can
 * then begin from there too. With the cursor on a keyword, the line of the cursor belongs to the rest.
 */
export const extractStage: Refactoring = {
  id: 'extract-stage',
  kind: 'extract',
  offer: (dockerfile, span) => {
    const rest = firstOfRest(dockerfile, span);
    const stage = rest && dockerfile.stages[rest.stage];
    if (rest === undefined || stage === undefined || stage.image === undefined) return [];
    const upper = stage.instructions.filter(({ index }) => index < rest.index);
    const lower = stage.instructions.filter(({ index }) => index >= rest.index);
    if (upper.length < 2 || !survives(upper, lower) || isNumbered(dockerfile, stage)) return [];
    const name = freeName(dockerfile);
    const as = stage.from.keyword === stage.from.keyword.toLowerCase() ? 'as' : 'AS';
    const own = stage.nameSpan && dockerfile.text.slice(stage.nameSpan.start, stage.nameSpan.end);
    const at = dockerfile.lines.startOf((rest.commentsAbove[0] ?? { line: rest.firstLine }).line);
    const newLine = lineBreak(dockerfile);
    const from = `${stage.from.keyword} ${name}${own === undefined ? '' : ` ${as} ${own}`}`;
    return [
      {
        title: t('Extract the lines above into a stage of their own'),
        edits: [
          stage.nameSpan
            ? { span: stage.nameSpan, text: name }
            : { span: { start: stage.from.span.end, end: stage.from.span.end }, text: ` ${as} ${name}` },
          { span: { start: at, end: at }, text: `${newLine}${from}${newLine}` },
        ],
      },
    ];
  },
};

function firstOfRest(dockerfile: Dockerfile, span: Span): Instruction | undefined {
  const chosen = selected(dockerfile, span).filter(({ name }) => name !== 'FROM');
  if (span.start === span.end) {
    const [only] = chosen;
    return only !== undefined && span.start <= only.keywordSpan.end ? only : undefined;
  }
  const last = chosen.at(-1);
  const next = last && dockerfile.instructions[last.index + 1];
  return next !== undefined && next.stage === last?.stage ? next : undefined;
}

/** ONBUILD would act in the rest, and ENTRYPOINT takes back a CMD that comes from below. */
function survives(upper: readonly Instruction[], lower: readonly Instruction[]): boolean {
  const has = (where: readonly Instruction[], wanted: string) => where.some(({ name }) => name === wanted);
  return !has(upper, 'ONBUILD') && !(has(upper, 'CMD') && has(lower, 'ENTRYPOINT') && !has(lower, 'CMD'));
}

/** The number of this stage, or of one behind it, is used: one more stage would shift it. */
function isNumbered(dockerfile: Dockerfile, { index }: Stage): boolean {
  return dockerfile.instructions.some((instruction) =>
    stageUses(dockerfile, instruction).some(
      ({ kind, reference }) =>
        kind === 'COPY' && /^\+?\d+$/.test(reference.text) && Number(reference.text) >= index,
    ),
  );
}

/** A name that is neither a stage's nor an image's in this file. */
function freeName(dockerfile: Dockerfile): string {
  const taken = new Set(
    dockerfile.instructions.flatMap((instruction) =>
      stageUses(dockerfile, instruction).map(({ reference }) => reference.text.toLowerCase()),
    ),
  );
  for (const { name } of dockerfile.stages) if (name !== undefined) taken.add(name);
  let name = 'base';
  for (let number = 2; taken.has(name); number += 1) name = `base-${String(number)}`;
  return name;
}
