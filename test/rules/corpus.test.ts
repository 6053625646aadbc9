import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse } from '../../server/src/dockerfile/parse';
import type { Dockerfile } from '../../server/src/dockerfile/tree';
import { applyEdits, safeEdits } from '../../server/src/features/safe-edits';
import { buildkitReport } from '../../server/src/report/buildkit';
import { rules } from '../../server/src/rules';
import { lint, type RuleFinding } from '../../server/src/rules/lint';
import { corpusSample } from '../shared';

const everything = new Map(
  rules.map(({ id, severity }) => [id, severity === 'off' ? ('info' as const) : severity]),
);

function all(dockerfile: Dockerfile): RuleFinding[] {
  return lint(dockerfile, {}, { options: {}, severities: everything });
}

describe('every rule on every real file', () => {
  const files = corpusSample('every rule', 60).map(({ name, text }) => ({ name, dockerfile: parse(text) }));

  it('stays inside the text, speaks one line, and edits nothing twice', () => {
    for (const { name, dockerfile } of files) {
      for (const { rule, span, message, fixes = [] } of all(dockerfile)) {
        const where = `${rule.id} in ${name}`;
        assert.ok(span.start >= 0 && span.start <= span.end && span.end <= dockerfile.text.length, where);
        assert.match(message, /^\S.*[.?]$/s, where);
        assert.doesNotMatch(message, /\{\d\}/, where);
        for (const { edits, title } of fixes) {
          const ordered = edits.toSorted((a, b) => a.span.start - b.span.start);
          ordered.forEach((edit, index) =>
            assert.ok(
              edit.span.end <= (ordered[index + 1]?.span.start ?? dockerfile.text.length),
              `${where}: ${title}`,
            ),
          );
        }
      }
    }
  });

  it('has safe fixes that break no build and come to an end', () => {
    for (const { name, dockerfile } of files) {
      const before = buildkitReport(dockerfile, {});
      let current = dockerfile;
      for (let round = 0; ; round += 1) {
        const edits = safeEdits(all(current));
        if (edits.length === 0) break;
        assert.ok(round < 10, `${name} is not repaired after ${round} rounds`);
        current = parse(applyEdits(current, edits));
      }
      const after = buildkitReport(current, {});
      if (before.buildError === undefined) assert.equal(after.buildError, undefined, name);
      assert.ok(after.warnings.length <= before.warnings.length || before.buildError !== undefined, name);
    }
  });

  it('copes with a file that is cut off anywhere', () => {
    for (const { dockerfile } of files.slice(0, 4)) {
      const { text } = dockerfile;
      for (let end = 0; end < text.length; end += 29) {
        const cut = parse(text.slice(0, end));
        all(cut);
        buildkitReport(cut, {});
      }
    }
  });
});
