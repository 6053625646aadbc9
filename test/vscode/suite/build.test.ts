import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { BuildOutcome } from '../../../client/src/build-image';
import { test } from './runner';
import { diagnostics, replace, run, showFile, strata } from './strata';

interface Failed {
  readonly error: { readonly message: string; readonly code?: string };
}

const isFailure = ({ source }: vscode.Diagnostic): boolean => source === 'docker build';

test('a step that fails is reported on its line, and no longer after the next build', async () => {
  await strata();
  const document = await showFile(
    'failing/Dockerfile',
    'FROM node:22-alpine\nRUN echo first\nRUN echo reason \\\n    && exit 7\n',
  );
  const failed = await run<BuildOutcome>('build', { uri: document.uri });
  assert.equal(failed.error?.line, 3);
  assert.equal(failed.image, undefined);
  const [failure] = (await diagnostics(document.uri, (all) => all.some(isFailure))).filter(isFailure);
  assert.equal(failure?.range.start.line, 2);
  assert.equal(failure.range.end.line, 3);
  assert.match(failure.message, /reason/);

  await replace(document, 'exit 7', 'exit 0');
  const built = await run<BuildOutcome>('build', { uri: document.uri });
  assert.equal(built.error, undefined);
  assert.equal(built.image, 'failing:latest', 'named after its folder');
  assert.equal(document.isDirty, false, 'saved before the build');
  assert.deepEqual(vscode.languages.getDiagnostics(document.uri).filter(isFailure), []);
}, 120);

test('a code lens builds its stage, also where the file changed since', async () => {
  const document = await showFile(
    'stages/Dockerfile',
    'FROM node:22-alpine AS first\nRUN echo one\n\nFROM node:22-alpine\nRUN exit 1\n',
  );
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
    'vscode.executeCodeLensProvider',
    document.uri,
    100,
  );
  const first = lenses.find(
    ({ command, range }) => command?.command === 'strata.build' && range.start.line === 0,
  );
  assert(first?.command);
  const argument: unknown = first.command.arguments?.[0];
  await replace(document, 'FROM', '# a comment\nFROM');
  const built = await run<BuildOutcome>('build', argument);
  assert.equal(built.error, undefined);
  assert.equal(built.image, 'stages:first');
  assert(built.command.includes('first'));
}, 120);

test('a code lens on a stage without a name or count says that the file changed', async () => {
  const document = await showFile('unnamed/Dockerfile', 'FROM scratch\nCOPY a /\n');
  const argument = { uri: document.uri.toString(), stage: 0, version: document.version };
  await replace(document, 'FROM', '# a comment\nFROM');
  const { error } = await run<Failed>('build', argument);
  assert.match(error.message, /changed/);
});

test('a code lens on a stage without a name still means it while there are as many stages', async () => {
  const document = await showFile('counted/Dockerfile', 'FROM scratch\nCOPY . /\n');
  const argument = { uri: document.uri.toString(), stage: 0, of: 1, version: document.version };
  await replace(document, 'FROM', '# a comment\nFROM');
  const built = await run<BuildOutcome>('build', argument);
  assert.equal(built.error, undefined);
  await replace(document, 'FROM', 'FROM scratch\nCOPY . /\nFROM');
  const { error } = await run<Failed>('build', argument);
  assert.match(error.message, /changed/);
}, 120);

test('a file that is no Dockerfile’s name for an image is refused before anything is sent', async () => {
  const document = await showFile('names/Dockerfile', 'FROM scratch\nCOPY . /\n');
  const { error } = await run<Failed>('build', { uri: document.uri, tag: 'Not A Name' });
  assert.match(error.message, /name/);
});

test('without an engine there is one clear sentence, and another can be chosen', async () => {
  const { error } = await run<Failed>('chooseEngine', { host: 'unix:///nowhere/docker.sock' });
  assert.equal(error.code, 'no-engine');
  assert(error.message.includes('/nowhere/docker.sock'));
  const document = await showFile('engineless/Dockerfile', 'FROM scratch\nCOPY . /\n');
  const failed = await run<Failed>('build', { uri: document.uri });
  assert.equal(failed.error.code, 'no-engine');
  const chosen = await run<{ host: string }>('chooseEngine', { host: '' });
  assert.equal(chosen.host, process.env['DOCKER_HOST']);
});
