import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { settling } from '../../server/src/session/settle';

describe('waiting until edits settle', () => {
  it('answers at once where nothing was edited', async () => {
    await settling().settled('a');
  });

  it('answers all who wait once, after the last edit', async () => {
    const settle = settling();
    let edits = 0;
    const seen: number[] = [];
    const waiting = Array.from({ length: 100 }, async () => {
      edits += 1;
      settle.touch('a');
      await settle.settled('a');
      seen.push(edits);
    });
    await Promise.all(waiting);
    assert.deepEqual(new Set(seen), new Set([100]));
  });

  it('keeps documents apart, and lets go of one that is closed', async () => {
    const settle = settling();
    settle.touch('a');
    await settle.settled('b');
    const closed = settle.settled('a');
    settle.forget('a');
    await closed;
  });

  it('does not wait for ever while edits keep coming', async () => {
    const settle = settling();
    settle.touch('a');
    const state = { ended: false };
    const settled = settle.settled('a').then(() => {
      state.ended = true;
    });
    const begun = performance.now();
    while (!state.ended && performance.now() - begun < 5_000) {
      settle.touch('a');
      await new Promise(setImmediate);
    }
    await settled;
    assert.ok(performance.now() - begun < 5_000);
  });
});
