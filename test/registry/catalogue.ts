import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { offlineCatalogue } from '../../server/src/registry/offline';

const file = join(import.meta.dirname, '..', '..', 'server', 'data', 'images.json');

/** The catalogue that ships; tests that state tags hold for its date. */
export const catalogue = offlineCatalogue(JSON.parse(readFileSync(file, 'utf8')));
