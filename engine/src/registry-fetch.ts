import { registryCertificates } from '../../server/src/registry/certificates';
import { httpsTransport } from '../../server/src/registry/https-transport';
import { TransportError, type HttpRequest, type HttpResponse } from '../../server/src/registry/transport';

/** No environment: in the extension host it is the editor that knows the proxy. */
const send = httpsTransport({ certificates: (host) => registryCertificates(host) });

/**
 * Makes one request for the language server, which has no network of its own in an editor: private addresses are
 * refused, size and time are limited, no redirect is followed. Without an answer it says why.
 */
export async function registryFetch(
  request: HttpRequest,
  signal?: AbortSignal,
): Promise<HttpResponse | { readonly error: Pick<TransportError, 'code' | 'message'> }> {
  try {
    return await send(request, signal);
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    return { error: { code: error.code, message: error.message } };
  }
}
