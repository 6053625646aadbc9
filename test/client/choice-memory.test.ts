import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createChoiceMemory } from '../../client/src/choice-memory';
import { isSecretName } from '../../client/src/secret-name';

/** VS Code's own store, as far as it goes: values survive as JSON. */
function store() {
  const values = new Map<string, string>();
  return {
    values,
    keys: () => [...values.keys()],
    get: <T>(key: string, preset?: T): T => {
      const text = values.get(key);
      return (text === undefined ? preset : JSON.parse(text)) as T;
    },
    update: (key: string, value: unknown) => {
      values.set(key, JSON.stringify(value));
      return Promise.resolve();
    },
  };
}

describe('memory of choices', () => {
  it('gives back what was chosen for the same Dockerfile and stage, and nothing for others', async () => {
    const memory = createChoiceMemory(store());
    await memory.rememberBuild('file:///a/Dockerfile#', { tag: 'a:1', buildArgs: { VERSION: '1' } });
    assert.deepEqual(memory.build('file:///a/Dockerfile#'), { tag: 'a:1', buildArgs: { VERSION: '1' } });
    assert.deepEqual(memory.build('file:///a/Dockerfile#build'), {});
  });

  it('never stores the value of a secret-looking name', async () => {
    const state = store();
    const memory = createChoiceMemory(state);
    await memory.rememberBuild('k', { buildArgs: { NPM_TOKEN: 'hunter2', VERSION: '1' } });
    await memory.rememberRun('i', { env: { DB_PASSWORD: 'hunter2', WHO: 'Ada' }, ports: ['80'] });
    assert.deepEqual(memory.build('k').buildArgs, { VERSION: '1' });
    assert.deepEqual(memory.run('i'), { env: { WHO: 'Ada' }, ports: ['80'] });
    assert(![...state.values.values()].some((text) => text.includes('hunter2')));
  });
});

describe('secret-looking names', () => {
  for (const name of [
    'TOKEN',
    'npm_token',
    'DB_PASSWORD',
    'PGPASSWORD',
    'AWS_SECRET_ACCESS_KEY',
    'API-KEY',
    'apikey',
  ]) {
    it(`${name} is one`, () => assert.equal(isSecretName(name), true));
  }
  for (const name of [
    'PORT',
    'WHO',
    'KEYBOARD',
    'MONKEY',
    'AUTHOR',
    'PASSENGER',
    'NODE_ENV',
    'NODE_EXTRA_CA_CERTS',
  ]) {
    it(`${name} is none`, () => assert.equal(isSecretName(name), false));
  }
});
