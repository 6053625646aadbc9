import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as vscode from 'vscode';
import { test } from './runner';
import { showFile, strata } from './strata';

test('tags come from a registry, asked by the extension host, once the user trusts it', async () => {
  await strata();
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.end(JSON.stringify({ name: 'acme/api', tags: ['1.2.3', '1.3.0'] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const settings = vscode.workspace.getConfiguration('strata');
  try {
    const document = await showFile('registry/Dockerfile', `FROM ${host}/acme/api:`);
    // Snippets of the language stand in the list too.
    const completed = async (): Promise<string[]> => {
      const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        document.uri,
        document.lineAt(0).range.end,
      );
      return items.flatMap(({ label }) => (typeof label === 'string' && /^\d/.test(label) ? [label] : []));
    };
    assert.deepEqual(await completed(), [`${host} is not among the trusted registries.`]);
    assert.deepEqual(asked, []);
    await settings.update('registry.trustedHosts', [host], vscode.ConfigurationTarget.Global);
    let found = await completed();
    // A busy machine may take longer than a list waits.
    while (found.includes(`${host} has not answered yet.`)) found = await completed();
    assert.deepEqual(found, ['1.3.0', '1.2.3']);
    assert.deepEqual(asked, ['/v2/acme/api/tags/list?n=1000']);
  } finally {
    await settings.update('registry.trustedHosts', undefined, vscode.ConfigurationTarget.Global);
    server.close();
  }
});
