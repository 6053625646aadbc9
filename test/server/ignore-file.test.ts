import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { CompletionItem, Diagnostic, Hover, WorkspaceSymbol } from 'vscode-languageserver/node';
import { client, folderWith } from './started';

const uriOf = (...path: string[]): string => pathToFileURL(join(...path)).href;

describe('the language server on a .dockerignore file', { timeout: 60_000 }, () => {
  const files = { '.dockerignore': '', 'logs/a.log': '12345', 'logs/b.log': '678', 'keep.txt': '' };

  it('says at once what the builder rejects, and publishes the idle lines when it has read the folder', async () => {
    const folder = folderWith(files);
    const push = await client();
    const uri = uriOf(folder, '.dockerignore');
    push.open('!\n*.zip\nlogs\n', uri, 'dockerignore');
    const last = () => push.published.at(-1)?.diagnostics ?? [];
    while (last().length < 2) await push.nextDiagnostics(uri, 1);
    const codes = ({ diagnostics }: { diagnostics: Diagnostic[] }) =>
      diagnostics.map(({ code, range }) => [range.start.line, code]);
    assert.deepEqual(push.published.map(codes)[0], [[0, 'invalid-ignore-pattern']]);
    assert.deepEqual(push.published.map(codes).at(-1), [
      [0, 'invalid-ignore-pattern'],
      [1, 'idle-ignore-pattern'],
    ]);
  });

  it('says nothing about an old revision, and offers to take out what is wrong', async () => {
    const any = await client({ capabilities: { textDocument: { diagnostic: {} } } });
    const old = any.open('!\n', 'git:/w/.dockerignore?%7B%7D', 'dockerignore');
    const pull = (uri: string) => any.request('textDocument/diagnostic', { textDocument: { uri } });
    assert.deepEqual(await pull(old), { kind: 'full', items: [] });
    const uri = any.open('!\n', 'untitled:.dockerignore', 'dockerignore');
    const { items } = (await pull(uri)) as { items: Diagnostic[] };
    const [range] = items.map((item) => item.range);
    const actions = await any.request('textDocument/codeAction', {
      textDocument: { uri },
      range,
      context: { diagnostics: items },
    });
    assert.match(JSON.stringify(actions), /Remove this line/);
  });

  it('counts what a line leaves out', async () => {
    const any = await client();
    const uri = any.open('logs\n', uriOf(folderWith(files), '.dockerignore'), 'dockerignore');
    const hover = (await any.request('textDocument/hover', {
      textDocument: { uri },
      position: { line: 0, character: 1 },
    })) as Hover;
    assert.match(JSON.stringify(hover.contents), /Leaves out 2 files\*\*, 8 bytes/);
  });

  it('completes paths of the build context of the Dockerfile that it is named after', async () => {
    const folder = folderWith({ 'api/Dockerfile': 'FROM a\n', 'shared/x.txt': '' });
    const any = await client({
      workspaceFolders: [{ uri: uriOf(folder), name: 'w' }],
      initializationOptions: { settings: { contexts: { 'api/*': '.' } } },
    });
    const completed = async (name: string): Promise<string[]> => {
      const uri = any.open('sh', uriOf(folder, name), 'dockerignore');
      const items = (await any.request('textDocument/completion', {
        textDocument: { uri },
        position: { line: 0, character: 2 },
      })) as CompletionItem[];
      return items.filter(({ label }) => /^(api|shared|Dockerfile)$/.test(label)).map(({ label }) => label);
    };
    assert.deepEqual((await completed('api/Dockerfile.dockerignore')).sort(), ['api', 'shared']);
    assert.deepEqual(await completed('api/.dockerignore'), ['Dockerfile']);
  });
});

describe('the symbols of a workspace', { timeout: 60_000 }, () => {
  it('come from all Dockerfiles below its folders, as they are typed where they are open', async () => {
    const folder = folderWith({
      Dockerfile: 'FROM alpine AS assets\n',
      'services/api.Dockerfile': 'ARG API_VERSION\nFROM alpine AS api\n',
      'node_modules/x/Dockerfile': 'FROM alpine AS api-of-another\n',
      'README.md': 'FROM alpine AS readme\n',
    });
    const any = await client({ workspaceFolders: [{ uri: uriOf(folder), name: 'w' }] });
    any.open('FROM alpine AS api-typed\n', uriOf(folder, 'Dockerfile'));
    const symbols = (await any.request('workspace/symbol', { query: 'api' })) as WorkspaceSymbol[];
    assert.deepEqual(
      symbols.map(({ name, location }) => [name, location.uri]),
      [
        ['api-typed', uriOf(folder, 'Dockerfile')],
        ['api', uriOf(folder, 'services/api.Dockerfile')],
        ['API_VERSION', uriOf(folder, 'services/api.Dockerfile')],
      ],
    );
  });
});
