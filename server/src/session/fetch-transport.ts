import { CancellationTokenSource, type Connection } from 'vscode-languageserver/node';
import { fetchRequest, type FetchParams, type FetchResult } from '../protocol';
import { TransportError, type HttpTransport } from '../registry/transport';

/** Sends requests through the client. A client that cannot answer counts as no network. */
export function fetchTransport(connection: Connection): HttpTransport {
  return async (request: FetchParams, signal) => {
    const cancel = new CancellationTokenSource();
    const stop = () => cancel.cancel();
    if (signal?.aborted) stop();
    signal?.addEventListener('abort', stop, { once: true });
    let result: FetchResult;
    try {
      result = await connection.sendRequest<FetchResult>(fetchRequest, request, cancel.token);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      throw new TransportError(signal?.aborted ? 'cancelled' : 'offline', message);
    } finally {
      signal?.removeEventListener('abort', stop);
      cancel.dispose();
    }
    if ('error' in result) throw new TransportError(result.error.code, result.error.message);
    return result;
  };
}
