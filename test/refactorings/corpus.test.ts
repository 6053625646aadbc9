import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse } from '../../server/src/dockerfile/parse';
import { shellOf } from '../../server/src/dockerfile/shell';
import type { Dockerfile } from '../../server/src/dockerfile/tree';
import { applyEdits } from '../../server/src/features/safe-edits';
import { refactorings } from '../../server/src/refactorings';
import { environmentAfter } from '../../server/src/dockerfile/environment';
import { buildkitReport } from '../../server/src/report/buildkit';
import { corpus } from '../shared';

/** What the last stage of a file comes to: its variables, and the commands of its RUNs in order. */
function outcome(dockerfile: Dockerfile): unknown {
  const last = dockerfile.stages.at(-1);
  const variables = last ? [...environmentAfter(dockerfile, last)] : [];
  return {
    variables: variables.map(([name, { value, kind }]) => [name, value, kind]).sort(),
    commands: dockerfile.instructions
      .filter(({ name }) => name === 'RUN')
      .flatMap((run) => shellOf(dockerfile, run)?.commands ?? [])
      // The exec form shows the script that a shell gets; the shell form does not.
      .filter(({ inside }) => !inside.includes('script'))
      .filter(({ name, args }) => !(name === 'set' && args[0]?.text === '-e' && args.length === 1))
      .map(({ name, args }) => [name, ...args.map(({ text }) => text)].join(' ')),
  };
}

/** These take or bring commands and variables by design. */
const changesOutcome = new Set(['add-cache-mount', 'secret-to-mount', 'exec-to-shell']);

describe('every refactoring on every real file', () => {
  it('breaks no build and leaves variables and commands as they are', () => {
    const offered = new Set<string>();
    for (const { name, text } of corpus()) {
      const dockerfile = parse(text);
      if (buildkitReport(dockerfile, {}).buildError !== undefined) continue;
      const before = outcome(dockerfile);
      const tried = new Set<string>();
      for (const { keywordSpan } of dockerfile.instructions) {
        const cursor = { start: keywordSpan.start, end: keywordSpan.start };
        for (const refactoring of refactorings) {
          // Once in a file is enough: the files are many, and each try reads the whole file again.
          if (tried.has(refactoring.id)) continue;
          for (const { edits } of refactoring.offer(dockerfile, cursor)) {
            const after = parse(applyEdits(dockerfile, edits));
            tried.add(refactoring.id);
            offered.add(refactoring.id);
            const where = `${refactoring.id} in ${name} at line ${String(dockerfile.lines.lineAt(cursor.start) + 1)}`;
            assert.equal(buildkitReport(after, {}).buildError, undefined, where);
            if (!changesOutcome.has(refactoring.id)) assert.deepEqual(outcome(after), before, where);
          }
        }
      }
    }
    // The files hold all but ARGs with secrets that are read only by RUN.
    assert.ok(offered.size >= refactorings.length - 1, JSON.stringify([...offered]));
  });
});
