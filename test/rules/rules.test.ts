import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parse } from '../../server/src/dockerfile/parse';
import { applyEdits, safeEdits } from '../../server/src/features/safe-edits';
import { buildkitReport } from '../../server/src/report/buildkit';
import { rules } from '../../server/src/rules';
import { lint, type RuleFinding } from '../../server/src/rules/lint';
import type { Rule } from '../../server/src/rules/rule';

/** What the rule alone finds, switched on if need be. */
function findings(rule: Rule, text: string): RuleFinding[] {
  const severity = rule.severity === 'off' ? 'warning' : rule.severity;
  const severities = new Map(rules.map(({ id, severity: own }) => [id, id === rule.id ? severity : own]));
  const all = lint(parse(text), rule.exampleFacts ?? {}, { options: rule.exampleOptions ?? {}, severities });
  return all.filter((finding) => finding.rule === rule);
}

describe('the list of rules', () => {
  it('holds every file of the folder that is a rule, by its name', () => {
    const frame = new Set(['index', 'lint', 'rule', 'suppression']);
    const files = readdirSync(fileURLToPath(new URL('../../server/src/rules', import.meta.url)))
      .filter((file) => file.endsWith('.ts'))
      .map((file) => file.slice(0, -3))
      .filter((file) => !frame.has(file));
    assert.deepEqual(rules.map(({ id }) => id).toSorted(), files.toSorted());
  });

  it('names no rule twice', () => {
    assert.equal(new Set(rules.map(({ id }) => id)).size, rules.length);
  });
});

for (const rule of rules) {
  describe(rule.id, () => {
    for (const [index, bad] of rule.bad.entries()) {
      it(`reports bad example ${index}`, () => {
        const found = findings(rule, bad);
        assert.ok(found.length > 0, bad);
        for (const { span, message } of found) {
          assert.ok(
            span.start <= span.end && span.end <= bad.length,
            `${rule.id} reports outside of the text`,
          );
          assert.doesNotMatch(message, /\{\d\}|undefined|\n/);
        }
      });

      it(`touches only what it says when it repairs bad example ${index}`, () => {
        for (const fix of findings(rule, bad).flatMap(({ fixes = [] }) => fixes)) {
          const repaired = applyEdits({ text: bad }, fix.edits);
          assert.notEqual(repaired, bad, fix.title);
        }
      });
    }

    for (const [index, fixed] of (rule.fixed ?? []).entries()) {
      it(`repairs bad example ${index}`, () => {
        const bad = rule.bad[index] ?? '';
        const edits = safeEdits(findings(rule, bad));
        assert.equal(applyEdits({ text: bad }, edits), fixed);
        if (edits.length === 0) return;
        assert.deepEqual(
          findings(rule, fixed).filter(({ fixes }) => fixes?.some(({ safe }) => safe)),
          [],
        );
        const before = buildkitReport(parse(bad), {}).buildError;
        const after = buildkitReport(parse(fixed), {}).buildError;
        if (before === undefined) assert.equal(after, undefined);
      });
    }

    it('says nothing about good examples', () => {
      for (const good of rule.good) assert.deepEqual(findings(rule, good), [], good);
    });

    it('has good examples that build', () => {
      for (const good of rule.good)
        assert.equal(buildkitReport(parse(good), rule.exampleFacts ?? {}).buildError, undefined, good);
    });
  });
}
