import type { Dockerfile, Instruction, Mapped, Stage } from '../../dockerfile/tree';
import type { Placed } from './conversion';
import { stageByReference } from '../../dockerfile/stages';
import { flagWord } from '../../dockerfile/variable-uses';
import { expand } from '../../dockerfile/variables';
import { mountFields } from './mount-fields';

/** Another stage or image that an instruction takes files from. */
export interface Source {
  readonly place: Placed;
  /** The stage that the instruction stands in (or is triggered in). */
  readonly stage: Stage;
  readonly kind: 'copy' | 'mount';
  /** What stands behind `--from=` or `from=`. */
  readonly word: Mapped;
  readonly target:
    | { readonly kind: 'stage'; readonly stage: Stage }
    | { readonly kind: 'image'; readonly name: string }
    /** BuildKit's sentence, which it gives without a place. */
    | { readonly kind: 'invalid'; readonly reason: 'variable' | 'index' | 'syntax'; readonly detail: string };
}

/** In the order in which BuildKit resolves them. */
export function sourcesOf(
  dockerfile: Dockerfile,
  stage: Stage,
  places: readonly Placed[],
): readonly Source[] {
  return places.flatMap((place): Source[] => {
    const { instruction } = place;
    if (instruction.name === 'COPY') {
      const flag = instruction.flags.findLast(({ name }) => name === 'from');
      const word = flag && flagWord(flag);
      if (word === undefined || word.text === '') return [];
      return [{ place, stage, kind: 'copy', word, target: copyTarget(dockerfile, word, instruction) }];
    }
    if (instruction.name !== 'RUN') return [];
    return instruction.flags.flatMap((flag): Source[] => {
      if (flag.name !== 'mount' || flag.value === undefined) return [];
      const word = mountFields(flag).findLast(({ key }) => key === 'from')?.value;
      // A variable in a mount's `from` is refused while parsing.
      if (word === undefined || word.text === '' || /\$./.test(word.text)) return [];
      const named = stageByReference(dockerfile, word, { from: 'mount', at: instruction });
      const target = named
        ? ({ kind: 'stage', stage: named } as const)
        : ({ kind: 'image', name: word.text } as const);
      return [{ place, stage, kind: 'mount', word, target }];
    });
  });
}

function copyTarget(dockerfile: Dockerfile, word: Mapped, at: Instruction): Source['target'] {
  const { text } = word;
  const expansion = expand(word, dockerfile.escape, new Map());
  if (expansion.error !== undefined)
    return { kind: 'invalid', reason: 'syntax', detail: expansion.error.message };
  if (expansion.value !== text) {
    const detail =
      'variable expansion is not supported for --from, define a new stage with FROM using ARG from global scope as a workaround';
    return { kind: 'invalid', reason: 'variable', detail };
  }
  const stage = stageByReference(dockerfile, word, { from: 'COPY', at });
  if (stage !== undefined) return { kind: 'stage', stage };
  if (!/^[+-]?\d+$/.test(text)) return { kind: 'image', name: text };
  return { kind: 'invalid', reason: 'index', detail: `invalid stage index ${Number(text)}` };
}
