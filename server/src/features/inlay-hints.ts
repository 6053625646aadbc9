import { InlayHintKind, type InlayHint } from 'vscode-languageserver-types';
import type { BuildFacts } from '../dockerfile/build-scope';
import { environmentBefore } from '../dockerfile/environment';
import type { Dockerfile, Instruction, Span, Word } from '../dockerfile/tree';
import { expand, references } from '../dockerfile/variables';
import { t } from '../text';

/** Longest value that is shown, in UTF-16 units. */
const longest = 60;

/** Instructions in which the builder replaces variables, in words with one value each or in the values of pairs. */
const expandedInstructions = new Set([
  'ARG',
  'ENV',
  'LABEL',
  'FROM',
  'WORKDIR',
  'USER',
  'EXPOSE',
  'COPY',
  'ADD',
  'VOLUME',
  'STOPSIGNAL',
]);

/** Behind a word with variables what it comes to, and behind a stage without a name its index. */
export function inlayHints(dockerfile: Dockerfile, within: Span, facts?: BuildFacts): InlayHint[] {
  const hints: InlayHint[] = [];
  const isSeen = ({ start, end }: Span) => start <= within.end && within.start <= end;
  for (const instruction of dockerfile.instructions) {
    if (!isSeen(instruction.span)) continue;
    if (!expandedInstructions.has(instruction.name)) continue;
    for (const word of valueWords(instruction)) {
      const value = valueOf(dockerfile, instruction, word, facts);
      if (value === undefined) continue;
      hints.push({
        position: dockerfile.lines.positionAt(word.span.end),
        label: `= ${value.length > longest ? `${value.slice(0, longest - 1)}…` : value}`,
        tooltip: t('What the builder makes of it with the values that are known'),
        paddingLeft: true,
      });
    }
    if (instruction.name === 'FROM') addIndex(hints, dockerfile, instruction);
  }
  return hints;
}

function valueWords({ pairs, words }: Instruction): readonly Word[] {
  return pairs.length > 0 ? pairs.flatMap(({ value }) => value ?? []) : words;
}

function addIndex(hints: InlayHint[], dockerfile: Dockerfile, instruction: Instruction): void {
  const stage = dockerfile.stages[instruction.stage];
  if (!stage || stage.name !== undefined || dockerfile.stages.length < 2 || !stage.image) return;
  hints.push({
    position: dockerfile.lines.positionAt(instruction.span.end),
    label: t('stage {0}', stage.index),
    tooltip: t('COPY --from={0} copies from this stage; AS gives it a name', stage.index),
    kind: InlayHintKind.Parameter,
    paddingLeft: true,
  });
}

/** The value of a word with variables; undefined without any, and where one is not known. */
function valueOf(
  dockerfile: Dockerfile,
  instruction: Instruction,
  word: Word,
  facts: BuildFacts | undefined,
): string | undefined {
  if (!word.text.includes('$')) return undefined;
  const used = references(word, dockerfile);
  if (used.length === 0) return undefined;
  const environment = environmentBefore(dockerfile, instruction, facts);
  const isKnown = ({ name }: { name: string }) => {
    const variable = environment.get(name);
    // Many base images have a PATH of their own.
    return variable?.value !== undefined && !(name === 'PATH' && variable.kind === 'base');
  };
  if (!used.every(isKnown)) return undefined;
  const { value, error } = expand(word, dockerfile.escape, environment.env);
  return error || value === '' || value === word.text ? undefined : value;
}
