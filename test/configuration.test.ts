import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readConfiguration } from '../server/src/configuration';
import { rules } from '../server/src/rules';
import { fits, settings } from '../server/src/settings';
import { severitiesOf } from '../server/src/severities';

describe('settings', () => {
  it('have defaults that fit their own schema', () => {
    for (const { id, schema, default: value } of settings) assert.ok(fits(value, schema), id);
  });

  it('are read nested or dotted, with and without the prefix', () => {
    for (const raw of [
      { format: { keepRunBlanks: true } },
      { 'format.keepRunBlanks': true },
      { strata: { format: { keepRunBlanks: true } } },
      { strata: { 'format.keepRunBlanks': true } },
      { 'strata.format.keepRunBlanks': true },
    ]) {
      assert.equal(readConfiguration(raw).format.keepRunBlanks, true, JSON.stringify(raw));
    }
  });

  it('give continued lines an indentation of their own, or leave it to the editor', () => {
    assert.equal(readConfiguration({ 'format.indentation': 2 }).format.indent, '  ');
    for (const value of [undefined, 0, -1, '2']) {
      assert.equal(readConfiguration({ 'format.indentation': value }).format.indent, undefined);
    }
  });

  it('keep their defaults where a value does not fit', () => {
    const wrong = readConfiguration({
      validate: 'no',
      trustedRegistries: 'docker.io',
      keywordCase: 'title',
      rules: { 'relative-workdir': 'loud', maintainer: 'off' },
    });
    const usual = readConfiguration({});
    assert.equal(wrong.validate, true);
    assert.deepEqual(wrong.options, usual.options);
    assert.deepEqual([...wrong.rules], [['maintainer', 'off']]);
    for (const nothing of [null, undefined, 7, 'x', []]) {
      assert.deepEqual(readConfiguration(nothing), usual);
    }
  });

  it('take the preset beside the rules and among them, as VS Code merges the two', () => {
    assert.equal(readConfiguration({ rules: { preset: 'all' } }).preset, 'all');
    assert.equal(readConfiguration({ 'rules.preset': 'builder' }).preset, 'builder');
    assert.equal(readConfiguration({}).preset, 'recommended');
  });
});

describe('severities', () => {
  const severity = (raw: object, id: string) => severitiesOf(rules, readConfiguration(raw)).get(id);

  it('follow the id before the alias, and both before the preset', () => {
    assert.equal(severity({}, 'relative-workdir'), 'warning');
    assert.equal(severity({ rules: { DL3000: 'hint' } }, 'relative-workdir'), 'hint');
    assert.equal(
      severity({ rules: { DL3000: 'hint', 'relative-workdir': 'error' } }, 'relative-workdir'),
      'error',
    );
  });

  it('of presets: the builder alone, the usual, everything', () => {
    const on = (preset: string) =>
      [...severitiesOf(rules, readConfiguration({ 'rules.preset': preset }))].filter(
        ([, value]) => value !== 'off',
      ).length;
    assert.equal(on('all'), rules.length);
    assert.ok(on('builder') < on('recommended'));
    assert.ok(on('recommended') < on('all'));
  });
});
