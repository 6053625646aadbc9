import type { Dockerfile, Stage, Word } from '../../dockerfile/tree';
import type { Facts } from '../rule';
import { conversion } from './conversion';
import { type ImageParts, imageParts } from './image-parts';

/** A FROM that starts from an image, and not from a stage or from scratch. */
export interface BaseImage extends ImageParts {
  readonly stage: Stage;
  readonly word: Word;
  /** With its variables replaced by their defaults. */
  readonly name: string;
}

export function baseImages(dockerfile: Dockerfile, facts: Facts): readonly BaseImage[] {
  return conversion(dockerfile, facts).bases.flatMap(({ stage, name, parent }): BaseImage[] => {
    const { image } = stage;
    if (image === undefined || name === undefined || parent !== undefined || name.value === 'scratch')
      return [];
    const parts = imageParts(name.value);
    return parts === undefined ? [] : [{ ...parts, stage, word: image, name: name.value }];
  });
}
