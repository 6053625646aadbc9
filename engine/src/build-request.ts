import { isReference, parseReference } from '../../server/src/registry/reference';
import { t } from '../../server/src/text';
import { EngineError } from './errors';

/** A build as a person asks for it. */
export interface BuildRequest {
  /** Path of the Dockerfile. */
  readonly dockerfile: string;
  /** Path of the folder that COPY takes from. */
  readonly context: string;
  readonly tags: readonly string[];
  /** A stage's name, or its index where it has none; the last stage without it. */
  readonly target?: string | undefined;
  readonly buildArgs?: Readonly<Record<string, string>> | undefined;
  /** As `--platform` takes it. */
  readonly platform?: string | undefined;
  readonly noCache?: boolean | undefined;
  readonly pull?: boolean | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly secrets?: readonly BuildSecret[] | undefined;
  /** As `--ssh` takes it, e.g. `default`. */
  readonly ssh?: readonly string[] | undefined;
  /** A builder of buildx; the current one without it. */
  readonly builder?: string | undefined;
  /** The network of RUN: `default`, `none`, `host`. */
  readonly network?: string | undefined;
  /**
   * Who builds: buildx where it is there (`auto`), buildx or nobody, the engine's own BuildKit (`api`), the builder
   * of before BuildKit (`classic`).
   */
  readonly transport?: 'auto' | 'buildx' | 'api' | 'classic' | undefined;
}

/** What a `--mount=type=secret` gets: a file's content or a variable's value. */
export interface BuildSecret {
  readonly id: string;
  readonly source?: string | undefined;
  readonly env?: string | undefined;
}

/** @throws EngineError `invalid`: one sentence about the first thing that cannot be */
export function checkBuildRequest(request: BuildRequest): void {
  for (const tag of request.tags) checkReference(tag);
  for (const name of Object.keys(request.buildArgs ?? {})) checkName(name, t('build argument'));
  for (const name of Object.keys(request.labels ?? {})) checkName(name, t('label'));
  for (const [value, what] of [
    [request.platform, t('platform')],
    [request.builder, t('builder')],
    [request.network, t('network')],
    [request.target, t('stage')],
  ] as const) {
    if (value !== undefined && !/^[\w][\w./,:@=+-]*$/.test(value)) throw invalid(value, what);
  }
  for (const { id } of request.secrets ?? []) {
    if (!/^[\w][\w./-]*$/.test(id)) throw invalid(id, t('secret id'));
  }
  for (const agent of request.ssh ?? []) {
    if (!/^[\w][^\0\n]*$/.test(agent)) throw invalid(agent, t('ssh agent'));
  }
  for (const path of [request.dockerfile, request.context]) {
    if (path === '' || path.includes('\0')) throw invalid(path, t('path'));
  }
}

/**
 * Accepts the reference or the id of an image; neither can ever be read as an option.
 *
 * @throws EngineError `invalid`
 */
export function checkReference(reference: string): void {
  if (/^(?:sha256:)?[0-9a-f]{12,64}$/.test(reference)) return;
  const parsed = parseReference(reference);
  if (isReference(parsed)) return;
  throw new EngineError('invalid', t('"{0}" is no image name: {1}', reference, parsed.problem));
}

function checkName(name: string, what: string): void {
  if (name === '' || /[=\0\n]/.test(name)) throw invalid(name, what);
}

/** The error for a value that is none of its kind. */
export function invalid(value: string, what: string): EngineError {
  return new EngineError('invalid', t('"{0}" is no valid {1}: correct it and try again.', value, what));
}
