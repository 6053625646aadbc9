import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { BuildOutcome } from '../../../client/src/build-image';
import type { LayersView } from '../../../server/src/protocol';
import { test } from './runner';
import { inFolder, run, show, showFile, strata } from './strata';

test('after a build the layers say what the next one reuses, and which file breaks it', async () => {
  const { exports } = await strata();
  const document = await showFile(
    'cached/Dockerfile',
    'FROM node:22-alpine\nCOPY early /\nRUN echo made\nCOPY late /\n',
  );
  const write = (name: string, text: string): Thenable<void> =>
    vscode.workspace.fs.writeFile(inFolder('cached', name), Buffer.from(text));
  await write('early', '1');
  await write('late', '1');
  const { uri } = document;
  assert.equal((await run<BuildOutcome>('build', { uri })).error, undefined);
  await show(uri);

  /** Asks again whenever something new is announced, until the predictions are as expected. */
  const predicted = async (expected: readonly (string | undefined)[]): Promise<LayersView> => {
    for (;;) {
      const news = new Promise<void>((resolve) => {
        const subscription = exports.onLayersChanged(() => {
          subscription.dispose();
          resolve();
        });
      });
      const view = await run<LayersView>('showLayers', { uri });
      const found = view.instructions.map(({ prediction }) => prediction);
      if (JSON.stringify(found) === JSON.stringify(expected)) return view;
      await news;
    }
  };
  await predicted(['hit', 'hit', 'hit', 'hit']);
  await write('late', '2');
  const { instructions } = await run<LayersView>('showLayers', { uri });
  assert.deepEqual(
    instructions.map(({ prediction }) => prediction),
    ['hit', 'hit', 'hit', 'rebuild'],
  );
  assert.deepEqual(instructions[3]?.reason?.files, ['late']);
}, 120);
