import { LSPErrorCodes, ResponseError, type CodeAction } from 'vscode-languageserver/node';
import { digestWish, pinned } from '../features/image-actions';
import { referenceOf } from '../registry/reference';
import type { Registry } from '../registry/registry';

/** A chosen action that waits for a digest gets it; where the registry does not tell it, the user hears why. */
export async function withDigest(registry: Registry, action: CodeAction): Promise<CodeAction> {
  const wish = digestWish(action.data);
  const image = wish && referenceOf(wish.image);
  if (!image) return action;
  const { value, problem } = await registry.digest(image);
  if (value === undefined) {
    throw new ResponseError(LSPErrorCodes.RequestFailed, problem?.message ?? '');
  }
  return pinned(action, wish, value);
}
