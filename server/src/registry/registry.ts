import { registryAccess } from './access';
import type { AccessPolicy } from './access';
import { answers } from './answers';
import type { Answer, HostStates } from './answers';
import type { TagInfo } from './catalogue';
import { apiHost } from './hosts';
import { searchHub } from './hub-search';
import type { HubRepository } from './hub-search';
import { listTags } from './listing';
import { fetchConfig, fetchDigest } from './manifest';
import type { RemoteImageConfig } from './manifest';
import type { ImageReference } from './reference';
import type { HttpTransport } from './transport';

export interface RegistryOptions {
  readonly transport: HttpTransport;
  readonly policy: AccessPolicy;
  /** Tag lists that anybody may see are kept here between sessions; without it in memory only. */
  readonly cacheFolder?: string;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/**
 * What registries say of images. Nothing is asked but when one of these functions is called, and only what the
 * policy allows. None of them throws: an answer bears what is known, and why there is no more.
 */
export interface Registry {
  /** All tags with what the registry tells of each; asked anew when they are older than an hour. */
  readonly tags: (image: ImageReference, signal?: AbortSignal) => Promise<Answer<readonly TagInfo[]>>;
  /** The tags as far as they are known already: what a completion list can be made of at once. */
  readonly knownTags: (image: ImageReference) => readonly TagInfo[] | undefined;
  /** The digest that the image's tag has now (`sha256:…`). */
  readonly digest: (image: ImageReference, signal?: AbortSignal) => Promise<Answer<string>>;
  /** What the image sets, for a platform such as `linux/amd64`. On Docker Hub this counts as one pull. */
  readonly config: (
    image: ImageReference,
    platform: string,
    signal?: AbortSignal,
  ) => Promise<Answer<RemoteImageConfig>>;
  /** Searches Docker Hub; only ever because the user chose to. */
  readonly search: (text: string, signal?: AbortSignal) => Promise<Answer<readonly HubRepository[]>>;
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

export function registry({ transport, policy, cacheFolder, now = Date.now }: RegistryOptions): Registry {
  const access = registryAccess({ transport, policy, now });
  const hosts: HostStates = new Map();
  const tagLists = answers<readonly TagInfo[]>({
    freshMs: hour,
    staleMs: 30 * day,
    folder: cacheFolder,
    hosts,
    now,
  });
  const digests = answers<string>({ freshMs: 10 * minute, staleMs: day, hosts, now });
  const configs = answers<RemoteImageConfig>({ freshMs: hour, staleMs: day, hosts, now });
  const searches = answers<readonly HubRepository[]>({ freshMs: hour, staleMs: day, hosts, now });
  const tagsOf = ({ domain, path }: ImageReference) => ({ key: `${domain}/${path}`, host: apiHost(domain) });
  const nameOf = ({ domain, path, tag, digest }: ImageReference) =>
    `${domain}/${path}${digest ? `@${digest}` : `:${tag ?? 'latest'}`}`;

  return {
    tags: (image, signal) =>
      tagLists.get(
        tagsOf(image),
        async (stop) => {
          const { tags, isPrivate } = await listTags(access, image, stop);
          return { value: tags, isPrivate };
        },
        signal,
      ),
    knownTags: (image) => tagLists.known(tagsOf(image)),
    digest(image, signal) {
      // What is pinned already may have moved: the tag is asked, where there is one.
      const { digest, ...tagged } = image;
      const asked =
        image.tag === undefined && digest !== undefined ? image : { ...tagged, digest: undefined };
      return digests.get(
        { key: nameOf(asked), host: apiHost(image.domain) },
        async (stop) => {
          const found = await fetchDigest(access, asked, stop);
          return { value: found.digest, isPrivate: found.isPrivate };
        },
        signal,
      );
    },
    config: (image, platform, signal) =>
      configs.get(
        { key: `${nameOf(image)} ${platform}`, host: apiHost(image.domain) },
        async (stop) => {
          const value = await fetchConfig(access, image, platform, stop);
          return { value, isPrivate: value.isPrivate };
        },
        signal,
      ),
    search: (text, signal) =>
      searches.get(
        { key: text, host: 'hub.docker.com' },
        async (stop) => ({ value: await searchHub(access, text, stop), isPrivate: false }),
        signal,
      ),
  };
}
