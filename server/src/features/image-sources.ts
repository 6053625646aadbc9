import type { SuggestionSources } from '../registry/suggest';
import type { FeatureFacts } from './facts';

/** What suggestions for images are made from, without the images of other files. */
export function imageSources(facts: FeatureFacts): Omit<SuggestionSources, 'used'> {
  const { images, localImages, registryTags, registryDigest } = facts;
  return {
    ...(images ? { catalogue: images } : {}),
    ...(localImages ? { localImages } : {}),
    ...(registryTags ? { registryTags } : {}),
    ...(registryDigest ? { registryDigest } : {}),
    today: imageDay(facts),
  };
}

/** The day by which support is judged: today, or where that is not known the day of the offline data. */
export function imageDay({ today, images }: FeatureFacts): string {
  return today ?? images?.date ?? '1970-01-01';
}
