import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse } from '../../server/src/dockerfile/parse';
import { githubReport } from '../../server/src/report/github';
import type { CheckedFile } from '../../server/src/report/report';
import { ruleDocumentation } from '../../server/src/report/rule-documentation';
import { sarifReport } from '../../server/src/report/sarif';
import { textReport } from '../../server/src/report/text';
import { rules } from '../../server/src/rules';
import { lint } from '../../server/src/rules/lint';
import { corpus } from '../shared';

function checked(file: string, text: string): CheckedFile {
  const dockerfile = parse(text);
  return {
    file,
    dockerfile,
    facts: {},
    findings: lint(dockerfile, {}, { options: {}, severities: new Map() }),
  };
}

interface Sarif {
  version: string;
  runs: {
    tool: { driver: { rules: { id: string }[] } };
    results: {
      ruleId: string;
      ruleIndex: number;
      level: string;
      locations: {
        physicalLocation: {
          artifactLocation: { uri: string };
          region: { startLine: number; startColumn: number; endLine: number; endColumn: number };
        };
      }[];
    }[];
  }[];
}

describe('SARIF', () => {
  it('names each rule once and places each result, 1-based', () => {
    const text = 'FROM alpine:3\nWORKDIR app\n';
    const report = JSON.parse(
      sarifReport([checked('a b/Dockerfile', text), checked('/x/y', text), checked('c:\\z', text)], '1.2.3'),
    ) as Sarif;
    const [run] = report.runs;
    assert.equal(report.version, '2.1.0');
    assert.deepEqual(
      run?.tool.driver.rules.map(({ id }) => id),
      ['relative-workdir'],
    );
    assert.deepEqual(
      run.results.map(({ ruleId, ruleIndex, level }) => [ruleId, ruleIndex, level]),
      Array.from({ length: 3 }, () => ['relative-workdir', 0, 'warning']),
    );
    assert.deepEqual(
      run.results.map(({ locations }) => locations[0]?.physicalLocation.artifactLocation.uri),
      ['a%20b/Dockerfile', 'file:///x/y', 'file:///c%3A/z'],
    );
    assert.deepEqual(run.results[0]?.locations[0]?.physicalLocation.region, {
      startLine: 2,
      startColumn: 9,
      endLine: 2,
      endColumn: 12,
    });
  });

  it('holds for every file of the corpus', () => {
    const files = corpus().map(({ name, text }) => checked(name, text));
    const [run] = (JSON.parse(sarifReport(files, '1')) as Sarif).runs;
    for (const { ruleId, ruleIndex, locations } of run?.results ?? []) {
      assert.equal(run?.tool.driver.rules[ruleIndex]?.id, ruleId);
      const { startLine, startColumn, endLine, endColumn } = locations[0]?.physicalLocation.region ?? {
        startLine: 0,
        startColumn: 0,
        endLine: 0,
        endColumn: 0,
      };
      assert.ok(startLine >= 1 && startColumn >= 1 && endLine >= startLine);
      assert.ok(endLine > startLine || endColumn >= startColumn);
    }
  });
});

describe('annotations', () => {
  it('escape what would end a property or a message', () => {
    const report = githubReport([checked('a,b:c%d', 'FROM alpine:3\nWORKDIR a%b\n')]);
    assert.match(report, /^::warning file=a%2Cb%3Ac%25d,line=2,/);
    assert.match(report, /::"a%25b" /);
  });
});

describe('the report for people', () => {
  it('is empty without findings, one line for each otherwise', () => {
    assert.equal(textReport([checked('x', 'FROM alpine:3\n')], false), '');
    const [first, blank, summary] = textReport([checked('x', 'FROM alpine:3\nWORKDIR a\n')], false).split(
      '\n',
    );
    assert.match(first ?? '', /^x:2:9: warning: /);
    assert.deepEqual([blank, summary], ['', '1 finding(s) in 1 file']);
    assert.match(
      textReport([checked('x', 'FROM alpine:3\nWORKDIR a\n')], true),
      /\u001b\[33mwarning\u001b\[0m/,
    );
  });
});

describe('the documentation of a rule', () => {
  it('has closed fences and no control characters', () => {
    for (const rule of rules) {
      const text = ruleDocumentation(rule);
      assert.doesNotMatch(text, /[\u0000-\u0008\u000b-\u001f]/, rule.id);
      assert.equal((text.match(/^`{3,}/gm) ?? []).length % 2, 0, rule.id);
    }
  });
});
