import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { shellcheck as setUp } from '../../scripts/setup/index.mjs';
import { parse } from '../../server/src/dockerfile/parse';
import { applyEdits } from '../../server/src/features/safe-edits';
import type { RuleFinding } from '../../server/src/rules/lint';
import type { Severity } from '../../server/src/rules/rule';
import { shellcheck } from '../../server/src/session/shellcheck';

let program: string;

before(async () => {
  program = await setUp();
});

interface Options {
  readonly severities?: ReadonlyMap<string, Severity | 'off'>;
  readonly path?: string;
}

/** What ShellCheck comes to say of a file, at the end of its run. */
async function findingsOf(text: string, { severities = new Map(), path = program }: Options = {}) {
  const dockerfile = parse(text);
  const log: string[] = [];
  const findings = await new Promise<readonly RuleFinding[]>((resolve) => {
    const checker = shellcheck({
      allowed: () => true,
      program: () => path,
      changed: () => resolve(checker.findings('file:///Dockerfile', dockerfile, severities)),
      log: (message) => {
        log.push(message);
        resolve([]);
      },
    });
    checker.findings('file:///Dockerfile', dockerfile, severities);
  });
  return { dockerfile, findings, log };
}

async function said(text: string, options?: Options): Promise<string[]> {
  const { findings } = await findingsOf(text, options);
  const inOrder = findings.toSorted(
    (a, b) => a.span.start - b.span.start || (a.rule.id < b.rule.id ? -1 : 1),
  );
  return inOrder.map(
    ({ rule, span, severity }) => `${rule.id} ${severity} ${text.slice(span.start, span.end)}`,
  );
}

/** A program in the place of ShellCheck. */
function stub(script: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'strata-')), 'shellcheck');
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

describe('ShellCheck', () => {
  it('finds the exact words, through continuations, comments and wide characters', async () => {
    assert.deepEqual(
      await said(
        'FROM alpine\nRUN echo "😀" && \\\n  # a comment\n  echo $A && \\\n\n  cat `ls`\nRUN ["sh", "-c", "echo $A"]\n',
      ),
      ['SC2086 info $A', 'SC2006 hint `ls`', 'SC2046 warning `ls`'],
    );
  });

  it('reads heredocs, and the shell that SHELL or the script names', async () => {
    assert.deepEqual(await said('FROM alpine\nRUN <<EOF\nx=1\n  echo $y\nEOF\n'), [
      'SC2034 warning x',
      'SC2086 info $y',
      'SC2154 warning $y',
    ]);
    assert.deepEqual(await said('FROM alpine\nRUN a=(1); echo "${a[0]}"\n'), [
      'SC3030 warning (1)',
      'SC3054 warning ${a[0]}',
    ]);
    assert.deepEqual(
      await said('FROM alpine\nSHELL ["/bin/bash", "-c"]\nRUN a=(1); echo "${a[0]}"; echo $b\n'),
      ['SC2086 info $b', 'SC2154 warning $b'],
    );
    assert.deepEqual(
      await said('FROM alpine\nRUN <<EOF\n#!/usr/bin/env python3\nprint("$x")\nEOF\nRUN echo $a\n'),
      ['SC2086 info $a', 'SC2154 warning $a'],
    );
  });

  it('knows ARG and ENV as variables of unknown value', async () => {
    assert.deepEqual(await said('FROM alpine\nARG a\nENV b=1\nRUN echo "$a" "$b" "$c"; echo $a\n'), [
      'SC2154 warning $c',
      'SC2086 info $a',
    ]);
  });

  it('offers its fixes', async () => {
    const { dockerfile, findings } = await findingsOf('FROM alpine\nARG A\nRUN echo \\\n  $A \\\n  `ls`\n');
    const fixed = findings.flatMap(({ fixes = [] }) =>
      fixes.map(({ edits }) => applyEdits(dockerfile, edits)),
    );
    assert.deepEqual(fixed, [
      'FROM alpine\nARG A\nRUN echo \\\n  "$A" \\\n  `ls`\n',
      'FROM alpine\nARG A\nRUN echo \\\n  $A \\\n  $(ls)\n',
    ]);
    assert.ok(findings.every(({ fixes = [] }) => fixes.every(({ safe }) => !safe)));
  });

  it('obeys settings and comments', async () => {
    const severities = new Map([
      ['SC2086', 'off' as const],
      ['SC2006', 'error' as const],
    ]);
    assert.deepEqual(await said('FROM alpine\nARG A\nRUN echo $A "`ls`"\n', { severities }), [
      'SC2006 error `ls`',
    ]);
    assert.deepEqual(await said('FROM alpine\nARG A\n# hadolint ignore=SC2086\nRUN echo $A\nRUN cat $A\n'), [
      'SC2086 info $A',
    ]);
  });

  it('is silent where there is none, and tells once what hangs together with a broken one', async () => {
    const dockerfile = parse('FROM alpine\nRUN echo $A\n');
    const log: string[] = [];
    const missing = shellcheck({
      allowed: () => true,
      program: () => '/no/such/program',
      changed: () => log.push('changed'),
      log: (message) => log.push(message),
    });
    assert.deepEqual(missing.findings('u', dockerfile, new Map()), []);
    const broken = await findingsOf('FROM alpine\nRUN echo $A\nRUN echo $B\n', {
      path: stub('echo "{oops"'),
    });
    assert.deepEqual([broken.findings.length, broken.log.length], [0, 1]);
    assert.match(broken.log[0] ?? '', /is no ShellCheck report/);
    assert.deepEqual(log, []);
  });

  it('starts nothing in a folder that is not trusted, and stops with the next edit', async () => {
    const trace = join(mkdtempSync(join(tmpdir(), 'strata-')), 'trace');
    const path = stub(`echo $$ >${trace}.new; mv ${trace}.new ${trace}; exec sleep 60`);
    let isTrusted = false;
    const checker = shellcheck({
      allowed: () => isTrusted,
      program: () => path,
      changed: () => undefined,
      log: () => undefined,
    });
    const dockerfile = parse('FROM alpine\nRUN echo $A\n');
    assert.deepEqual(checker.findings('u', dockerfile, new Map()), []);
    // A run of another file begins and comes to its program while the first would have.
    await findingsOf('FROM alpine\nRUN echo $A\n');
    assert.equal(existsSync(trace), false);
    isTrusted = true;
    checker.findings('u', dockerfile, new Map());
    while (!existsSync(trace)) await new Promise(setImmediate);
    checker.cancel('u');
    const id = Number(readFileSync(trace, 'utf8'));
    while (isRunning(id)) await new Promise(setImmediate);
  });
});

function isRunning(id: number): boolean {
  try {
    return process.kill(id, 0);
  } catch {
    return false;
  }
}
