import assert from 'node:assert/strict';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { isComplete } from '../../server/src/layers/cache-marks';
import {
  installationSecret,
  readRecord,
  recordFolder,
  stateFolder,
  writeRecord,
  type BuildRecord,
  type RecordOf,
} from '../../server/src/layers/record';

const root = mkdtempSync(join(tmpdir(), 'strata-state-'));
after(() => rmSync(root, { recursive: true }));

const of: RecordOf = {
  engine: 'e',
  builder: '',
  context: '/c',
  dockerfile: '/c/Dockerfile',
  target: '',
  platform: '',
  transport: 'buildx',
};

const record = (keys: string[]): BuildRecord => ({
  version: 1,
  builtAt: '2026-01-01T00:00:00.000Z',
  image: undefined,
  transport: 'buildx',
  steps: [],
  keys,
  cache: [],
});

describe('records of builds', () => {
  it('lie where the user or the platform keeps state', () => {
    assert.equal(stateFolder({ STRATA_STATE_DIR: '/a', XDG_STATE_HOME: '/b' }), '/a');
    assert.equal(stateFolder({ XDG_STATE_HOME: '/b' }), join('/b', 'strata'));
  });

  it('are read as they were written, each for its own build, for their owner only', () => {
    const state = join(root, 'one');
    writeRecord(of, () => record(['a']), state);
    writeRecord({ ...of, target: 'x' }, () => record(['b']), state);
    assert.deepEqual(readRecord(of, state)?.keys, ['a']);
    assert.deepEqual(readRecord({ ...of, target: 'x' }, state)?.keys, ['b']);
    assert.equal(readRecord({ ...of, engine: 'other' }, state), undefined);
    assert.equal(statSync(recordFolder(of, state)).mode & 0o777, 0o700);
    assert.deepEqual(readdirSync(recordFolder(of, state)), ['record.json']);
  });

  it('build upon the one that is there', () => {
    const state = join(root, 'two');
    for (const key of ['a', 'b']) {
      writeRecord(of, (previous) => record([...(previous?.keys ?? []), key]), state);
    }
    assert.deepEqual(readRecord(of, state)?.keys, ['a', 'b']);
  });

  it('are one for all links to a context', () => {
    const real = join(root, 'real');
    mkdirSync(real);
    symlinkSync(real, join(root, 'link'));
    assert.equal(
      recordFolder({ ...of, context: real }, root),
      recordFolder({ ...of, context: join(root, 'link') }, root),
    );
  });

  it('count as missing when they are damaged or foreign', () => {
    const state = join(root, 'three');
    writeRecord(of, () => record(['a']), state);
    for (const text of ['', '{', 'null', '[]', '{"version":2}', '{"version":1,"steps":[]}']) {
      writeFileSync(join(recordFolder(of, state), 'record.json'), text);
      assert.equal(readRecord(of, state), undefined, text);
    }
    writeRecord(of, (previous) => record([...(previous?.keys ?? ['none'])]), state);
    assert.deepEqual(readRecord(of, state)?.keys, ['none']);
  });

  it('take over the lock of a holder that died, and one from the future', () => {
    const state = join(root, 'four');
    for (const seconds of [1, Date.now() / 1000 + 3600]) {
      writeRecord(of, () => record([]), state);
      const lock = join(recordFolder(of, state), 'lock');
      mkdirSync(lock);
      utimesSync(lock, seconds, seconds);
      writeRecord(of, () => record(['a']), state);
      assert.deepEqual(readRecord(of, state)?.keys, ['a']);
    }
  });

  it('hide values under a secret that is made once', () => {
    const state = join(root, 'five');
    const secret = installationSecret(state);
    assert.equal(secret.length, 32);
    assert.deepEqual(installationSecret(state), secret);
    assert.equal(statSync(join(state, 'secret')).mode & 0o777, 0o600);
    assert.notDeepEqual(installationSecret(join(root, 'six')), secret);
    // Where nothing can be kept it lasts as long as the process.
    writeFileSync(join(root, 'file'), '');
    const volatile = installationSecret(join(root, 'file'));
    assert.deepEqual(installationSecret(join(root, 'file')), volatile);
  });
});

describe('the build cache', () => {
  it('is complete while each result is there as often as before', () => {
    assert.ok(isComplete(['a', 'b', 'b'], ['b', 'a', 'b', 'c']));
    assert.ok(!isComplete(['a', 'b', 'b'], ['a', 'b', 'c']));
    assert.ok(isComplete([], []));
  });
});
