/**
 * Does BuildKit accept a base image's name? This is the grammar of distribution/reference
 * (`ParseNormalizedNamed`) without its result: rules ask nothing more.
 */
const domainLabel = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])';
const domain = `(?:${domainLabel}(?:\\.${domainLabel})*|\\[(?:[a-fA-F0-9:]+)\\])(?::[0-9]+)?`;
const pathPart = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const name = `(?:${domain}/)?${pathPart}(?:/${pathPart})*`;
const tag = '[\\w][\\w.-]{0,127}';
const digest = '[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}';
const reference = new RegExp(`^(${name})(?::(${tag}))?(?:@(${digest}))?$`);
const digestLengths: Readonly<Record<string, number>> = { sha256: 64, sha384: 96, sha512: 128 };

/** `docker.io/library/` is what a short name stands for. */
function normalized(text: string): { host: string; rest: string } {
  const slash = text.indexOf('/');
  const first = slash === -1 ? '' : text.slice(0, slash);
  const isHost =
    slash !== -1 && (/[.:]/.test(first) || first === 'localhost' || first.toLowerCase() !== first);
  const host = isHost ? (first === 'index.docker.io' ? 'docker.io' : first) : 'docker.io';
  const rest = isHost ? text.slice(slash + 1) : text;
  return { host, rest: host === 'docker.io' && !rest.includes('/') ? `library/${rest}` : rest };
}

/** BuildKit's sentence about a name that is no image reference; undefined for one that is. */
export function imageNameProblem(text: string): string | undefined {
  if (/^[a-f0-9]{64}$/.test(text)) {
    return `invalid repository name (${text}), cannot specify 64-byte hexadecimal strings`;
  }
  const { host, rest } = normalized(text);
  const colon = rest.indexOf(':');
  const repository = colon === -1 ? rest : rest.slice(0, colon);
  if (repository.toLowerCase() !== repository) {
    return `invalid reference format: repository name (${repository}) must be lowercase`;
  }
  const match = reference.exec(`${host}/${rest}`);
  if (match === null) return 'invalid reference format';
  if ((match[1] ?? '').length > 255) return 'repository name must not be more than 255 characters';
  return match[3] === undefined ? undefined : digestProblem(match[3]);
}

/** BuildKit's sentence about a digest (`sha256:…`); undefined for a good one (opencontainers/go-digest). */
export function digestProblem(text: string): string | undefined {
  const match = /^([a-z0-9]+(?:[.+_-][a-z0-9]+)*):([a-zA-Z0-9=_-]+)$/.exec(text);
  if (match === null) return 'invalid checksum digest format';
  const length = digestLengths[match[1] ?? ''];
  const encoded = match[2] ?? '';
  if (length === undefined) return 'unsupported digest algorithm';
  if (encoded.length !== length) return 'invalid checksum digest length';
  return /^[a-f0-9]+$/.test(encoded) ? undefined : 'invalid checksum digest format';
}
