import type { WorkspaceDockerfile } from '../features/workspace-symbols';
import { referenceOf } from '../registry/reference';
import type { Wishes } from './wishes';

export interface UsedImages {
  /** What the other Dockerfiles of the workspace are built on, as written there, the most used first. */
  of(uri: string): readonly string[];
}

export function usedImages(
  dockerfiles: () => Promise<readonly WorkspaceDockerfile[]>,
  wishes: Wishes,
): UsedImages {
  let known: readonly WorkspaceDockerfile[] = [];
  return {
    of: (uri) => {
      wishes.add('used images', async () => {
        const before = known;
        known = await dockerfiles();
        return (
          known.length !== before.length ||
          known.some((file, index) => file.dockerfile !== before[index]?.dockerfile)
        );
      });
      const uses = new Map<string, number>();
      for (const { dockerfile } of known.filter((file) => file.uri !== uri)) {
        const stages = new Set(dockerfile.stages.map(({ name }) => name?.toLowerCase()));
        for (const { image } of dockerfile.stages) {
          const text = image?.text;
          if (text === undefined || stages.has(text.toLowerCase()) || text === 'scratch') continue;
          if (referenceOf(text)) uses.set(text, (uses.get(text) ?? 0) + 1);
        }
      }
      return [...uses].sort(([, a], [, b]) => b - a).map(([image]) => image);
    },
  };
}
