import type { SearchImagesResult } from '../protocol';
import type { Registry } from '../registry/registry';

/** Searches Docker Hub for a client. */
export async function searchImages(registry: Registry, text: string): Promise<SearchImagesResult> {
  const { value, problem } = await registry.search(text);
  return { images: value ?? [], ...(problem ? { problem: problem.message } : {}) };
}
