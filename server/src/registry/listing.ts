import { t } from '../text';
import type { RegistryAccess, RegistryAnswer, Repository } from './access';
import type { TagInfo } from './catalogue';
import { apiHost } from './hosts';
import { items, members, parseJson } from './json';
import { RegistryProblem } from './problem';
import { isTag } from './reference';
import type { HttpResponse } from './transport';

/** What a registry lists of a repository. */
export interface Listing {
  readonly tags: readonly TagInfo[];
  /** It was got with the user's credential. */
  readonly isPrivate: boolean;
  /** There are more tags than we read. */
  readonly isPartial: boolean;
}

/** Limits of one listing: what is more is left out, not an error. */
const mostPages = 20;
const mostTags = 20_000;
const mostPageBytes = 2 * 1024 * 1024;
const mostBytes = 8 * 1024 * 1024;
const pageSize = 1000;

/** All tags of a repository, with what its registry tells beside the names. Throws a `RegistryProblem` or a `TransportError`. */
export async function listTags(
  access: RegistryAccess,
  repository: Repository,
  signal?: AbortSignal,
): Promise<Listing> {
  switch (repository.domain) {
    case 'docker.io':
      return listHub(access, repository, signal);
    case 'quay.io':
      return (await listQuay(access, repository, signal)) ?? listByProtocol(access, repository, signal);
    default:
      return listByProtocol(access, repository, signal);
  }
}

/**
 * Docker Hub gives all names by the registry protocol and no more than page 1 of its web API to the anonymous (since
 * 2026-08-11): that page, the newest pushes first, says age, size and platforms of what people want most.
 */
async function listHub(
  access: RegistryAccess,
  repository: Repository,
  signal?: AbortSignal,
): Promise<Listing> {
  const [namespace = '', ...rest] = repository.path.split('/');
  const url =
    `https://hub.docker.com/v2/namespaces/${namespace}/repositories/${rest.join('/')}/tags` +
    '?page_size=100&ordering=last_updated';
  const [names, page] = await Promise.allSettled([
    listByProtocol(access, repository, signal),
    rest.length === 1 ? access.askApi(repository, url, mostPageBytes, signal).then(hubTags) : [],
  ]);
  const details = page.status === 'fulfilled' ? page.value : [];
  if (names.status === 'rejected') {
    // Half the answer is better than none, but not where the registry says that there is no such image.
    if (details.length === 0) {
      throw names.reason;
    }
    return { tags: details, isPrivate: false, isPartial: true };
  }
  const byTag = new Map(details.map((info) => [info.tag, info]));
  return { ...names.value, tags: names.value.tags.map((info) => byTag.get(info.tag) ?? info) };
}

function hubTags(response: HttpResponse): readonly TagInfo[] {
  const results = response.status === 200 ? items(members(parseJson(response.body))['results']) : [];
  return results.map(members).flatMap((entry): TagInfo[] => {
    const {
      name,
      digest,
      last_updated: pushed,
      full_size: size,
      tag_status: status,
      content_type: type,
    } = entry;
    if (typeof name !== 'string' || !isTag(name) || (typeof type === 'string' && type !== 'image')) {
      return [];
    }
    const platforms = items(entry['images']).map(members).flatMap(hubPlatform);
    return [
      {
        tag: name,
        aliases: [],
        ...(platforms.length > 0 ? { platforms: [...new Set(platforms)].sort() } : {}),
        ...(isDigest(digest) ? { digest } : {}),
        ...(typeof size === 'number' && size > 0 ? { size } : {}),
        ...(isDate(pushed) ? { pushed } : {}),
        ...(status === 'inactive' ? { inactive: true } : {}),
      },
    ];
  });
}

function hubPlatform({ os, architecture, variant }: Readonly<Record<string, unknown>>): string[] {
  if (
    typeof os !== 'string' ||
    typeof architecture !== 'string' ||
    os === 'unknown' ||
    architecture === 'unknown'
  ) {
    return [];
  }
  const suffix = typeof variant === 'string' && variant !== '' && variant !== 'v8' ? `/${variant}` : '';
  return [`${os}/${architecture}${suffix}`];
}

/** Quay's protocol lists the oldest first; its own API the newest. Undefined where it does not answer: private images. */
async function listQuay(
  access: RegistryAccess,
  repository: Repository,
  signal?: AbortSignal,
): Promise<Listing | undefined> {
  const tags: TagInfo[] = [];
  let isPartial = true;
  for (let page = 1; page <= 5 && isPartial; page++) {
    const url = `https://quay.io/api/v1/repository/${repository.path}/tag/?limit=100&page=${page}&onlyActiveTags=true`;
    const response = await access.askApi(repository, url, mostPageBytes, signal);
    if (response.status !== 200) {
      return page === 1 ? undefined : { tags, isPrivate: false, isPartial };
    }
    const body = members(parseJson(response.body));
    for (const { name, manifest_digest: digest, size, start_ts: start } of items(body['tags']).map(members)) {
      if (typeof name === 'string' && isTag(name)) {
        tags.push({
          tag: name,
          aliases: [],
          ...(isDigest(digest) ? { digest } : {}),
          ...(typeof size === 'number' && size > 0 ? { size } : {}),
          ...(typeof start === 'number' ? { pushed: new Date(start * 1000).toISOString() } : {}),
        });
      }
    }
    isPartial = body['has_additional'] === true;
  }
  return { tags, isPrivate: false, isPartial };
}

/** `GET /v2/<name>/tags/list` of the OCI distribution specification, page by page. */
async function listByProtocol(
  access: RegistryAccess,
  repository: Repository,
  signal?: AbortSignal,
): Promise<Listing> {
  const path = `/v2/${repository.path}/tags/list`;
  const tags = new Map<string, TagInfo>();
  let bytes = 0;
  let isPrivate = false;
  let target: string | undefined = `${path}?n=${pageSize}`;
  for (let page = 0; page < mostPages && target !== undefined; page++) {
    let answer: RegistryAnswer = await access.ask(
      repository,
      { method: 'GET', target, maxBytes: mostPageBytes },
      signal,
    );
    if (page === 0 && (answer.status === 400 || answer.status === 405)) {
      // Some refuse pages of this size (ECR with 405, distribution 3 with 400) instead of giving smaller ones.
      answer = await access.ask(repository, { method: 'GET', target: path, maxBytes: mostBytes }, signal);
    }
    requireFound(answer, repository);
    for (const info of protocolTags(answer.body)) {
      tags.set(info.tag, info);
    }
    isPrivate ||= answer.isPrivate;
    bytes += answer.body.length;
    target = nextPage(answer, path);
    if (bytes > mostBytes || tags.size >= mostTags) {
      break;
    }
  }
  return { tags: [...tags.values()].slice(0, mostTags), isPrivate, isPartial: target !== undefined };
}

/** Google's registries say beside the names which manifest has which tags, and since when. */
function protocolTags(body: string): readonly TagInfo[] {
  const { tags, manifest } = members(parseJson(body));
  const details = new Map<string, TagInfo>();
  for (const [digest, value] of Object.entries(members(manifest))) {
    const { tag, timeUploadedMs: uploaded, imageSizeBytes: size } = members(value);
    const names = items(tag).filter((name) => typeof name === 'string' && isTag(name)) as string[];
    const pushed = new Date(Number(uploaded));
    for (const name of names) {
      details.set(name, {
        tag: name,
        aliases: names.filter((other) => other !== name),
        ...(isDigest(digest) ? { digest } : {}),
        ...(Number(size) > 0 ? { size: Number(size) } : {}),
        ...(Number(uploaded) > 0 && !Number.isNaN(pushed.getTime()) ? { pushed: pushed.toISOString() } : {}),
      });
    }
  }
  // Nexus lists nulls among the tags, Artifactory digests.
  return items(tags).flatMap((tag): TagInfo[] =>
    typeof tag === 'string' && isTag(tag) ? [details.get(tag) ?? { tag, aliases: [] }] : [],
  );
}

/**
 * The target of the next page. Only where the list goes on is taken from `Link`, never where to ask: the address of
 * another host is ignored, and Artifactory forgets a part of its path.
 */
function nextPage({ url, headers }: RegistryAnswer, path: string): string | undefined {
  const [, link] = /<([^>]*)>\s*;[^,]*\brel="?next"?/i.exec((headers['link'] ?? '').slice(0, 8192)) ?? [];
  const next = link !== undefined && URL.canParse(link, url.href) ? new URL(link, url) : undefined;
  const last = next?.origin === url.origin ? next.searchParams.get('last') : null;
  if (!next || last === null || last === url.searchParams.get('last')) {
    return undefined;
  }
  const query = new URLSearchParams({ n: next.searchParams.get('n') ?? String(pageSize), last });
  return `${path}?${query.toString()}`;
}

/** Throws what a status other than 200 means. */
export function requireFound({ status, headers }: HttpResponse, { domain, path }: Repository): void {
  if (status === 200) {
    return;
  }
  const host = apiHost(domain);
  if (status === 404) {
    throw new RegistryProblem('not-found', t('{0} has no {1}.', domain, path));
  }
  if (status === 401 || status === 403) {
    throw new RegistryProblem(
      'unauthorized',
      t('{0} wants a login for {1}, or there is no such image.', domain, path),
    );
  }
  if (status === 429) {
    throw new RegistryProblem(
      'rate-limited',
      t('{0} answers no more questions for now.', host),
      retryAt(headers),
    );
  }
  throw new RegistryProblem('bad-answer', t('{0} answered with status {1}.', host, status));
}

/** Docker Hub says when as a time in seconds since 1970, others after how many seconds, or as a date. */
function retryAt(headers: HttpResponse['headers']): number | undefined {
  const moment = Number(headers['x-retry-after']);
  if (moment > 1e9) {
    return moment * 1000;
  }
  const after = headers['retry-after'] ?? '';
  const seconds = Number(after);
  if (after !== '' && !Number.isNaN(seconds)) {
    return Date.now() + seconds * 1000;
  }
  const date = Date.parse(after);
  return Number.isNaN(date) ? undefined : date;
}

function isDigest(value: unknown): value is string {
  return typeof value === 'string' && /^sha(?:256|512):[0-9a-f]{64,128}$/.test(value);
}

function isDate(value: unknown): value is string {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z?$/.test(value);
}
