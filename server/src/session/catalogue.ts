import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ImageCatalogue } from '../registry/catalogue';
import { offlineCatalogue } from '../registry/offline';

let catalogue: ImageCatalogue | undefined;
let looked = false;

/** The data on images that ships with Strata, read on first use; undefined where the file is missing or damaged. */
export function shippedCatalogue(log: (message: string) => void): ImageCatalogue | undefined {
  if (looked) return catalogue;
  looked = true;
  try {
    catalogue = offlineCatalogue(JSON.parse(readFileSync(join(__dirname, 'data', 'images.json'), 'utf8')));
  } catch (error) {
    log(`The image data cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  return catalogue;
}
