import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import type {
  CodeAction,
  CompletionItem,
  CompletionList,
  Hover,
  InlayHint,
} from 'vscode-languageserver/node';
import type { FetchParams, SearchImagesResult } from '../../server/src/protocol';
import { temporaryFolder } from '../machine/program';
import { startRegistry } from '../machine/registry';
import { startServer, type Asked, type FakeServer, type Reply } from '../registry/fake-server';
import { startClient, type ClientOptions, type LanguageClient } from './language-client';

// The server under test sees neither this user's logins nor what was remembered before.
const folder = temporaryFolder('server-registry');
process.env['DOCKER_CONFIG'] = join(folder, 'docker');
process.env['STRATA_STATE_DIR'] = join(folder, 'state');
mkdirSync(process.env['DOCKER_CONFIG']);

const running: { stop(): Promise<unknown> }[] = [];
after(async () => {
  for (const each of running.reverse()) await each.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Milliseconds within which a list is there, whatever the network does. */
const patience = 150;

async function serve(answer: (asked: Asked, host: string) => Reply | 'never'): Promise<FakeServer> {
  const server = await startServer(answer);
  running.push(server);
  return server;
}

async function client(
  {
    trustedHosts = [],
    trusted = true,
    ...options
  }: { trustedHosts?: string[]; trusted?: boolean; fetch?: boolean },
  more: ClientOptions = {},
): Promise<LanguageClient> {
  const commands = ['strata.trustRegistry', 'strata.searchImages'];
  const started = await startClient({
    ...more,
    initializationOptions: { trusted, commands, settings: { registry: { trustedHosts } }, ...options },
  });
  running.push(started);
  return started;
}

const tags = (...names: string[]): Reply => ({ body: JSON.stringify({ name: 'x', tags: names }) });

async function completed(
  from: LanguageClient,
  text: string,
  uri = from.open(text),
): Promise<CompletionItem[]> {
  const lines = text.split('\n');
  const position = { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
  const list = await from.request('textDocument/completion', { textDocument: { uri }, position });
  return (list as CompletionList).items;
}

/** What is offered once the registry has answered, which on a busy machine may take longer than a list waits. */
async function offered(from: LanguageClient, text: string): Promise<string[]> {
  const uri = from.open(text);
  let found = labels(await completed(from, text, uri));
  while (found.some((label) => label.endsWith('has not answered yet.'))) {
    found = labels(await completed(from, text, uri));
  }
  return found;
}

const hovered = async (from: LanguageClient, uri: string, character: number): Promise<string> => {
  const hover = await from.request('textDocument/hover', {
    textDocument: { uri },
    position: { line: 0, character },
  });
  return ((hover as Hover | null)?.contents as { value: string } | undefined)?.value ?? '';
};

const actionsFor = async (from: LanguageClient, uri: string, triggerKind = 1): Promise<CodeAction[]> => {
  const at = { line: 0, character: 6 };
  const params = {
    textDocument: { uri },
    range: { start: at, end: at },
    context: { diagnostics: [], triggerKind },
  };
  return (await from.request('textDocument/codeAction', params)) as CodeAction[];
};

const labels = (items: readonly { label: string }[]) => items.map(({ label }) => label);
const titles = (actions: readonly CodeAction[]) => actions.map(({ title }) => title);
const newTexts = ({ edit }: CodeAction) =>
  (edit?.documentChanges ?? []).flatMap((change) =>
    'edits' in change ? change.edits.map((one) => ('newText' in one ? one.newText : '')) : [],
  );

/** Pushes an image without layers, and gives its digest. */
async function push(url: string, name: string, tag: string): Promise<string> {
  const digestOf = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`;
  const config = JSON.stringify({
    architecture: 'amd64',
    os: 'linux',
    rootfs: { type: 'layers', diff_ids: [] },
  });
  const upload = await fetch(`${url}/v2/${name}/blobs/uploads/`, { method: 'POST' });
  const place = new URL(upload.headers.get('location') ?? '', url);
  place.searchParams.set('digest', digestOf(config));
  assert.equal((await fetch(place, { method: 'PUT', body: config })).status, 201);
  const mediaType = 'application/vnd.docker.distribution.manifest.v2+json';
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType,
    config: {
      mediaType: 'application/vnd.docker.container.image.v1+json',
      size: config.length,
      digest: digestOf(config),
    },
    layers: [],
  });
  const put = { method: 'PUT', headers: { 'content-type': mediaType }, body: manifest };
  assert.equal((await fetch(`${url}/v2/${name}/manifests/${tag}`, put)).status, 201);
  return digestOf(manifest);
}

describe('the language server and registries', { timeout: 120_000 }, () => {
  it('completes tags and digests from a real registry, and pins what it lists', async () => {
    const registry = await startRegistry();
    running.push(registry);
    const digest = await push(registry.url, 'acme/api', '1.2.3');
    await push(registry.url, 'acme/api', '1.3.0');
    const editor = await client(
      { trustedHosts: [registry.host] },
      { capabilities: { textDocument: { codeAction: { resolveSupport: { properties: ['edit'] } } } } },
    );
    const image = `${registry.host}/acme/api`;
    const uri = editor.open(`FROM ${image}:1.2.3`);
    const before = registry.log();
    // Hints and the bulb of a cursor that moves come with what is known already.
    await editor.request('textDocument/inlayHint', {
      textDocument: { uri },
      range: { start: { line: 0, character: 0 }, end: { line: 1, character: 0 } },
    });
    assert.ok(!titles(await actionsFor(editor, uri, 2)).some((title) => title.startsWith('Move')));
    assert.equal(registry.log(), before);

    assert.deepEqual(await offered(editor, `FROM ${image}:`), ['1.3.0', '1.2.3']);
    assert.deepEqual(await offered(editor, `FROM ${image}:1.2.3@`), [digest]);
    assert.match(await hovered(editor, uri, 8), new RegExp(digest));
    const actions = await actionsFor(editor, uri);
    const moves = actions.filter(({ title }) => title.startsWith('Move'));
    assert.deepEqual(moves.map(newTexts), [[`${image}:1.3.0`]]);

    const other = editor.open(`FROM ${image}:1.3.0`);
    const pin = (await actionsFor(editor, other, 2)).find(({ title }) => title.startsWith('Pin'));
    const resolved = (await editor.request('codeAction/resolve', pin ?? {})) as CodeAction;
    assert.match(newTexts(resolved).join(), new RegExp(`^${image}:1\\.3\\.0@sha256:[0-9a-f]{64}$`));
  });

  it('answers in time while a registry says nothing, says so, and asks it once', async () => {
    const server = await serve(() => 'never');
    const editor = await client({ trustedHosts: [server.host] });
    await completed(editor, 'FROM ');
    const text = `FROM ${server.host}/acme/api:`;
    const uri = editor.open(text);
    const times: number[] = [];
    for (let round = 0; round < 5; round++) {
      const begun = performance.now();
      const items = await completed(editor, text, uri);
      times.push(performance.now() - begun);
      assert.deepEqual(labels(items), [`${server.host} has not answered yet.`]);
    }
    // The best of five: other programs may keep the machine busy.
    assert.ok(Math.min(...times) < patience, times.map((time) => time.toFixed(0)).join());
    assert.ok(server.asked.length <= 1, String(server.asked.length));
  });

  it('offers the best of 20,000 tags as soon as they are read', async () => {
    const all = Array.from({ length: 20_000 }, (_, index) => `${index % 40}.${index % 97}.${index}`);
    const server = await serve(({ target }) =>
      target.includes('/tags/list') ? tags(...all) : { status: 404 },
    );
    const editor = await client({ trustedHosts: [server.host] });
    const text = `FROM ${server.host}/acme/api:`;
    const uri = editor.open(text);
    let items: CompletionItem[] = [];
    for (let round = 0; items.length < 60 && round < 200; round++) items = await completed(editor, text, uri);
    assert.ok(labels(items).includes('39.96.19399'), labels(items).slice(0, 5).join());
  });

  it('asks nobody when a file is opened, checked and shown', async () => {
    const server = await serve(() => tags('1'));
    const editor = await client({ trustedHosts: [server.host] });
    const uri = 'file:///nowhere/open/Dockerfile';
    const diagnostics = editor.nextDiagnostics(uri, 1);
    editor.open(`FROM ${server.host}/acme/api\nCOPY --from=${server.host}/acme/web:1 /a /b\n`, uri);
    await diagnostics;
    const whole = { start: { line: 0, character: 0 }, end: { line: 2, character: 0 } };
    for (const feature of [
      'inlayHint',
      'documentLink',
      'documentSymbol',
      'codeLens',
      'semanticTokens/full',
    ]) {
      await editor.request(`textDocument/${feature}`, { textDocument: { uri }, range: whole });
    }
    await actionsFor(editor, uri, 2);
    assert.deepEqual(server.asked, []);
  });

  it('asks nobody from a workspace that is not trusted, and says so', async () => {
    const server = await serve(() => tags('1'));
    const editor = await client({ trustedHosts: [server.host], trusted: false });
    const text = `FROM ${server.host}/acme/api:`;
    assert.deepEqual(labels(await completed(editor, text)), [
      'Registries are asked in trusted workspaces only.',
    ]);
    const uri = editor.open(`FROM ${server.host}/acme/api:1`);
    await hovered(editor, uri, 8);
    await actionsFor(editor, uri);
    const found = (await editor.request('strata/searchImages', { text: 'api' })) as SearchImagesResult;
    assert.deepEqual(found, { images: [], problem: 'Registries are asked in trusted workspaces only.' });
    assert.deepEqual(server.asked, []);
  });

  it('asks no registry that the user does not trust, and offers to', async () => {
    const evil = await serve(() => tags('evil'));
    const editor = await client({ trustedHosts: ['127.0.0.1:1'] });
    const text = `FROM ${evil.host}/acme/api:`;
    const [item, ...more] = await completed(editor, text);
    assert.equal(item?.label, `${evil.host} is not among the trusted registries.`);
    assert.equal(item.command?.command, 'strata.trustRegistry');
    assert.deepEqual(item.command.arguments, [evil.host]);
    assert.deepEqual(more, []);
    const uri = editor.open(`FROM ${evil.host}/acme/api:1`);
    assert.match(await hovered(editor, uri, 8), /not among the trusted registries/);
    assert.ok(titles(await actionsFor(editor, uri)).includes(`Trust the registry ${evil.host}`));
    assert.deepEqual(evil.asked, []);
  });

  it('asks through the client where the client makes requests', async () => {
    const evil = await serve(() => tags('evil'));
    const editor = await client({ trustedHosts: [evil.host], fetch: true });
    const requests: FetchParams[] = [];
    editor.connection.onRequest('strata/fetch', (params: FetchParams) => {
      requests.push(params);
      return { status: 200, headers: {}, body: JSON.stringify({ tags: ['1.0'] }) };
    });
    assert.deepEqual(await offered(editor, `FROM ${evil.host}/acme/api:`), ['1.0']);
    assert.deepEqual(
      requests.map(({ method, url, allowPrivate }) => ({ method, url, allowPrivate })),
      [{ method: 'GET', url: `https://${evil.host}/v2/acme/api/tags/list?n=1000`, allowPrivate: true }],
    );
    assert.deepEqual(evil.asked, []);
  });

  it('searches Docker Hub when that is chosen, never while a name is typed', async () => {
    const editor = await client({ fetch: true });
    const requests: FetchParams[] = [];
    editor.connection.onRequest('strata/fetch', (params: FetchParams) => {
      requests.push(params);
      const body = JSON.stringify({
        results: [{ repo_name: 'acme/zebra', short_description: '<b>', star_count: 3 }],
      });
      return { status: 200, headers: {}, body };
    });
    const item = (await completed(editor, 'FROM zebra')).at(-1);
    assert.equal(item?.label, 'Search Docker Hub for "zebra"');
    assert.deepEqual(requests, []);
    const text: unknown = item.command?.arguments?.[0];
    assert.deepEqual(await editor.request('strata/searchImages', { text }), {
      images: [{ name: 'acme/zebra', description: '<b>', stars: 3, isOfficial: false }],
    });
    assert.equal(labels(await completed(editor, 'FROM ghcr.io/acme/zebra')).includes('Search'), false);
  });

  it('offers the images that other Dockerfiles of the workspace use', async () => {
    const workspace = temporaryFolder('workspace');
    mkdirSync(join(workspace, 'a'));
    writeFileSync(join(workspace, 'a', 'Dockerfile'), 'FROM ghcr.io/acme/base:4 AS one\nFROM one\n');
    writeFileSync(join(workspace, 'Dockerfile'), 'FROM ');
    const editor = await client(
      { trusted: false },
      { workspaceFolders: [{ uri: pathToFileURL(workspace).href, name: 'workspace' }] },
    );
    const uri = editor.open('FROM ', pathToFileURL(join(workspace, 'Dockerfile')).href);
    // They have been read then: the list need not wait.
    await editor.request('workspace/symbol', { query: '' });
    const [first] = await completed(editor, 'FROM ', uri);
    assert.deepEqual([first?.label, first?.detail], ['ghcr.io/acme/base:4', 'used in this workspace']);
    rmSync(workspace, { recursive: true });
  });

  it('shows since when an image is out of support, and only then', async () => {
    const editor = await client({ trusted: false });
    const uri = editor.open('FROM node:16-bookworm AS old\nFROM node:99\nFROM old\n');
    const hints = (await editor.request('textDocument/inlayHint', {
      textDocument: { uri },
      range: { start: { line: 0, character: 0 }, end: { line: 3, character: 0 } },
    })) as InlayHint[];
    const found = hints.filter(({ label }) => typeof label === 'string' && label.startsWith('end of life'));
    assert.deepEqual(
      found.map(({ label, position }) => ({ label, line: position.line })),
      [{ label: 'end of life since 2023-09-11', line: 0 }],
    );
  });
});
