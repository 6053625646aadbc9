import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import type {
  CodeAction,
  CodeLens,
  CompletionItem,
  CompletionList,
  Diagnostic,
  DocumentDiagnosticReport,
  DocumentSymbol,
  FoldingRange,
  Hover,
} from 'vscode-languageserver/node';
import type { ContextResult, LayersView, StagesResult } from '../../server/src/protocol';
import { startClient, type LanguageClient } from './language-client';
import { client, folderWith } from './started';

const pull = { textDocument: { diagnostic: {} } };

async function pulled(from: LanguageClient, uri: string): Promise<Diagnostic[]> {
  const report = (await from.request('textDocument/diagnostic', {
    textDocument: { uri },
  })) as DocumentDiagnosticReport;
  assert.equal(report.kind, 'full');
  return report.items;
}

const codes = (diagnostics: readonly Diagnostic[]) => diagnostics.map(({ code }) => code);

const website = `FROM node:20 AS build
WORKDIR /app
ARG TOKEN
ENV PORT=8080
RUN --mount=type=secret,id=npmrc,required=true npm ci
FROM build
EXPOSE $PORT 53/udp
ENTRYPOINT ["node"]
CMD ["index.js"]
`;

describe('the language server over stdio', { timeout: 60_000 }, () => {
  it('announces what it does', async () => {
    const { initialized } = await client({ capabilities: pull });
    const { capabilities, serverInfo } = initialized;
    assert.equal(serverInfo?.name, 'strata');
    assert.equal(capabilities.positionEncoding, 'utf-16');
    assert.deepEqual(capabilities.textDocumentSync, { openClose: true, change: 2, save: true });
    assert.ok(capabilities.diagnosticProvider);
    assert.equal((await client()).initialized.capabilities.diagnosticProvider, undefined);
  });

  it('publishes diagnostics to a client that does not pull, and takes them away on close', async () => {
    const push = await client();
    const uri = 'file:///nowhere/push/Dockerfile';
    const first = push.nextDiagnostics(uri, 1);
    push.open('FROM alpine:3\nWORKDIR app\n', uri);
    const [diagnostic, ...more] = await first;
    assert.deepEqual(more, []);
    assert.deepEqual(diagnostic?.range, {
      start: { line: 1, character: 8 },
      end: { line: 1, character: 11 },
    });
    assert.equal(diagnostic.source, 'strata');
    assert.equal(diagnostic.code, 'relative-workdir');
    assert.match(diagnostic.codeDescription?.href ?? '', /rules\.md#relative-workdir$/);
    const second = push.nextDiagnostics(uri, 2);
    push.change(uri, 2, 'FROM alpine:3\nWORKDIR /app\n');
    assert.deepEqual(await second, []);
    const third = push.nextDiagnostics(uri, 3);
    push.change(uri, 3, 'FROM alpine:3\nWORKDIR app\n');
    assert.deepEqual(codes(await third), ['relative-workdir']);
    const closed = push.nextDiagnostics(uri, 0);
    void push.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
    assert.deepEqual(await closed, []);
  });

  it('answers a client that pulls, and publishes nothing to it', async () => {
    const puller = await client({ capabilities: pull });
    const uri = puller.open('FROM alpine:3\nWORKDIR app\n');
    assert.deepEqual(codes(await pulled(puller, uri)), ['relative-workdir']);
    puller.change(uri, 2, 'FROM alpine:3\nWORKDIR /app\n');
    assert.deepEqual(await pulled(puller, uri), []);
    assert.deepEqual(puller.published, []);
  });

  it('answers a hundred edits that arrive at once by one run over the last text', async () => {
    const push = await client();
    const uri = push.open('FROM alpine:3\n');
    await push.nextDiagnostics(uri, 1);
    const before = push.published.length;
    const last = push.nextDiagnostics(uri, 101);
    push.atOnce(
      Array.from({ length: 100 }, (_, index) => ({
        method: 'textDocument/didChange',
        params: {
          textDocument: { uri, version: index + 2 },
          contentChanges: [{ text: `FROM alpine:3\nWORKDIR app${String(index + 2)}\n` }],
        },
      })),
    );
    assert.match(JSON.stringify(await last), /app101/);
    assert.equal(push.published.length - before, 1);
  });

  it('answers hovers while the checks of a large file go on', async () => {
    const push = await client();
    const uri = push.open(`FROM alpine:3\n${'RUN apt-get update && echo "$PATH"\n'.repeat(8000)}`);
    const told = push.nextDiagnostics(uri, 1);
    for (let line = 1; line <= 5; line += 1) {
      const textDocument = { uri };
      assert.ok(await push.request('textDocument/hover', { textDocument, position: { line, character: 1 } }));
    }
    assert.deepEqual(push.published, []);
    await told;
  });

  it('reads incremental edits in UTF-16 units', async () => {
    const puller = await client({ capabilities: pull });
    const uri = puller.open('FROM alpine:3\n# 😀 x\nWORKDIR /app\n');
    await puller.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version: 2 },
      contentChanges: [
        { range: { start: { line: 1, character: 2 }, end: { line: 1, character: 4 } }, text: '' },
        { range: { start: { line: 2, character: 8 }, end: { line: 2, character: 9 } }, text: '' },
      ],
    });
    assert.deepEqual(codes(await pulled(puller, uri)), ['relative-workdir']);
  });

  it('checks files on disk and new ones, not old revisions', async () => {
    const puller = await client({ capabilities: pull });
    const text = 'FROM alpine:3\nWORKDIR app\n';
    for (const [uri, expected] of [
      ['untitled:Untitled-1', ['relative-workdir']],
      ['git:/work/Dockerfile?%7B%7D', []],
      ['vscode-vfs://github/a/b/Dockerfile', []],
    ] as const) {
      puller.open(text, uri);
      assert.deepEqual(codes(await pulled(puller, uri)), expected, uri);
    }
  });

  it('reads no Dockerfile in a .dockerignore file', async () => {
    const puller = await client({ capabilities: pull });
    const uri = puller.open('node_modules\n', 'file:///nowhere/.dockerignore', 'dockerignore');
    assert.deepEqual(await pulled(puller, uri), []);
  });

  it('takes settings from initializationOptions', async () => {
    const text = 'FROM alpine:3\nWORKDIR app\n';
    for (const initializationOptions of [
      { rules: { 'relative-workdir': 'error' } },
      { strata: { rules: { WorkdirRelativePath: 'error' } } },
      { settings: { rules: { DL3000: 'error' } } },
    ]) {
      const puller = await client({ capabilities: pull, initializationOptions });
      const [diagnostic] = await pulled(puller, puller.open(text));
      assert.equal(diagnostic?.severity, 1);
    }
  });

  it('asks for the settings of each document, and again when they change', async () => {
    let rules: Record<string, string> = { 'relative-workdir': 'off' };
    const puller = await client({
      capabilities: { ...pull, workspace: { configuration: true, diagnostics: { refreshSupport: true } } },
      settings: () => ({ rules }),
    });
    const refreshed = new Promise<void>((resolve) => {
      puller.connection.onRequest('workspace/diagnostic/refresh', () => resolve());
    });
    const uri = puller.open('FROM alpine:3\nWORKDIR app\n');
    assert.deepEqual(await pulled(puller, uri), []);
    rules = {};
    await puller.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
    await refreshed;
    assert.deepEqual(codes(await pulled(puller, uri)), ['relative-workdir']);
  });

  it('reads settings that a client can only push', async () => {
    const push = await client();
    const uri = push.open('FROM alpine:3\nWORKDIR app\n');
    assert.deepEqual(codes(await push.nextDiagnostics(uri, 1)), ['relative-workdir']);
    const again = push.nextDiagnostics(uri, 1);
    await push.connection.sendNotification('workspace/didChangeConfiguration', {
      settings: { strata: { rules: { 'relative-workdir': 'off' } } },
    });
    assert.deepEqual(await again, []);
  });

  it('hovers', async () => {
    const any = await client();
    const hover = (await any.request('textDocument/hover', {
      textDocument: { uri: any.open(website) },
      position: { line: 1, character: 2 },
    })) as Hover;
    assert.match(JSON.stringify(hover.contents), /WORKDIR/);
    assert.deepEqual(hover.range, { start: { line: 1, character: 0 }, end: { line: 1, character: 7 } });
  });

  it('completes', async () => {
    const any = await client();
    const answer = (await any.request('textDocument/completion', {
      textDocument: { uri: any.open('FROM alpine:3\nWOR') },
      position: { line: 1, character: 3 },
    })) as CompletionList | CompletionItem[];
    const items = Array.isArray(answer) ? answer : answer.items;
    assert.ok(items.some(({ label }) => label === 'WORKDIR'));
  });

  it('outlines and folds', async () => {
    const any = await client();
    const textDocument = { uri: any.open(website) };
    const symbols = (await any.request('textDocument/documentSymbol', { textDocument })) as DocumentSymbol[];
    assert.deepEqual(
      symbols.map(({ name, children }) => [name, children?.map((child) => child.name)]),
      [
        ['build', ['WORKDIR', 'ARG', 'ENV', 'RUN']],
        ['1', ['EXPOSE', 'ENTRYPOINT', 'CMD']],
      ],
    );
    const folds = (await any.request('textDocument/foldingRange', { textDocument })) as FoldingRange[];
    assert.deepEqual(folds, [
      { startLine: 0, endLine: 4 },
      { startLine: 5, endLine: 8 },
    ]);
  });

  it('offers lenses for the commands that the editor has', async () => {
    const bare = await client();
    assert.deepEqual(
      await bare.request('textDocument/codeLens', { textDocument: { uri: bare.open(website) } }),
      [],
    );
    const rich = await client({ initializationOptions: { commands: ['strata.build'] } });
    const uri = rich.open(website);
    const lenses = (await rich.request('textDocument/codeLens', { textDocument: { uri } })) as CodeLens[];
    assert.deepEqual(
      lenses.map(({ command }) => [command?.command, command?.arguments]),
      [
        ['strata.build', [{ uri, stage: 0, of: 2, version: 1, name: 'build' }]],
        ['strata.build', [{ uri, stage: 1, of: 2, version: 1 }]],
      ],
    );
  });

  it('offers the fix of a finding, its suppression, refactorings and fix-all', async () => {
    const any = await client();
    const uri = any.open('FROM alpine:3\nrun ls\nRUN ls\nrun pwd\nRUN id\n');
    const ask = async (only?: string[]) =>
      (await any.request('textDocument/codeAction', {
        textDocument: { uri },
        range: { start: { line: 1, character: 0 }, end: { line: 1, character: 0 } },
        context: { diagnostics: [], ...(only ? { only } : {}) },
      })) as CodeAction[];
    const offered = (await ask()).map(({ kind, isPreferred, title }) => [
      kind,
      ...(isPreferred ? ['preferred'] : []),
      title,
    ]);
    assert.deepEqual(offered, [
      ['quickfix', 'preferred', 'Write RUN'],
      ['quickfix', 'Allow ConsistentInstructionCasing in this file'],
      ['refactor.rewrite', 'Merge 4 RUN instructions'],
      ['refactor.rewrite', 'Turn into exec form'],
      ['source.fixAll.strata', 'Fix all problems that have a safe fix'],
    ]);
    const [all, ...more] = await ask(['source.fixAll']);
    assert.deepEqual(more, []);
    const [change] = all?.edit?.documentChanges ?? [];
    assert.ok(change && 'edits' in change);
    assert.deepEqual(
      change.edits.map((edit) => ('newText' in edit ? [edit.range.start.line, edit.newText] : [])),
      [
        [1, 'RUN'],
        [3, 'RUN'],
      ],
    );
  });

  it('tells what the pickers of build and run are filled in from', async () => {
    const any = await client();
    const answer = (await any.request('strata/stages', {
      textDocument: { uri: any.open(website) },
    })) as StagesResult;
    assert.equal(answer.version, 1);
    const [build, last] = answer.stages;
    assert.deepEqual(
      [
        build?.name,
        build?.image,
        build?.workingDirectory,
        build?.environment.map(({ name, value }) => [name, value]),
      ],
      ['build', 'node:20', '/app', [['PORT', '8080']]],
    );
    assert.deepEqual(
      build?.arguments.map(({ name, default: value, secret }) => [name, value, secret]),
      [['TOKEN', undefined, true]],
    );
    assert.deepEqual(
      build.secrets.map(({ id, required }) => [id, required]),
      [['npmrc', true]],
    );
    assert.equal(last?.parent, 0);
    assert.deepEqual(
      last.ports.map(({ port, protocol }) => [port, protocol]),
      [
        [8080, 'tcp'],
        [53, 'udp'],
      ],
    );
    assert.deepEqual([last.entrypoint?.words, last.command?.words], [['node'], ['index.js']]);
  });

  it('measures the build context without what .dockerignore leaves out', async () => {
    const folder = folderWith({
      Dockerfile: 'FROM scratch\nCOPY . /\n',
      '.dockerignore': '*.log\n',
      'a.txt': '12345',
      'b.log': 'never sent',
    });
    const any = await client();
    const path = join(folder, 'Dockerfile');
    const uri = any.open('FROM scratch\nCOPY . /\n', pathToFileURL(path).href);
    const answer = (await any.request('strata/context', { textDocument: { uri } })) as ContextResult;
    assert.deepEqual(answer, {
      context: folder,
      dockerfile: path,
      dockerignore: join(folder, '.dockerignore'),
      files: 3,
      bytes: 'FROM scratch\nCOPY . /\n'.length + '*.log\n'.length + 5,
      ignored: 1,
    });
  });

  it('takes the build context from the settings, and before them from what the user chose', async () => {
    const folder = folderWith({});
    const root = pathToFileURL(folder).href;
    const any = await client({
      workspaceFolders: [{ uri: root, name: 'root' }],
      initializationOptions: { contexts: { 'services/*/Dockerfile': '.' } },
    });
    const uri = any.open('FROM scratch\n', `${root}/services/api/Dockerfile`);
    const context = async () =>
      ((await any.request('strata/context', { textDocument: { uri } })) as ContextResult).context;
    assert.equal(await context(), folder);
    await any.connection.sendNotification('strata/choices', { uri, context: '..' });
    assert.equal(await context(), join(folder, 'services'));
  });

  it('shows what is a layer, and follows the chosen target', async () => {
    const any = await client();
    const uri = any.open(website);
    const ask = async () => (await any.request('strata/layers', { textDocument: { uri } })) as LayersView;
    const { instructions, target } = await ask();
    assert.equal(target, '1');
    assert.deepEqual(
      instructions.filter(({ layer }) => layer).map(({ line, instruction }) => [line, instruction]),
      [
        [2, 'WORKDIR'],
        [5, 'RUN'],
      ],
    );
    const changed = new Promise((resolve) => any.connection.onNotification('strata/layersChanged', resolve));
    await any.connection.sendNotification('strata/choices', { uri, target: 'build' });
    assert.deepEqual(await changed, { uri });
    assert.equal((await ask()).target, 'build');
  });

  it('answers for documents that it does not have with nothing', async () => {
    const any = await client();
    const textDocument = { uri: 'file:///nowhere/never-opened/Dockerfile' };
    assert.equal(await any.request('strata/layers', { textDocument }), null);
    assert.equal(
      await any.request('textDocument/hover', { textDocument, position: { line: 0, character: 0 } }),
      null,
    );
    assert.deepEqual(await any.request('textDocument/documentSymbol', { textDocument }), []);
  });

  it('ends with code 0 after shutdown', async () => {
    const any = await startClient();
    assert.equal(await any.stop(), 0);
  });
});
