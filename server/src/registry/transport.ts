/**
 * How the registry client reaches the network: VS Code's extension host gives one that knows its proxy and
 * certificates, the stand-alone server and the command line use `https-transport.ts`. A transport never follows a
 * redirect, and refuses private addresses unless the request allows them.
 */
export type HttpTransport = (request: HttpRequest, signal?: AbortSignal) => Promise<HttpResponse>;

export interface HttpRequest {
  readonly method: 'GET' | 'HEAD' | 'POST';
  /** `https:`, or `http:` to this machine. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** A longer body is an error; counted after decompression. */
  readonly maxBytes: number;
  /** For all of it, from the name's lookup to the last byte. */
  readonly timeoutMs: number;
  /** The user trusts this host by name, so it may be on this machine or in a private network. */
  readonly allowPrivate: boolean;
}

export interface HttpResponse {
  readonly status: number;
  /** Names in lower case; repeated headers are joined with commas. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

/** Why a request got no answer. Anything with a status is an answer. */
export class TransportError extends Error {
  constructor(
    readonly code:
      | 'cancelled'
      | 'timeout'
      | 'offline'
      | 'certificate'
      /** The other side does not speak TLS. */
      | 'not-tls'
      | 'too-large'
      | 'private-address'
      | 'bad-answer',
    message: string,
  ) {
    super(message);
    this.name = 'TransportError';
  }
}
