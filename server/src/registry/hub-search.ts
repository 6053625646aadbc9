import type { RegistryAccess } from './access';
import { items, members, parseJson } from './json';
import { requireFound } from './listing';
import { referenceOf } from './reference';

/** A repository that a search of Docker Hub found. Its texts are anybody's: escape them. */
export interface HubRepository {
  /** As people write it: `node`, `acme/api`. */
  readonly name: string;
  readonly description: string;
  readonly stars: number;
  readonly isOfficial: boolean;
}

const mostBytes = 512 * 1024;
const longestText = 100;

/** The first page of Docker Hub's search, which is all that it gives to the anonymous. Throws like `listTags`. */
export async function searchHub(
  access: RegistryAccess,
  text: string,
  signal?: AbortSignal,
): Promise<readonly HubRepository[]> {
  const hub = { domain: 'docker.io', path: '' };
  const query = new URLSearchParams({ query: text.slice(0, longestText), page_size: '50' });
  const url = `https://hub.docker.com/v2/search/repositories/?${query.toString()}`;
  const response = await access.askApi(hub, url, mostBytes, signal);
  requireFound(response, hub);
  return items(members(parseJson(response.body))['results'])
    .map(members)
    .flatMap((entry): HubRepository[] => {
      const {
        repo_name: name,
        short_description: description,
        star_count: stars,
        is_official: isOfficial,
      } = entry;
      // A name that is no reference would come into the user's file.
      const reference = typeof name === 'string' ? referenceOf(name) : undefined;
      return reference
        ? [
            {
              name: reference.familiarName,
              description: typeof description === 'string' ? description : '',
              stars: typeof stars === 'number' ? stars : 0,
              isOfficial: isOfficial === true,
            },
          ]
        : [];
    });
}
