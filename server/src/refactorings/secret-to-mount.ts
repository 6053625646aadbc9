import { environmentBefore } from '../dockerfile/environment';
import { stageChain } from '../dockerfile/stages';
import type { Dockerfile, Instruction, Pair } from '../dockerfile/tree';
import { variableUses } from '../dockerfile/variable-uses';
import { wholeLines, wordWithBlank } from '../rules/builder/removal';
import { isSecretName } from '../rules/builder/secret-name';
import { t } from '../text';
import { addMounts, runsFrom } from './mounts-of-runs';
import { knowsSyntax, selected } from './places';
import type { Offer, Refactoring } from './refactoring';

/** `ARG TOKEN` goes, and the RUNs that read `$TOKEN` get it from a secret mount, which leaves nothing in the image. */
export const secretToMount: Refactoring = {
  id: 'secret-to-mount',
  kind: 'rewrite',
  offer: (dockerfile, span) =>
    selected(dockerfile, span).flatMap((instruction) =>
      // `env=` came with 1.10.
      instruction.name === 'ARG' && instruction.stage >= 0 && knowsSyntax(dockerfile, 10)
        ? instruction.pairs.flatMap((pair) => offerFor(dockerfile, instruction, pair))
        : [],
    ),
};

function offerFor(dockerfile: Dockerfile, instruction: Instruction, pair: Pair): readonly Offer[] {
  const name = pair.key.text;
  const stage = dockerfile.stages[instruction.stage];
  if (stage === undefined || !isSecretName(name)) return [];
  const isBelow = (each: Instruction) => each.stage > instruction.stage || each.index > instruction.index;
  const readers = runsFrom(dockerfile, stage).filter(
    (run) => isBelow(run) && variableUses(dockerfile, run).some((use) => use.name === name),
  );
  const heirs = dockerfile.stages.filter((each) => stageChain(dockerfile, each).includes(stage));
  const isNeededElsewhere = heirs
    .flatMap(({ instructions }) => instructions)
    .some(
      (each) =>
        (each !== instruction && each.pairs.some(({ key }) => key.text === name)) ||
        variableUses(dockerfile, each).some((use) => use.name === name && use.expandedBy === 'builder'),
    );
  const isEnv = environmentBefore(dockerfile, instruction).get(name) !== undefined;
  if (readers.length === 0 || isNeededElsewhere || isEnv) return [];
  const id = name.toLowerCase();
  return [
    {
      title: t('Pass {0} as a secret mount (build with --secret {1})', name, `id=${id},env=${name}`),
      edits: [
        {
          span:
            instruction.pairs.length === 1
              ? wholeLines(dockerfile, instruction.firstLine, instruction.lastLine)
              : pairWithBlank(dockerfile, instruction, pair),
          text: '',
        },
        ...readers.map((run) => addMounts(dockerfile, run, [`type=secret,id=${id},env=${name}`])),
      ],
    },
  ];
}

/** The pair with the blanks to the next one, or from the one before. */
function pairWithBlank(dockerfile: Dockerfile, { pairs }: Instruction, pair: Pair) {
  const index = pairs.indexOf(pair);
  const next = pairs[index + 1];
  const before = pairs[index - 1];
  if (next !== undefined) return { start: pair.span.start, end: next.span.start };
  return before === undefined
    ? wordWithBlank(dockerfile, pair.span)
    : { start: before.span.end, end: pair.span.end };
}
