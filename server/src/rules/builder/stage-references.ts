import type { Dockerfile, Mapped } from '../../dockerfile/tree';
import { flagWord } from './bases';
import { mountFields } from './mount-fields';

export interface StageReference {
  readonly word: Mapped;
  readonly kind: 'from' | 'copy' | 'mount';
  /** Index of the stage that the reference stands in; for FROM, the stage that it begins. */
  readonly stage: number;
}

/** Words that may name a stage: the image of a FROM, `COPY --from`, `from=` in a mount. */
export function stageReferences({ instructions }: Dockerfile): readonly StageReference[] {
  return instructions.flatMap((outer): readonly StageReference[] => {
    const instruction = outer.trigger ?? outer;
    const { name, words, flags, stage } = instruction;
    if (name === 'FROM') return words[0] === undefined ? [] : [{ word: words[0], kind: 'from', stage }];
    return flags.flatMap((flag): readonly StageReference[] => {
      if (flag.value === undefined) return [];
      if (name === 'COPY' && flag.name === 'from')
        return [{ word: flagWord(flag, flag.value), kind: 'copy', stage }];
      if (name !== 'RUN' || flag.name !== 'mount') return [];
      return mountFields(flag, flag.value).flatMap(({ key, value }) =>
        key === 'from' && value !== undefined ? [{ word: value, kind: 'mount' as const, stage }] : [],
      );
    });
  });
}
