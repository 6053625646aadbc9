import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse } from '../../server/src/dockerfile/parse';
import type { FeatureFacts } from '../../server/src/features/facts';
import { digestWish, imageActions, pinned } from '../../server/src/features/image-actions';
import { catalogue } from '../registry/catalogue';

const old = `sha256:${'a'.repeat(64)}`;
const current = `sha256:${'b'.repeat(64)}`;

/** Title → new text, or undefined while that is not known, for the line that the text begins with. */
function actionsOn(text: string, facts: FeatureFacts = {}, resolves = false) {
  const request = {
    uri: 'file:///Dockerfile',
    version: 1,
    span: { start: 5, end: 5 },
    only: undefined,
    resolves,
  };
  const actions = imageActions(parse(text), request, { today: catalogue.date, ...facts });
  return new Map(actions.map((action) => [action.title, newText(action)]));
}

function newText({ edit }: ReturnType<typeof imageActions>[number]): string | undefined {
  const [change] = edit?.documentChanges ?? [];
  const [first] = change && 'edits' in change ? change.edits : [];
  return first && 'newText' in first ? first.newText : undefined;
}

const texts = (actions: ReadonlyMap<string, string | undefined>, beginning: string) =>
  [...actions].filter(([title]) => title.startsWith(beginning)).map(([, text]) => text);

describe('imageActions', () => {
  it('moves a tag to newer ones of its family, as they are known offline', () => {
    const actions = actionsOn('FROM node:20.1.0-alpine3.17', { images: catalogue });
    const moved = texts(actions, 'Move to');
    assert.ok(moved.length > 1);
    for (const text of moved) assert.match(text ?? '', /^node:\d+\.\d+\.\d+-alpine3\.\d+$/);
  });

  it('moves what a registry lists, and lets a new tag go without the old digest', () => {
    const registryTags = () => ['1.2.3', '1.2.4', '1.3.0', '2.0.0'].map((tag) => ({ tag, aliases: [] }));
    const actions = actionsOn(`FROM ghcr.io/acme/api:1.2.3@${old}`, { registryTags });
    assert.deepEqual(
      actions,
      new Map([
        ['Move to ghcr.io/acme/api:1.2.4, the newest patch', 'ghcr.io/acme/api:1.2.4'],
        ['Move to ghcr.io/acme/api:1.3.0, the newest minor version', 'ghcr.io/acme/api:1.3.0'],
        ['Move to ghcr.io/acme/api:2.0.0, the newest version', 'ghcr.io/acme/api:2.0.0'],
      ]),
    );
  });

  it('chooses a tag for an image without one, like the other lines of that image', () => {
    const actions = actionsOn('FROM python\nFROM python:3.12-slim', { images: catalogue });
    const used = texts(actions, 'Use python:');
    assert.equal(used.length, 3);
    assert.ok(
      used.every((text) => /^python:.*slim/.test(text ?? '')),
      used.join(),
    );
  });

  it('pins a digest and updates one that is old', () => {
    const facts = { registryDigest: () => current };
    assert.deepEqual(texts(actionsOn('FROM a/b:1', facts), 'Pin'), [`a/b:1@${current}`]);
    assert.deepEqual(texts(actionsOn(`FROM a/b:1@${old}`, facts), 'Update'), [`a/b:1@${current}`]);
    assert.deepEqual(actionsOn(`FROM a/b:1@${current}`, facts), new Map());
    assert.deepEqual(actionsOn(`FROM a/b@${old}`, facts), new Map());
  });

  it('finds the digest when the action is chosen, where the editor asks then', () => {
    const facts = { registryDigest: () => undefined };
    assert.deepEqual(actionsOn('FROM a/b:1', facts), new Map());
    assert.deepEqual(actionsOn('FROM a/b:1', facts, true), new Map([['Pin a/b:1 to its digest', undefined]]));
    const request = { uri: 'file:///Dockerfile', version: 1, span: { start: 5, end: 5 }, only: undefined };
    const [action] = imageActions(parse('FROM a/b:1'), { ...request, resolves: true }, facts);
    assert.ok(action);
    const wish = digestWish(JSON.parse(JSON.stringify(action.data)));
    assert.ok(wish);
    assert.equal(newText(pinned(action, wish, current)), `a/b:1@${current}`);
    assert.equal(digestWish({ something: 'else' }), undefined);
  });

  it('offers to trust a registry only where the editor can', () => {
    const registryNote = () => ({ text: 'no', untrustedHost: 'r.example' });
    const commands = new Set(['strata.trustRegistry']);
    assert.deepEqual(
      [...actionsOn('FROM r.example/a:1', { registryNote, commands }).keys()],
      ['Trust the registry r.example'],
    );
    assert.deepEqual(actionsOn('FROM r.example/a:1', { registryNote }), new Map());
  });

  it('leaves stages, variables and scratch alone, and serves COPY --from', () => {
    const facts = { images: catalogue, registryDigest: () => current };
    assert.deepEqual(actionsOn('FROM scratch', facts), new Map());
    assert.deepEqual(actionsOn('FROM $BASE', facts), new Map());
    const copied = actionsOn('COPY --from=nginx:1.29 /a /b', facts);
    assert.deepEqual(texts(copied, 'Pin'), [`nginx:1.29@${current}`]);
    assert.deepEqual(actionsOn('COPY --from=0 /a /b\nFROM a', facts), new Map());
  });
});
