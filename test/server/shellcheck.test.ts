import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { shellcheck as setUp } from '../../scripts/setup/index.mjs';
import { startClient } from './language-client';

let program: string;

before(async () => {
  program = await setUp();
});

describe('ShellCheck in the server', () => {
  it('adds its findings to ours when they are there, with fixes to choose', async () => {
    const client = await startClient({
      initializationOptions: { trusted: true, settings: { 'shellcheck.path': program } },
    });
    const uri = 'file:///nowhere/Dockerfile';
    const native = client.nextDiagnostics(uri, 1);
    client.open('FROM alpine:3\nARG A\nWORKDIR app\nRUN echo $A\n', uri);
    const codes = (diagnostics: { code?: unknown }[]) => diagnostics.map(({ code }) => code);
    assert.deepEqual(codes(await native), ['relative-workdir']);
    let all = await client.nextDiagnostics(uri, 1);
    while (all.length < 2) all = await client.nextDiagnostics(uri, 1);
    assert.deepEqual(codes(all), ['relative-workdir', 'SC2086']);
    const last = all.at(-1);
    assert.deepEqual(last?.range, { start: { line: 3, character: 9 }, end: { line: 3, character: 11 } });
    assert.equal(last.codeDescription?.href, 'https://www.shellcheck.net/wiki/SC2086');
    const actions = (await client.request('textDocument/codeAction', {
      textDocument: { uri },
      range: last.range,
      context: { diagnostics: [], only: ['quickfix'] },
    })) as { title: string }[];
    assert.deepEqual(
      actions.map(({ title }) => title),
      ['Fix SC2086 as ShellCheck suggests', 'Allow SC2086 in this instruction', 'Allow SC2086 in this file'],
    );
    assert.equal(await client.stop(), 0);
  });

  it('does not run in a folder that is not trusted', async () => {
    const client = await startClient({ initializationOptions: { settings: { 'shellcheck.path': program } } });
    const uri = 'file:///nowhere/Dockerfile';
    const first = client.nextDiagnostics(uri, 1);
    client.open('FROM alpine:3\nARG A\nRUN echo $A\n', uri);
    assert.deepEqual(await first, []);
    const trusted = client.nextDiagnostics(uri, 1);
    void client.connection.sendNotification('strata/trust', { trusted: true });
    // The refresh that trust brings comes before ShellCheck has had time to say anything.
    assert.deepEqual(await trusted, []);
    let all = await client.nextDiagnostics(uri, 1);
    while (all.length === 0) all = await client.nextDiagnostics(uri, 1);
    assert.deepEqual(
      all.map(({ code }) => code),
      ['SC2086'],
    );
    assert.equal(await client.stop(), 0);
  });
});

describe('configuration files in the server', () => {
  it('rule over the findings, and their mistakes are shown on them until they are mended', async () => {
    const root = mkdtempSync(join(tmpdir(), 'strata-'));
    const path = join(root, '.strata.json');
    const write = (text: string) => writeFileSync(path, text);
    const uri = pathToFileURL(join(root, 'Dockerfile')).href;
    const file = pathToFileURL(path).href;
    write('{ "rules": { "relative-workdir": "off" }, "engine.host": "tcp://evil" }');
    const client = await startClient({
      workspaceFolders: [{ uri: pathToFileURL(root).href, name: 'root' }],
    });
    const flawed = client.nextDiagnostics(file, 0);
    const silent = client.nextDiagnostics(uri, 1);
    client.open('FROM alpine:3\nWORKDIR app\n', uri);
    const [problem, ...more] = await flawed;
    assert.match(JSON.stringify(problem?.message), /engine\.host\\" cannot be set in a file/);
    assert.deepEqual(problem?.range, { start: { line: 0, character: 43 }, end: { line: 0, character: 54 } });
    assert.deepEqual(more, []);
    assert.deepEqual(await silent, []);

    write('{}');
    const mended = client.nextDiagnostics(file, 0);
    const found = client.nextDiagnostics(uri, 1);
    void client.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: file, type: 2 }],
    });
    assert.deepEqual(await mended, []);
    assert.deepEqual(
      (await found).map(({ code }) => code),
      ['relative-workdir'],
    );
    assert.equal(await client.stop(), 0);
  });
});
