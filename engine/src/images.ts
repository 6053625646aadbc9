import type { ImageInfo } from 'dockerode';
import type { Readable } from 'node:stream';
import { t } from '../../server/src/text';
import { checkReference } from './build-request';
import { asking, request } from './connect';
import type { Engine } from './connect';
import { EngineError, engineError } from './errors';
import { lineReader } from './line-reader';
import { loginFor } from './registry-login';

/** An image that the engine has. */
export interface LocalImage {
  readonly id: string;
  /** Without tag, e.g. `node`; `<none>` for an image without a name. */
  readonly name: string;
  /** The tags of this name. */
  readonly tags: readonly string[];
  /** Bytes. */
  readonly size: number;
  /** ISO date. */
  readonly created: string;
}

/** The images, one entry for each name that one has. */
export function localImages(engine: Engine): Promise<LocalImage[]> {
  return asking(engine, async () =>
    (await engine.docker.listImages()).flatMap((image) => {
      const tags = new Map<string, string[]>();
      for (const reference of image.RepoTags ?? []) {
        const colon = reference.lastIndexOf(':');
        const name = reference.slice(0, colon);
        tags.set(name, [...(tags.get(name) ?? []), reference.slice(colon + 1)]);
      }
      const names = tags.size === 0 ? [[digestName(image), []] as const] : [...tags];
      return names.map(([name, its]) => ({
        id: image.Id,
        name,
        tags: its.filter((tag) => tag !== '<none>'),
        size: image.Size,
        created: new Date(image.Created * 1000).toISOString(),
      }));
    }),
  );
}

const digestName = ({ RepoDigests }: ImageInfo): string => RepoDigests?.[0]?.split('@')[0] ?? '<none>';

/** Progress of one layer; `total` is 0 while it is not known. */
export interface PullEvent {
  readonly kind: 'pull';
  readonly id: string;
  /** The engine's word, e.g. `Downloading`. */
  readonly status: string;
  /** Bytes. */
  readonly current: number;
  readonly total: number;
}

export interface TransferOptions {
  readonly on?: (event: PullEvent) => void;
  readonly signal?: AbortSignal;
}

/**
 * Fetches an image, with the login that the docker command would use; `latest` without tag or digest.
 *
 * @throws EngineError `pull-failed`
 */
export async function pull(
  engine: Engine,
  reference: string,
  { platform, ...options }: TransferOptions & { platform?: string } = {},
): Promise<void> {
  checkReference(reference);
  const login = await loginFor(engine, reference);
  const tagged = /@|:[^/]*$/.test(reference) ? reference : `${reference}:latest`;
  return transfer(engine, options, 'pull-failed', reference, () =>
    engine.docker.pull(tagged, {
      ...(platform ? { platform } : {}),
      ...(login ? { authconfig: login } : {}),
      ...(options.signal ? { abortSignal: options.signal } : {}),
    }),
  );
}

/** Sends an image to the registry in its name, with the login that the docker command would use; `latest` without tag. */
export async function push(engine: Engine, reference: string, options: TransferOptions = {}): Promise<void> {
  checkReference(reference);
  const login = await loginFor(engine, reference);
  const [, name = '', tag = 'latest'] = /^(.*?)(?::([^/:]+))?$/.exec(reference) ?? [];
  return transfer(engine, options, 'other', reference, () =>
    engine.docker.getImage(name).push({
      tag,
      // The engine wants the header even where there is nothing to say.
      authconfig: login ?? { username: '', password: '', serveraddress: '' },
      ...(options.signal ? { abortSignal: options.signal } : {}),
    }),
  );
}

async function transfer(
  engine: Engine,
  { on, signal }: TransferOptions,
  code: 'pull-failed' | 'other',
  reference: string,
  begin: () => Promise<NodeJS.ReadableStream>,
): Promise<void> {
  try {
    await followLines(await begin(), (message) => {
      const { id, status, error, progressDetail } = message;
      if (typeof error === 'string') throw Object.assign(new Error(error), { said: true });
      if (typeof id !== 'string' || typeof status !== 'string') return;
      const { current, total } = Object(progressDetail) as Record<string, unknown>;
      on?.({
        kind: 'pull',
        id,
        status,
        current: typeof current === 'number' ? current : 0,
        total: typeof total === 'number' ? total : 0,
      });
    });
    signal?.throwIfAborted();
  } catch (error) {
    if (signal?.aborted) throw new EngineError('cancelled', t('Cancelled.'), error);
    const failure = engineError(error, engine.endpoint.host);
    if (failure.code === 'not-found') {
      throw new EngineError(
        code,
        code === 'pull-failed'
          ? t(
              '"{0}" does not exist in its registry, or needs a login: check the name and the tag.',
              reference,
            )
          : t('The engine has no image "{0}": build or tag it first.', reference),
        error,
      );
    }
    if (failure.code !== 'other' && failure.code !== 'pull-failed') throw failure;
    if (code === 'pull-failed') {
      throw failure.code === code
        ? failure
        : new EngineError(code, t('"{0}" cannot be pulled: {1}', reference, messageOf(error)), error);
    }
    throw new EngineError(
      code,
      /denied|unauthorized|no basic auth/i.test(messageOf(error))
        ? t(
            '"{0}" cannot be pushed: log in to its registry with `docker login`, and check that you may write there.',
            reference,
          )
        : t('"{0}" cannot be pushed: {1}', reference, messageOf(error)),
      error,
    );
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Reads an answer of JSON lines to its end. What `on` throws ends it. */
export async function followLines(
  answer: NodeJS.ReadableStream,
  on: (message: Record<string, unknown>) => void,
): Promise<void> {
  const reader = lineReader((line) => {
    if (line === '') return;
    let message: unknown;
    try {
      message = JSON.parse(line);
    } catch {
      // A proxy's page, a cut line: nothing that could be shown.
      return;
    }
    on(Object(message) as Record<string, unknown>);
  });
  for await (const chunk of answer) reader.write(chunk as Buffer);
  reader.end();
}

/** Gives an image a further name. */
export function tag(engine: Engine, reference: string, name: string): Promise<void> {
  checkReference(name);
  const [, repo = '', given = 'latest'] = /^(.*?)(?::([^/:]+))?$/.exec(name) ?? [];
  return asking(engine, async () => {
    await engine.docker.getImage(reference).tag({ repo, tag: given });
  });
}

/** Removes a name of an image, and the image with its last name. Gives what the engine untagged and deleted. */
export function removeImage(
  engine: Engine,
  reference: string,
  { force = false }: { force?: boolean } = {},
): Promise<{ untagged: string[]; deleted: string[] }> {
  return asking(engine, async () => {
    const answer = (await engine.docker.getImage(reference).remove({ force })) as {
      Untagged?: string;
      Deleted?: string;
    }[];
    return {
      untagged: answer.flatMap(({ Untagged }) => Untagged ?? []),
      deleted: answer.flatMap(({ Deleted }) => Deleted ?? []),
    };
  });
}

/** An image, or several, as the archive that `docker save` writes. */
export function save(engine: Engine, references: readonly string[]): Promise<Readable> {
  return asking(engine, () =>
    request(engine, { method: 'GET', path: '/images/get', query: { names: references } }),
  );
}

/** Reads an archive of `docker save`; gives the names that it brought. */
export function load(engine: Engine, archive: Readable): Promise<string[]> {
  return asking(engine, async () => {
    const names: string[] = [];
    const answer = await request(engine, { method: 'POST', path: '/images/load', body: archive });
    await followLines(answer, ({ stream, error }) => {
      if (typeof error === 'string') throw new Error(error);
      const name = /^Loaded image(?: ID)?: (.*)/.exec(String(stream))?.[1];
      if (name) names.push(name.trim());
    });
    return names;
  });
}
