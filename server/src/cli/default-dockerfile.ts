import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** As docker does: `Dockerfile`, else `dockerfile`. */
export function defaultDockerfile(context: string): string {
  const lower = join(context, 'dockerfile');
  const upper = join(context, 'Dockerfile');
  return !existsSync(upper) && existsSync(lower) ? lower : upper;
}
