import {
  LSPErrorCodes,
  ResponseError,
  type CancellationToken,
  type RemoteConsole,
} from 'vscode-languageserver/node';

export type Guard = <Params, Result>(
  empty: Result,
  answer: (params: Params, token: CancellationToken) => Result | Promise<Result>,
) => (params: Params, token: CancellationToken) => Promise<Result | ResponseError<never>>;

/**
 * Wraps every request: yields once, so that a cancel or an edit that has already arrived is read first; answers a
 * cancelled request as cancelled; turns an exception into a log line and an empty answer, so that it costs only
 * itself. With `STRATA_STRICT` in the environment (the tests) the exception becomes the answer.
 */
export function requestGuard(console: RemoteConsole): Guard {
  return (empty, answer) => async (params, token) => {
    await new Promise(setImmediate);
    // A function, since the answer changes while a feature waits.
    const isCancelled = () => token.isCancellationRequested;
    if (isCancelled()) return cancelled();
    try {
      const result = await answer(params, token);
      return isCancelled() ? cancelled() : result;
    } catch (error) {
      // A refusal with its reason, made by the feature itself.
      if (error instanceof ResponseError) throw error;
      if (process.env['STRATA_STRICT']) throw error;
      console.error(describe(error));
      return empty;
    }
  };
}

/** An exception with its stack, for the log. */
export function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function cancelled(): ResponseError<never> {
  return new ResponseError(LSPErrorCodes.RequestCancelled, 'The request was cancelled.');
}
