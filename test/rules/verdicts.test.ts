import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse } from '../../server/src/dockerfile/parse';
import { buildkitReport } from '../../server/src/report/buildkit';
import { corpus, verdicts } from '../shared';

describe('the BuildKit report', () => {
  const known = verdicts();
  const files = corpus();

  it('is compared for every file that there is a verdict on', () => {
    assert.deepEqual(files.map(({ name }) => name).toSorted(), [...known.keys()].toSorted());
  });

  it('agrees with BuildKit on every warning, every error and their lines', () => {
    const ours = files.map(({ name, text }) => {
      const { warnings, buildError } = buildkitReport(parse(text), {});
      return {
        name,
        warnings: warnings
          .map(({ ruleName, detail, location }) =>
            line(ruleName, detail, location.ranges[0]?.start.line, location.ranges.at(-1)?.end.line),
          )
          .toSorted(),
        error: buildError?.message ?? null,
        errorLine: buildError?.location?.ranges[0]?.start.line ?? null,
      };
    });
    const theirs = files.map(({ name }) => {
      const verdict = known.get(name);
      return {
        name,
        warnings: verdict?.warnings
          .map(({ rule, detail, firstLine, lastLine }) => line(rule, detail, firstLine, lastLine))
          .toSorted(),
        error: verdict?.error,
        errorLine: verdict?.errorLine,
      };
    });
    assert.deepEqual(ours, theirs);
  });
});

/** Which of two equally near names BuildKit suggests is left to chance, so the suggestion is not compared. */
function line(rule: string, detail: string, first: number | undefined, last: number | undefined): string {
  return `${rule} ${first ?? 0}-${last ?? 0} ${detail.replace(/ \(did you mean .*\?\)$/, '')}`;
}
