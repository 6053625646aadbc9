import { join } from 'node:path';
import type { FeatureFacts } from '../features/facts';
import { stateFolder } from '../layers/record';
import type { ImageCatalogue, TagInfo } from '../registry/catalogue';
import { apiHost } from '../registry/hosts';
import type { RegistryProblem } from '../registry/problem';
import type { ImageReference } from '../registry/reference';
import type { Registry } from '../registry/registry';
import { readTags } from '../registry/suggest';
import type { HttpTransport } from '../registry/transport';
import { userRegistry, type RegistrySettings } from '../registry/user-registry';
import { t } from '../text';
import type { Wishes } from './wishes';

/** Shorter lists are read when they are first shown. */
const longList = 1000;

export interface RegistryFacts extends Required<
  Pick<FeatureFacts, 'registryTags' | 'registryDigest' | 'registryNote'>
> {
  readonly registry: Registry;
}

export interface RegistryFactsOptions {
  readonly allowed: () => boolean;
  readonly settings: () => RegistrySettings;
  readonly catalogue: () => ImageCatalogue | undefined;
  readonly today: () => string;
  /** The editor's way to the network, where it has one. */
  readonly transport: HttpTransport | undefined;
  readonly wishes: Wishes;
}

/** What registries say, as plain values: what is known at once, and a wish for what is not. */
export function registryFacts(options: RegistryFactsOptions): RegistryFacts {
  const { wishes, allowed, settings, transport } = options;
  const registry = userRegistry({
    isTrusted: allowed,
    settings,
    cacheFolder: join(stateFolder(), 'registry'),
    ...(transport ? { transport } : {}),
  });
  const digests = new Map<string, string>();
  const problems = new Map<string, RegistryProblem>();
  const pending = new Map<string, number>();
  const ready = new WeakSet<readonly TagInfo[]>();

  /** Puts a question and tells whether there is news. */
  const ask = async (
    image: ImageReference,
    question: () => Promise<{ readonly problem: RegistryProblem | undefined; readonly isNews: boolean }>,
  ): Promise<boolean> => {
    const key = keyOf(image);
    const before = problems.get(key)?.message;
    const wasPending = pending.has(key);
    pending.set(key, (pending.get(key) ?? 0) + 1);
    const { problem, isNews } = await question();
    if (problem) problems.set(key, problem);
    else problems.delete(key);
    const left = (pending.get(key) ?? 1) - 1;
    if (left > 0) pending.set(key, left);
    else pending.delete(key);
    return isNews || wasPending || problem?.message !== before;
  };

  const knownTags = (image: ImageReference) => {
    const tags = registry.knownTags(image);
    return tags && isReady(tags) ? tags : undefined;
  };
  const listTags = (image: ImageReference) => {
    const before = knownTags(image);
    return ask(image, async () => {
      const { value: tags, problem } = await registry.tags(image);
      if (tags && !isReady(tags)) {
        const catalogue = options.catalogue();
        const sources = {
          ...(catalogue ? { catalogue } : {}),
          registryTags: () => tags,
          today: options.today(),
        };
        await readTags(image, sources, () => new Promise((resolve) => setImmediate(resolve)));
        ready.add(tags);
      }
      return { problem, isNews: tags !== before };
    });
  };
  const isReady = (tags: readonly TagInfo[]) => tags.length < longList || ready.has(tags);

  return {
    registry,
    registryTags: (image) => {
      wishes.add(`tags ${keyOf(image)}`, () => listTags(image));
      return knownTags(image);
    },
    registryDigest: (image) => {
      const key = `${keyOf(image)}:${image.tag ?? 'latest'}`;
      wishes.add(`digest ${key}`, () =>
        ask(image, async () => {
          const { value, problem } = await registry.digest(image);
          const isNews = value !== digests.get(key);
          if (value !== undefined) digests.set(key, value);
          return { problem, isNews };
        }),
      );
      return digests.get(key);
    },
    registryNote: (image) => {
      if (!allowed()) return { text: t('Registries are asked in trusted workspaces only.') };
      if (pending.has(keyOf(image))) {
        return { text: t('{0} has not answered yet.', apiHost(image.domain)) };
      }
      const problem = problems.get(keyOf(image));
      return (
        problem && {
          text: problem.message,
          ...(problem.kind === 'host-not-trusted' ? { untrustedHost: image.domain } : {}),
        }
      );
    },
  };
}

function keyOf({ domain, path }: ImageReference): string {
  return `${domain}/${path}`;
}
