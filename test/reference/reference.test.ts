import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse } from '../../server/src/dockerfile/parse';
import { directives } from '../../server/src/reference/directives';
import { instructions } from '../../server/src/reference/instructions';
import { labels } from '../../server/src/reference/labels';
import { mounts } from '../../server/src/reference/mounts';
import { predefinedArguments } from '../../server/src/reference/predefined-arguments';
import { signals } from '../../server/src/reference/signals';
import { rules } from '../../server/src/rules';
import { lint } from '../../server/src/rules/lint';
import { hoverAt } from '../check';

/** What the checks say of a text with their default severities. */
function findings(text: string): string[] {
  return lint(parse(text), {}, { options: {}, severities: new Map() })
    .filter(({ severity }) => severity === 'error' || severity === 'warning')
    .map(({ rule, message }) => `${rule.id}: ${message}`);
}

/** An example of one line belongs in a stage. */
function inStage(example: string): string {
  const stages = 'FROM alpine:3.24 AS build\nWORKDIR /app\n';
  return example.startsWith('FROM') || example.startsWith('#')
    ? example
    : `${stages}FROM alpine:3.24\nWORKDIR /app\n${example}`;
}

describe('the reference', () => {
  it('has the 18 instructions, each once', () => {
    assert.equal(new Set(instructions.map(({ name }) => name)).size, 18);
  });

  for (const { name, forms, flags, example, link } of instructions) {
    describe(name, () => {
      it('has an example that passes our own checks', () => {
        assert.deepEqual(findings(example), []);
      });
      it('has forms whose parameters stand in them, in order', () => {
        for (const { syntax, parameters, snippet } of forms) {
          let from = 0;
          for (const { label } of parameters) {
            const at = syntax.indexOf(label, from);
            assert.notEqual(at, -1, `${label} in ${syntax}`);
            from = at;
          }
          assert.ok(snippet.startsWith(`${name} `) || name === 'MAINTAINER', snippet);
        }
      });
      it('leads to its part of the documentation', () => {
        assert.match(
          link,
          new RegExp(`^https://docs\\.docker\\.com/reference/dockerfile/#${name.toLowerCase()}`),
        );
      });
      for (const flag of flags) {
        it(`explains --${flag.name} with an example that the builder takes`, () => {
          // What only the labs channel takes is told so, and by nothing else.
          const labs = flag.since?.endsWith('-labs') ? ['invalid-run-flag'] : [];
          assert.deepEqual(
            findings(inStage(flag.example)).map((finding) => finding.split(':')[0]),
            labs,
          );
          const at = flag.example.indexOf(`--${flag.name}`);
          const found = hoverAt(inStage(`${flag.example.slice(0, at)}<|>${flag.example.slice(at)}`));
          assert.ok(found?.markdown.includes(flag.summary), flag.name);
        });
      }
    });
  }

  it('explains every type and key of a mount', () => {
    for (const { type, summary, keys, example } of mounts) {
      assert.deepEqual(findings(inStage(example)), [], type);
      assert.ok(hoverAt(`FROM a\nRUN --mount=type=<|>${type} x`)?.markdown.includes(summary));
      for (const key of keys) {
        for (const name of [key.name, ...key.aliases]) {
          const found = hoverAt(`FROM a\nRUN --mount=type=${type},<|>${name}=1 x`);
          assert.ok(found?.markdown.includes(key.summary), `${type} ${name}`);
        }
      }
    }
  });

  it('explains every directive, with an example that passes our own checks', () => {
    for (const { name, summary, example } of directives) {
      assert.ok(hoverAt(`<|>${example}`)?.markdown.includes(summary), name);
      assert.deepEqual(findings(example), []);
    }
  });

  it('explains every predefined argument, signal and label', () => {
    for (const { name, summary, kind } of predefinedArguments) {
      const at = kind === 'builder' ? `ARG <|>${name}\nFROM a` : `FROM a\nARG <|>${name}`;
      assert.ok(hoverAt(at)?.markdown.includes(summary), name);
    }
    for (const { name, number, summary } of signals) {
      assert.ok(hoverAt(`FROM a\nSTOPSIGNAL <|>${name}`)?.markdown.includes(`(${number}): ${summary}`), name);
    }
    for (const { name, summary } of labels) {
      assert.ok(hoverAt(`FROM a\nLABEL <|>${name}=x`)?.markdown.includes(summary), name);
    }
  });

  it('explains every rule, by its own name and those of others, where a comment switches it off', () => {
    for (const rule of rules) {
      for (const name of [rule.id, ...rule.aliases]) {
        const found = hoverAt(`FROM a\n# hadolint ignore=<|>${name}\nRUN x`);
        const owner = rules.find(({ id, aliases }) => id === name || aliases.includes(name));
        assert.ok(owner && found?.markdown.includes(owner.why), name);
      }
    }
  });
});
