import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse } from '../../server/src/dockerfile/parse';
import { inspect } from '../../server/src/hadolint/inspect';
import { reportedFindings } from '../../server/src/report/hadolint';

/** `code:line` of everything that is reported, lines 1-based. */
function found(text: string): string[] {
  return inspect(parse(text), { trustedRegistries: [], labelSchema: {}, strictLabels: false })
    .filter(({ level }) => level !== 'ignore')
    .map(({ code, line }) => `${code}:${line + 1}`);
}

describe('the comments of hadolint', () => {
  it('silence the line directly below', () => {
    assert.deepEqual(found('FROM a:1\n# hadolint ignore=DL3003\nRUN cd x\n'), []);
    assert.deepEqual(found('FROM a:1\n# hadolint ignore=DL3003,DL3004 # why\nRUN cd x && sudo y\n'), []);
    assert.deepEqual(found('FROM a:1\n# hadolint ignore=DL3003\n\nRUN cd x\n'), ['DL3003:4']);
    assert.deepEqual(found('FROM a:1\n# hadolint ignore=DL3004\nRUN cd x\n'), ['DL3003:3']);
    assert.deepEqual(found('FROM a:1\nRUN x && \\\n# hadolint ignore=DL3003\n cd x\n'), ['DL3003:2']);
    assert.deepEqual(found('FROM a:1\n# hadolint ignore DL3003\nRUN cd x\n'), ['DL3003:3']);
  });

  it('silence the whole file from anywhere', () => {
    assert.deepEqual(found('FROM a:1\nRUN cd x\n# hadolint global ignore=DL3003\n'), []);
  });

  it('silence a stage above its FROM', () => {
    const text =
      'FROM a:1\nRUN cd x\n# hadolint stage ignore=DL3003\nFROM a:1\nRUN cd x\nFROM a:1\nRUN cd x\n';
    assert.deepEqual(found(text), ['DL3003:2', 'DL3003:7']);
  });
});

describe('what is reported', () => {
  const findings = inspect(parse('FROM a:1\n# hadolint ignore=DL3004\nRUN cd x\n'), {
    trustedRegistries: [],
    labelSchema: {},
    strictLabels: false,
  });
  const reported = (all: boolean, chosen: Record<string, 'error' | 'hint' | 'off'> = {}) =>
    reportedFindings(findings, all, new Map(Object.entries(chosen))).map(
      ({ code, level }) => `${code} ${level}`,
    );

  it('leaves out what hadolint leaves off unless all is asked for', () => {
    assert.deepEqual(reported(false), ['DL3003 warning']);
    assert.deepEqual(reported(true), ['DL3057 info', 'DL1001 info', 'DL3003 warning']);
  });

  it('follows the settings', () => {
    assert.deepEqual(reported(false, { DL3003: 'off' }), []);
    assert.deepEqual(reported(false, { DL3003: 'hint', DL1001: 'error' }), ['DL1001 error', 'DL3003 style']);
    assert.deepEqual(reported(true, { 'no-healthcheck': 'off' }), ['DL1001 info', 'DL3003 warning']);
  });
});
