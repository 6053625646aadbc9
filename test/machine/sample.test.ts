import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { root } from '../../scripts/project.mjs';

/** What a run with this environment takes of ten cases. */
function taken(environment: Record<string, string>): string {
  const text =
    "const { sampleOf } = require('./test/machine/sample.ts'); console.log(sampleOf('ten', [...'abcdefghij'], 4).join(''))";
  const { stdout } = spawnSync(process.execPath, ['--import', 'tsx', '-e', text], {
    encoding: 'utf8',
    cwd: root,
    env: { ...process.env, ...environment },
  });
  return stdout.trim();
}

describe('the cases of a long suite', () => {
  it('are all taken where the suite was asked for by name', () => {
    assert.equal(taken({ STRATA_TESTS: 'whole' }), 'abcdefghij');
  });

  it('are otherwise a few, in order, the same for the same seed', () => {
    const first = taken({ STRATA_TESTS: 'sample', STRATA_SEED: '7' });
    assert.equal(first.length, 4);
    assert.equal(Array.from(first).sort().join(''), first);
    assert.equal(taken({ STRATA_TESTS: 'sample', STRATA_SEED: '7' }), first);
    assert.notEqual(taken({ STRATA_TESTS: 'sample', STRATA_SEED: '8' }), first);
  });
});
