import type { Span } from '../dockerfile/tree';
import { t } from '../text';

/**
 * An image reference, `[host[:port]/]path[:tag][@digest]`, normalised as Docker does: `node` is
 * `docker.io/library/node`. Spans are offsets into the text that was parsed.
 */
export interface ImageReference {
  /** The registry with its port, `docker.io` for Docker Hub. */
  readonly domain: string;
  /** The repository on that registry: `library/node`. */
  readonly path: string;
  /** As people write it: `node`, `acme/api`, `ghcr.io/acme/api`. */
  readonly familiarName: string;
  /** Without the colon; undefined means `latest`, unless there is a digest. */
  readonly tag: string | undefined;
  /** `sha256:…`, without the `@`. */
  readonly digest: string | undefined;
  readonly spans: ReferenceSpans;
}

export interface ReferenceSpans {
  /** The registry and the path together, as typed. */
  readonly name: Span;
  /** Undefined when the text names no registry. */
  readonly domain: Span | undefined;
  readonly path: Span;
  readonly tag: Span | undefined;
  readonly digest: Span | undefined;
}

/** Why a text is no image reference, and where. */
export interface ReferenceProblem {
  readonly problem: string;
  readonly span: Span;
}

/** What stands around the cursor in a reference that is still being typed. */
export interface PartialReference {
  readonly part: 'name' | 'tag' | 'digest';
  /** The part that the cursor stands in, without its `:` or `@`; it may be empty. */
  readonly span: Span;
  /** The beginning of that part, up to the cursor. */
  readonly typed: string;
  /** The image that the tag or the digest belongs to; undefined in a name and behind an invalid one. */
  readonly image: ImageReference | undefined;
  /** In a name: true once the text names a registry (`ghcr.io/…`). */
  readonly namesRegistry: boolean;
}

/** Docker's limit for the path; the registry does not count. */
const longestPath = 255;
/** Longer texts are no references of any kind: 255 for host and path each, 128 for a tag, 135 for a digest. */
const longestReference = 1024;

const hubDomain = 'docker.io';
const officialPrefix = 'library/';
const hexLength: Readonly<Record<string, number>> = { sha256: 64, sha384: 96, sha512: 128 };

/**
 * Reads a reference by the grammar of distribution/reference (`regexp.go`, `normalize.go`), which BuildKit uses.
 * The registry is told from a first path component by Docker's rule: it holds a dot, a colon or a capital, or is `localhost`.
 */
export function parseReference(text: string): ImageReference | ReferenceProblem {
  const whole = { start: 0, end: text.length };
  if (text === '') {
    return { problem: t('The image name is missing.'), span: whole };
  }
  if (text.length > longestReference) {
    return { problem: t('This is too long for an image reference.'), span: whole };
  }
  if (/^[a-f0-9]{64}$/.test(text)) {
    return {
      problem: t('64 hexadecimal digits are an image id, which a registry cannot look up.'),
      span: whole,
    };
  }
  const spans = split(text);
  const { domain: domainSpan, tag: tagSpan, digest: digestSpan } = spans;
  const typedDomain = domainSpan && cut(text, domainSpan);
  const typedPath = cut(text, spans.path);
  const tag = tagSpan && cut(text, tagSpan);
  const digest = digestSpan && cut(text, digestSpan);

  const problem =
    (typedDomain !== undefined && domainSpan && domainProblem(typedDomain, domainSpan)) ||
    pathProblem(typedPath, spans.path) ||
    (tag !== undefined && tagSpan && tagProblem(tag, tagSpan)) ||
    (digest !== undefined && digestSpan && digestProblem(digest, digestSpan));
  if (problem) {
    return problem;
  }
  const domain = typedDomain === undefined || typedDomain === 'index.docker.io' ? hubDomain : typedDomain;
  const path = domain === hubDomain && !typedPath.includes('/') ? officialPrefix + typedPath : typedPath;
  return { domain, path, familiarName: familiarName(domain, path), tag, digest, spans };
}

/** Tells an image reference from the reason why a text is none. */
export function isReference(parsed: ImageReference | ReferenceProblem): parsed is ImageReference {
  return 'path' in parsed;
}

/** Like `parseReference`, for callers whom the reason does not concern. */
export function referenceOf(text: string): ImageReference | undefined {
  const parsed = parseReference(text);
  return isReference(parsed) ? parsed : undefined;
}

/** What the cursor at `offset` (0-based, in `text`) is completing: a name, a tag or a digest. */
export function partialReference(text: string, offset = text.length): PartialReference {
  const spans = split(text);
  const image = referenceOf(cut(text, spans.name));
  const { tag, digest } = spans;
  if (digest && offset >= digest.start) {
    const tagged = referenceOf(text.slice(0, digest.start - 1));
    return {
      part: 'digest',
      span: digest,
      typed: text.slice(digest.start, offset),
      image: tagged,
      namesRegistry: false,
    };
  }
  if (tag && offset >= tag.start) {
    return { part: 'tag', span: tag, typed: text.slice(tag.start, offset), image, namesRegistry: false };
  }
  const namesRegistry = spans.domain !== undefined && offset > spans.domain.end;
  return { part: 'name', span: spans.name, typed: text.slice(0, offset), image: undefined, namesRegistry };
}

/** The shortest way to write a repository: Docker Hub and its `library/` go without saying. */
export function familiarName(domain: string, path: string): string {
  if (domain !== hubDomain) {
    return `${domain}/${path}`;
  }
  const rest = path.slice(officialPrefix.length);
  return path.startsWith(officialPrefix) && !rest.includes('/') ? rest : path;
}

/** Is this the repository of one of Docker's official images? */
export function isOfficial(image: Pick<ImageReference, 'domain' | 'path'>): boolean {
  return image.domain === hubDomain && /^library\/[^/]+$/.test(image.path);
}

/** Can this stand behind a colon? Registries list digests, nulls and signatures among their tags. */
export function isTag(text: string): boolean {
  return /^\w[\w.-]{0,127}$/.test(text);
}

/** Where each part stands, valid or not. Neither a name nor a tag may hold an `@`, so the first one ends both. */
function split(text: string): ReferenceSpans {
  const at = text.indexOf('@');
  const nameAndTagEnd = at < 0 ? text.length : at;
  const slash = text.indexOf('/');
  const first = slash >= 0 && slash < nameAndTagEnd ? text.slice(0, slash) : undefined;
  const pathStart = first !== undefined && isDomain(first) ? slash + 1 : 0;
  const colon = text.indexOf(':', pathStart);
  const nameEnd = colon >= 0 && colon < nameAndTagEnd ? colon : nameAndTagEnd;
  return {
    name: { start: 0, end: nameEnd },
    domain: pathStart > 0 ? { start: 0, end: slash } : undefined,
    path: { start: pathStart, end: nameEnd },
    tag: nameEnd < nameAndTagEnd ? { start: nameEnd + 1, end: nameAndTagEnd } : undefined,
    digest: at < 0 ? undefined : { start: at + 1, end: text.length },
  };
}

function isDomain(first: string): boolean {
  return first === 'localhost' || /[.:]/.test(first) || first !== first.toLowerCase();
}

function cut(text: string, span: Span): string {
  return text.slice(span.start, span.end);
}

function domainProblem(domain: string, span: Span): ReferenceProblem | undefined {
  const host = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])';
  const valid = new RegExp(`^(?:${host}(?:\\.${host})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?$`);
  return valid.test(domain) ? undefined : { problem: t('"{0}" is no registry host.', domain), span };
}

function pathProblem(path: string, span: Span): ReferenceProblem | undefined {
  if (path === '') {
    return { problem: t('The image name is missing.'), span };
  }
  if (path !== path.toLowerCase()) {
    return { problem: t('An image name must be in lower case: "{0}".', path.toLowerCase()), span };
  }
  if (path.length > longestPath) {
    return { problem: t('An image name has at most {0} characters.', longestPath), span };
  }
  let start = span.start;
  for (const component of path.split('/')) {
    const end = start + component.length;
    if (component === '') {
      return { problem: t('A part of the image name is missing beside the slash.'), span: { start, end } };
    }
    if (!/^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*$/.test(component)) {
      const problem = t(
        '"{0}" is no part of an image name: it may hold a-z and 0-9, with one ".", one or two "_" or any "-" between them.',
        component,
      );
      return { problem, span: { start, end } };
    }
    start = end + 1;
  }
  return undefined;
}

function tagProblem(tag: string, span: Span): ReferenceProblem | undefined {
  if (isTag(tag)) {
    return undefined;
  }
  const problem =
    tag === ''
      ? t('The tag is missing after the colon.')
      : t('"{0}" is no tag: it has 1 to 128 of A-Z a-z 0-9 _ . - and begins with neither "." nor "-".', tag);
  return { problem, span };
}

function digestProblem(digest: string, span: Span): ReferenceProblem | undefined {
  const colon = digest.indexOf(':');
  const length = hexLength[digest.slice(0, Math.max(colon, 0))];
  if (length === undefined) {
    return { problem: t('A digest begins with "sha256:".'), span };
  }
  const hex = digest.slice(colon + 1);
  return hex.length === length && /^[a-f0-9]+$/.test(hex)
    ? undefined
    : { problem: t('A digest has {0} hexadecimal digits in lower case after the colon.', length), span };
}
