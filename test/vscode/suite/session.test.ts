import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { BuildOutcome } from '../../../client/src/build-image';
import type { RunOutcome } from '../../../client/src/run-image';
import type { LayersView } from '../../../server/src/protocol';
import { test } from './runner';
import { behind, diagnostics, hoverText, inFolder, replace, run, show, strata } from './strata';

// What a person does with the website sample, from the first look to the last stop. The steps build on each other.

interface Failed {
  readonly error: { readonly message: string; readonly code?: string };
}
interface Inspected {
  readonly uri: vscode.Uri;
  readonly command: readonly string[];
}

const image = 'strata-website:session';
let container: RunOutcome;

test('a mistake is reported while one types, and goes away with it', async () => {
  await strata();
  const document = await show(inFolder('website', 'Dockerfile'));
  await replace(document, 'WORKDIR', 'WORKDIRR');
  const isUnknown = ({ message, source }: vscode.Diagnostic): boolean =>
    source === 'strata' && message.includes('WORKDIRR');
  const found = await diagnostics(document.uri, (all) => all.some(isUnknown));
  const mistake = found.find(isUnknown);
  assert.equal(document.getText(mistake?.range), 'WORKDIRR');
  assert.equal(mistake?.severity, vscode.DiagnosticSeverity.Error);
  await replace(document, 'WORKDIRR', 'WORKDIR');
  await diagnostics(document.uri, (all) => !all.some(isUnknown));
  await document.save();
});

test('a hover explains the instruction under the cursor', async () => {
  const document = await show(inFolder('website', 'Dockerfile'));
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    behind(document, 'EXPO'),
  );
  assert.match(hoverText(hovers), /-p/);
});

test('completion offers tags of the base image', async () => {
  const document = await show(inFolder('website', 'Dockerfile'));
  const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
    'vscode.executeCompletionItemProvider',
    document.uri,
    behind(document, 'FROM node:'),
  );
  const labels = items.map(({ label }) => (typeof label === 'string' ? label : label.label));
  // None of them stands in the document, so VS Code did not make them up from its words.
  const tags = labels.filter((label) => /^(?:node:)?(?:\d+|lts)-(?:slim|bookworm|trixie)$/.test(label));
  assert(tags.length > 0, labels.slice(0, 20).join(' '));
});

test('the sample is built', async () => {
  const outcome = await run<BuildOutcome>('build', { uri: inFolder('website', 'Dockerfile'), tag: image });
  assert.equal(outcome.error, undefined);
  assert.equal(outcome.image, image);
  assert.equal(outcome.total, 5);
  assert.equal(outcome.command[0], 'docker');
  assert(outcome.command.includes(image));
}, 300);

test('building again takes everything from the cache', async () => {
  const { cached, total } = await run<BuildOutcome>('build', { uri: inFolder('website', 'Dockerfile') });
  assert.equal(cached, total);
}, 120);

test('it runs with -e and -p, and answers with the variable’s value', async () => {
  container = await run<RunOutcome>('run', {
    image,
    env: { WHO: 'Ada & co', PORT: '9000' },
    ports: ['9000'],
    name: 'strata-session',
  });
  const [published] = container.ports;
  assert.equal(container.name, 'strata-session');
  assert.equal(published?.container, 9000);
  assert.equal(published.hostIp, '127.0.0.1');
  assert.deepEqual(container.command.slice(1, 3), ['run', '-d']);
  const { address } = await run<{ address: string }>('openInBrowser', { id: container.id, open: false });
  assert.equal(address, `http://127.0.0.1:${published.host}/`);
  assert.match(await (await fetch(address)).text(), /Hello, Ada & co!/);
});

test('a port that is taken is one clear sentence', async () => {
  const host = container.ports[0]?.host;
  const { error } = await run<Failed>('run', { image, ports: [`${host}:8080`] });
  assert.equal(error.code, 'port-taken');
  assert(error.message.includes(String(host)));
});

test('inspecting the image shows its command, its variables and its layers', async () => {
  const { uri, command } = await run<Inspected>('inspectImage', image);
  const text = (await vscode.workspace.openTextDocument(uri)).getText();
  assert.match(text, /node server\.js/);
  assert.match(text, /`WHO` +\| `world`/);
  assert.match(text, /COPY server\.js/);
  assert.deepEqual(command.slice(-3), ['image', 'inspect', image]);
  const json = await run<{ uri: vscode.Uri }>('showJson', uri);
  const raw = JSON.parse((await vscode.workspace.openTextDocument(json.uri)).getText()) as {
    RepoTags: string[];
  };
  assert(raw.RepoTags.includes(image));
});

test('inspecting the container shows what run said otherwise than the image', async () => {
  const { uri } = await run<Inspected>('inspectContainer', container.id);
  const text = (await vscode.workspace.openTextDocument(uri)).getText();
  assert.match(text, /`ENV WHO` +\| `world` +\| `Ada & co`/);
  assert.match(text, /running/);
});

test('the layers of the built file have sizes', async () => {
  const { exports } = await strata();
  const uri = inFolder('website', 'Dockerfile');
  const sizes = async (): Promise<number[]> => {
    const { instructions } = await run<LayersView>('showLayers', { uri });
    return instructions.flatMap(({ instruction, size }) => (instruction === 'COPY' && size ? [size] : []));
  };
  // What the engine says may come after the first answer, and is announced.
  const announced = new Promise<void>((resolve) => {
    const subscription = exports.onLayersChanged((changed) => {
      if (changed.toString() !== uri.toString()) return;
      subscription.dispose();
      resolve();
    });
  });
  const first = await sizes();
  if (first.length === 0) await announced;
  assert.equal((await sizes()).length, 3);
});

test('stop ends the container, and start brings it back', async () => {
  await run('stop', { id: container.id });
  const stopped = await inspected(container.id);
  assert.equal(stopped.state.status, 'exited');
  await run('start', { id: container.id });
  assert.equal((await inspected(container.id)).state.status, 'running');
  await run('removeContainer', { id: container.id, force: true });
  const { error } = await run<Failed>('inspectContainer', container.id);
  assert.equal(error.code, 'not-found');
});

async function inspected(id: string): Promise<{ state: { status: string } }> {
  return (await run<{ inspection: { state: { status: string } } }>('inspectContainer', id)).inspection;
}
