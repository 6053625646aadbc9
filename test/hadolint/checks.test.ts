import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse } from '../../server/src/dockerfile/parse';
import { checks } from '../../server/src/hadolint';
import type { CheckOptions } from '../../server/src/hadolint/check';
import { inspect } from '../../server/src/hadolint/inspect';
import { imageCases } from './image-cases';
import { instructionCases } from './instruction-cases';
import { labelCases } from './label-cases';
import { packageCases } from './package-cases';
import { shellCases } from './shell-cases';

/** A code, and for each Dockerfile the lines (1-based) on which it is reported. */
export type Cases = Readonly<Record<string, readonly Case[]>>;
export type Case = readonly [text: string, lines: readonly number[], options?: Partial<CheckOptions>];

const cases: Cases = {
  ...imageCases,
  ...instructionCases,
  ...labelCases,
  ...packageCases,
  ...shellCases,
};

const none: CheckOptions = { trustedRegistries: [], labelSchema: {}, strictLabels: false };

describe('the checks of hadolint', () => {
  for (const [code, table] of Object.entries(cases)) {
    it(code, () => {
      for (const [text, lines, options] of table) {
        const found = inspect(parse(text), { ...none, ...options })
          .filter((finding) => finding.code === code)
          .map(({ line }) => line + 1);
        assert.deepEqual(found, lines, JSON.stringify(text));
      }
    });
  }

  it('have cases of both kinds each', () => {
    for (const code of [...checks.map((check) => check.code), 'DL1000', 'DL1001']) {
      const counts = (cases[code] ?? []).map(([, lines]) => lines.length);
      assert.ok(Math.max(...counts) > 0, `${code} fires nowhere`);
      assert.ok(counts.includes(0), `${code} is quiet nowhere`);
    }
  });
});
