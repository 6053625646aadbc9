import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a server was asked. */
export interface Asked {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  /** A stream sends its chunks as they come. */
  readonly body?: string | Buffer | AsyncIterable<string | Buffer>;
}

export interface FakeServer {
  /** `127.0.0.1:PORT` */
  readonly host: string;
  readonly url: string;
  readonly asked: readonly Asked[];
  stop(): Promise<void>;
}

/** A server on the loopback address that answers as a test says and keeps what it was asked; `never` leaves a request open. */
export async function startServer(
  answer: (asked: Asked, host: string) => Reply | 'never',
): Promise<FakeServer> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url: target = '', headers } = request;
      const one = { method, target, headers, body: Buffer.concat(chunks).toString() };
      asked.push(one);
      const reply = answer(one, host);
      if (reply === 'never') {
        return;
      }
      response.writeHead(reply.status ?? 200, reply.headers);
      void send(reply.body ?? '', response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    host,
    url: `http://${host}`,
    asked,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function send(
  body: NonNullable<Reply['body']>,
  response: { write(chunk: string | Buffer): boolean; end(body?: string | Buffer): void; destroyed: boolean },
): Promise<void> {
  if (typeof body === 'string' || Buffer.isBuffer(body)) {
    response.end(body);
    return;
  }
  for await (const chunk of body) {
    if (response.destroyed) {
      return;
    }
    response.write(chunk);
  }
  response.end();
}
