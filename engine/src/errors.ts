import { t } from '../../server/src/text';

/** What went wrong, for code; the message says it for a person. */
export type EngineErrorCode =
  /** No engine is there, or the endpoint cannot be used. */
  | 'no-engine'
  /** Something is at the endpoint, but it does not answer as an engine. */
  | 'refused'
  | 'permission'
  /** The connection broke while something was going on. */
  | 'lost'
  | 'not-found'
  | 'conflict'
  | 'port-taken'
  | 'pull-failed'
  | 'build-failed'
  | 'cancelled'
  /** The request itself cannot be carried out. */
  | 'invalid'
  | 'other';

/** A failure that a person can act on: `message` is one sentence with what to do next. */
export class EngineError extends Error {
  readonly code: EngineErrorCode;

  constructor(code: EngineErrorCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'EngineError';
    this.code = code;
  }
}

/** What is known of a failed connection or request. */
interface Failure {
  /** Node's code, e.g. `ECONNREFUSED`, or the error's name. */
  code: string | undefined;
  /** The engine's HTTP status. */
  status: number | undefined;
  message: string;
}

/**
 * Turns any failure of a conversation with an engine into one sentence; an EngineError stays as it is.
 *
 * @param host the endpoint, as `docker -H` takes it
 */
export function engineError(cause: unknown, host: string): EngineError {
  if (cause instanceof EngineError) return cause;
  const failure = failureOf(cause);
  return (
    connectionError(failure, host, cause) ??
    sentenceError(failure.message, cause) ??
    statusError(failure, cause) ??
    new EngineError('other', t('The Docker engine failed: {0}', failure.message), cause)
  );
}

/** A cancellation that the user asked for. */
export function cancelled(cause?: unknown): EngineError {
  return new EngineError('cancelled', t('Cancelled.'), cause);
}

/** The engine ended, or the connection broke, in the middle of something. */
export function lost(host: string, cause?: unknown): EngineError {
  return new EngineError(
    'lost',
    t('The connection to the Docker engine at {0} broke: see that the engine runs, then try again.', host),
    cause,
  );
}

function failureOf(cause: unknown): Failure {
  const { code, name, statusCode, json, message } = Object(cause) as Record<string, unknown>;
  const said = (Object(json) as Record<string, unknown>)['message'];
  return {
    // A DOMException bears its kind as its name.
    code: typeof code === 'string' ? code : typeof name === 'string' ? name : undefined,
    status: typeof statusCode === 'number' ? statusCode : undefined,
    message: clean(typeof said === 'string' ? said : typeof message === 'string' ? message : String(cause)),
  };
}

/** One line, without the frames that HTTP and gRPC put around the sentence. */
function clean(message: string): string {
  return message
    .replace(/^\(HTTP code \d+\) [^-]* - /, '')
    .replace(/^(?:Error response from daemon: |ERROR: |rpc error: code = \w+ desc = )+/, '')
    .replace(/\s+/g, ' ')
    .trim();
}

function connectionError(
  { code, message, status }: Failure,
  host: string,
  cause: unknown,
): EngineError | undefined {
  if (status !== undefined) return undefined;
  switch (code) {
    case 'ABORT_ERR':
    case 'AbortError':
      return cancelled(cause);
    case 'ENOENT':
    case 'ECONNREFUSED':
      return new EngineError(
        'no-engine',
        t('No Docker engine answers at {0}: start Docker and try again, or choose another context.', host),
        cause,
      );
    case 'EACCES':
    case 'EPERM':
      return new EngineError(
        'permission',
        t(
          'You may not use the Docker engine at {0}: add your user to the group that owns the socket (usually "docker") and log in again.',
          host,
        ),
        cause,
      );
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ETIMEDOUT':
    case 'TimeoutError':
      return new EngineError(
        'no-engine',
        t('The Docker engine at {0} cannot be reached: check the address and your network.', host),
        cause,
      );
    case 'ECONNRESET':
    case 'EPIPE':
    case 'ERR_STREAM_PREMATURE_CLOSE':
      return lost(host, cause);
    default:
  }
  if (code !== undefined && /^ERR_TLS|CERT|SIGNATURE/.test(code)) {
    return new EngineError(
      'refused',
      t(
        'The certificate of the Docker engine at {0} is not accepted ({1}): check DOCKER_CERT_PATH.',
        host,
        message,
      ),
      cause,
    );
  }
  if (code?.startsWith('HPE_') || code === 'EPROTO') {
    return new EngineError(
      'refused',
      t('What answers at {0} is not a Docker engine, or wants TLS: check the address.', host),
      cause,
    );
  }
  return undefined;
}

/** Sentences by which engines tell failures that HTTP has no code for. They stand in answers and in streams alike. */
function sentenceError(message: string, cause: unknown): EngineError | undefined {
  if (/no space left on device|disk quota exceeded/i.test(message)) {
    return new EngineError(
      'other',
      t('The disk of the Docker engine is full: prune images and build cache, then try again.'),
      cause,
    );
  }
  const port = /(?:port is already allocated|address already in use|ports are not available)/i.test(message)
    ? takenPort(message)
    : undefined;
  if (port !== undefined) {
    return new EngineError(
      'port-taken',
      t('Port {0} is already taken: choose another host port.', port),
      cause,
    );
  }
  if (/context canceled|operation was canceled|operation was aborted/i.test(message)) return cancelled(cause);
  return pullError(message, cause);
}

/** The host port that an engine's sentence names, e.g. `Bind for 0.0.0.0:8080 failed: port is already allocated`. */
function takenPort(message: string): number | undefined {
  const found =
    /(?:bind for|listen (?:tcp|udp)[46]?|exposing port (?:TCP|UDP)) \S*?:(\d+)\b/i.exec(message) ??
    /host port \S*?:?(\d+)\b/i.exec(message) ??
    /:(\d+)(?:\/\w+)?(?=[ :]|$)/.exec(message);
  return found ? Number(found[1]) : undefined;
}

/** The image of which a sentence about fetching speaks, as one writes it in a Dockerfile. */
export function imageIn(message: string): string | undefined {
  const address = /https?:\/\/([^/\s]+)\/v2\/(\S+?)\/manifests\/([^\s"]+)/.exec(message);
  const words =
    /(?:pull access denied for|(?<!matching )manifest for|failed to resolve (?:source metadata|reference) (?:for )?"?)\s*"?([^\s",]+?):?"?:?(?=[\s,]|$)/i;
  const name = address
    ? `${address[1]}/${address[2]}${address[3]?.includes(':') ? '@' : ':'}${address[3]}`
    : words.exec(message)?.[1];
  return name?.replace(/^(?:registry-1\.)?docker\.io\/(?:library\/)?/, '');
}

/** Undefined where the sentence does not speak of fetching an image. */
function pullError(message: string, cause: unknown): EngineError | undefined {
  const fetching =
    /\/v2\/|\bpull|manifest|registry|failed to resolve|requested access|unauthorized|authentication required|no basic auth|no active sessions|toomanyrequests|rate limit/i;
  if (!fetching.test(message)) return undefined;
  const image = imageIn(message);
  const named = image === undefined ? t('The image') : `"${image}"`;
  const failed = (sentence: string) => new EngineError('pull-failed', sentence, cause);
  if (/no matching manifest|does not (?:match|provide) the specified platform/i.test(message)) {
    return failed(t('{0} does not exist for this platform: choose another platform or another tag.', named));
  }
  if (/toomanyrequests|rate limit/i.test(message)) {
    return failed(t('The registry allows no more pulls for now: log in with `docker login`, or wait.'));
  }
  if (/x509|certificate/i.test(message)) {
    return failed(t('{0} cannot be pulled, because the certificate of its registry is not accepted.', named));
  }
  if (
    /no active sessions|no basic auth credentials|unauthorized|authentication required|(?<!permission )denied/i.test(
      message,
    )
  ) {
    return failed(
      t('{0} cannot be pulled: check the name, or log in to its registry with `docker login`.', named),
    );
  }
  if (
    /manifest unknown|manifest for .* not found|repository .* not found|failed to resolve .*: not found/i.test(
      message,
    )
  ) {
    return failed(t('{0} does not exist in its registry: check the name and the tag.', named));
  }
  if (
    /no such host|i\/o timeout|server misbehaving|connection refused|network is unreachable|failed to do request|TLS handshake timeout|context deadline exceeded|request canceled while waiting/i.test(
      message,
    )
  ) {
    return failed(
      t(
        '{0} cannot be pulled, because its registry cannot be reached: check the network and the name.',
        named,
      ),
    );
  }
  return undefined;
}

function statusError({ status, message }: Failure, cause: unknown): EngineError | undefined {
  switch (status) {
    case 400:
      return new EngineError(
        'invalid',
        t('The Docker engine did not accept the request: {0}', message),
        cause,
      );
    case 401:
    case 403:
      return new EngineError('permission', t('The Docker engine did not allow it: {0}', message), cause);
    case 404:
      return new EngineError('not-found', t('The Docker engine does not have it: {0}', message), cause);
    case 409:
      return new EngineError(
        'conflict',
        t('The Docker engine is not in a state to do it: {0}', message),
        cause,
      );
    default:
      return undefined;
  }
}
