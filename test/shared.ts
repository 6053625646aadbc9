import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { sampleOf } from './machine/sample';

/** The folder of data that lies beside the clone and is no part of it. */
const data = fileURLToPath(new URL('../../shared/data', import.meta.url));

/** Path of a file or folder in the shared data. Throws when the data is not there. */
export function sharedData(...path: string[]): string {
  const found = join(data, ...path);
  if (!existsSync(found))
    throw new Error(`This test reads ${found}, which is not there: put the shared data beside the clone.`);
  return found;
}

export interface CorpusFile {
  readonly name: string;
  readonly text: string;
}

/** The real public Dockerfiles, by name. */
export function corpus(): readonly CorpusFile[] {
  const folder = sharedData('dockerfiles');
  return readdirSync(folder)
    .filter((name) => !name.endsWith('.json'))
    .sort()
    .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));
}

/** Some of the real Dockerfiles, chosen by the seed, for tests that take long; all of them with STRATA_TESTS=whole. */
export function corpusSample(test: string, count: number): readonly CorpusFile[] {
  return sampleOf(test, corpus(), count);
}

/** What BuildKit's linter says of a file of the corpus; lines are 1-based. */
export interface Verdict {
  readonly warnings: readonly {
    readonly rule: string;
    readonly detail: string;
    readonly firstLine: number;
    readonly lastLine: number;
  }[];
  readonly error: string | null;
  readonly errorLine: number | null;
}

/** BuildKit's verdicts by the name of the file. */
export function verdicts(): ReadonlyMap<string, Verdict> {
  const text = readFileSync(sharedData('dockerfiles', 'buildkit-verdicts.json'), 'utf8');
  return new Map(Object.entries(JSON.parse(text) as Record<string, Verdict>));
}
