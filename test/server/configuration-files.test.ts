import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { check } from '../../server/src/cli/check';
import { format } from '../../server/src/cli/format';
import { readConfiguration } from '../../server/src/configuration';
import { configurationFiles, overlay } from '../../server/src/configuration-files';

/** A folder with these files. */
function folder(files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), 'strata-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return root;
}

function problemsOf(name: string, text: string): string[] {
  const root = folder({ [name]: text });
  return configurationFiles(root, [root]).flatMap(({ problems }) =>
    problems.map(({ span, message }) => `${text.slice(span.start, span.end)}: ${message}`),
  );
}

describe('configuration files', () => {
  it('are the nearest of each kind up to the workspace folder, ours over hadolint’s over the editor’s', () => {
    const root = folder({
      '.strata.json': '{ "rules": { "DL3008": "error" } }',
      '.hadolint.yaml': 'ignored: [DL3008, DL3009]\noverride:\n  style: [DL3015]\n  error:\n    - DL3002\n',
      'a/.strata.json':
        '{ "strata.rules": { "DL3009": "info" }, "rules.preset": "all", "format": { "keywordCase": "lower" } }',
      'a/b/Dockerfile': '',
    });
    const files = configurationFiles(join(root, 'a', 'b'), [root]);
    assert.deepEqual(
      files.map(({ path }) => path),
      [join(root, '.hadolint.yaml'), join(root, 'a', '.strata.json')],
    );
    const editor = { rules: { preset: 'builder', DL3007: 'off', DL3002: 'off' }, validate: true };
    const { rules, preset, format } = readConfiguration(overlay(editor, files));
    assert.deepEqual(Object.fromEntries(rules), {
      DL3007: 'off',
      DL3002: 'error',
      DL3008: 'off',
      DL3009: 'info',
      DL3015: 'hint',
    });
    assert.deepEqual([preset, format.keywordCase], ['all', 'lower']);
  });

  it('of hadolint give its rules their registries and labels', () => {
    const root = folder({
      '.hadolint.yaml':
        'trustedRegistries:\n  - docker.io\n  - "*.example.com"\nlabel-schema:\n  author: text\n  when: rfc3339\nstrict-labels: true\nfailure-threshold: warning\n',
    });
    const files = configurationFiles(root, [root]);
    const { options } = readConfiguration(overlay({}, files));
    assert.deepEqual(options.trustedRegistries, ['docker.io', '*.example.com']);
    assert.deepEqual(options.labelSchema, { author: 'text', when: 'rfc3339' });
    assert.equal(options.strictLabels, true);
    assert.equal(files[0]?.failureThreshold, 'warning');
  });

  it('cannot name programs, hosts or credentials, and say so once', () => {
    const text = '{ "shellcheck.path": "/tmp/evil", "engine": { "host": "tcp://evil" }, "codeLens": false }';
    const [told, ...more] = problemsOf('.strata.json', text);
    assert.match(told ?? '', /^shellcheck\.path: "shellcheck\.path", "engine\.host" cannot be set in a file/);
    assert.deepEqual(more, []);
    const root = folder({ '.strata.json': text });
    const { shellcheckPath, engineHost, codeLens } = readConfiguration(
      overlay({ shellcheck: { path: '/usr/bin/shellcheck' } }, configurationFiles(root, [root])),
    );
    assert.deepEqual([shellcheckPath, engineHost, codeLens], ['/usr/bin/shellcheck', '', false]);
  });

  it('with mistakes are told of once, and the rest counts', () => {
    const one = (name: string, text: string, expected: RegExp) => {
      const found = problemsOf(name, text);
      assert.equal(found.length, 1, text);
      assert.match(found[0] ?? '', expected);
    };
    one('.hadolint.yaml', 'ignored: [DL3008\n', /^ignored: \[DL3008: This is not YAML/);
    one(
      '.hadolint.yaml',
      'ignored:\n  - DL3008\n  - nonsense\n  - SC2086\n',
      /^nonsense: There is no rule "nonsense"/,
    );
    one('.hadolint.yaml', 'a: &a [x, x]\nb: &b [*a, *a, *a]\n'.repeat(2), /This is not YAML/);
    one('.hadolint.yaml', '- a\n', /this is none/);
    one('.strata.json', '{ "rules": {}, }', /^\{ "rules": \{\}, \}: This is not JSON/);
    one('.strata.json', '{ "rules": { "abc": "off", "xyz": "off" } }', /^abc: There is no rule "abc", "xyz"/);
    one('.strata.json', '{ "colour": 1 }', /^colour: There is no setting "colour"/);
    one('.strata.json', '{ "codeLens": 1 }', /^codeLens: "codeLens" has a value/);
    assert.deepEqual(problemsOf('.hadolint.yaml', '# nothing\n'), []);
    assert.deepEqual(problemsOf('.strata.json', '{ "$schema": "x", "rules": { "DL9999": "off" } }'), []);
  });

  it('say how `strata format` writes', () => {
    const root = folder({
      Dockerfile: 'FROM alpine:3\nRUN x\n',
      '.strata.json': '{ "format.keywordCase": "lower" }',
      '.git/HEAD': '',
    });
    const complain = (text: string) => assert.fail(text);
    assert.equal(format([join(root, 'Dockerfile')], { colour: false, print: complain, complain }), 0);
    assert.equal(readFileSync(join(root, 'Dockerfile'), 'utf8'), 'from alpine:3\nrun x\n');
  });

  it('rule over `strata check`, and over when it fails', () => {
    const root = folder({
      'a/Dockerfile': 'FROM alpine:3\nWORKDIR app\n',
      'b/Dockerfile': 'FROM alpine:3\nWORKDIR app\n',
      'b/.hadolint.yaml': 'ignored: [DL3000, WorkdirRelativePath, nonsense]\n',
      'c/Dockerfile': 'FROM alpine:3\nWORKDIR app\n',
      'c/.hadolint.yaml': 'failure-threshold: error\n',
      '.git/HEAD': '',
    });
    const run = (name: string) => {
      const printed: string[] = [];
      const complaints: string[] = [];
      const code = check([join(root, name)], {
        colour: false,
        print: (text) => printed.push(text),
        complain: (text) => complaints.push(text),
      });
      return {
        code,
        hasFinding: printed.join('').includes('[relative-workdir]'),
        complaints: complaints.length,
      };
    };
    assert.deepEqual(run('a'), { code: 1, hasFinding: true, complaints: 0 });
    assert.deepEqual(run('b'), { code: 0, hasFinding: false, complaints: 1 });
    assert.deepEqual(run('c'), { code: 0, hasFinding: true, complaints: 0 });
  });
});
