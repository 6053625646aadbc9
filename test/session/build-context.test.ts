import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { buildContext } from '../../server/src/session/build-context';
import { contextFacts } from '../../server/src/session/context';

const uri = (path: string) => pathToFileURL(path).href;
const none = { contexts: new Map<string, string>() };

describe('the build context of a Dockerfile', () => {
  it('is its own folder where nobody says otherwise', () => {
    assert.deepEqual(buildContext(uri('/w/a b/Dockerfile'), undefined, none, [uri('/w')]), {
      folder: '/w/a b',
      dockerfile: '/w/a b/Dockerfile',
    });
  });

  it('is what the settings say, relative to the innermost workspace folder', () => {
    const contexts = new Map([
      ['services/*/Dockerfile', '.'],
      ['**/*.Dockerfile', 'docker'],
    ]);
    const folder = (path: string, roots: string[]) =>
      buildContext(uri(path), undefined, { contexts }, roots.map(uri))?.folder;
    assert.equal(folder('/w/services/api/Dockerfile', ['/w']), '/w');
    assert.equal(folder('/w/services/api/Dockerfile', ['/w', '/w/services']), '/w/services/api');
    assert.equal(folder('/w/x/y.Dockerfile', ['/w']), '/w/docker');
    assert.equal(folder('/wide/services/api/Dockerfile', ['/w']), '/wide/services/api');
  });

  it('is what the user chose last, before all else', () => {
    const contexts = new Map([['Dockerfile', 'x']]);
    const folder = (chosen: string) =>
      buildContext(uri('/w/Dockerfile'), chosen, { contexts }, [uri('/w')])?.folder;
    assert.equal(folder('/other'), '/other');
    assert.equal(folder('..'), '/');
  });

  it('is nothing where there is no disk', () => {
    for (const other of ['untitled:Untitled-1', 'git:/w/Dockerfile', 'file://host%zz/x', 'nonsense']) {
      assert.equal(buildContext(other, undefined, none, []), undefined, other);
    }
  });
});

describe('what is known of a build context', () => {
  const folder = mkdtempSync(join(tmpdir(), 'strata-facts-'));
  after(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'src'));
  writeFileSync(join(folder, 'src/server.js'), '');
  writeFileSync(join(folder, '.dockerignore'), 'src/*.map\n');
  const facts = () => contextFacts(folder, join(folder, 'Dockerfile'));

  it('tells whether a path is there, from the root of the context', () => {
    for (const path of ['src', 'src/', '/src', './src/server.js', '../src', '.', '/']) {
      assert.equal(facts().contextHas(path), true, path);
    }
    assert.equal(facts().contextHas('src/missing.js'), false);
    assert.equal(facts().contextHas('src/*.js'), undefined);
  });

  it('offers what is called nearly so', () => {
    assert.deepEqual(facts().contextNear('src/sever.js'), ['src/server.js']);
    assert.deepEqual(facts().contextNear('scr/server.js'), ['src/server.js']);
    assert.deepEqual(facts().contextNear('src/entirely-other.py'), []);
    assert.deepEqual(facts().contextNear('src/server.js'), []);
  });

  it('takes the ignore file that bears the name of the Dockerfile first', () => {
    assert.equal(facts().dockerignore, 'src/*.map\n');
    writeFileSync(join(folder, 'Dockerfile.dockerignore'), 'other\n');
    assert.equal(facts().dockerignore, 'other\n');
    assert.equal(contextFacts(folder, join(folder, 'x.Dockerfile')).dockerignore, 'src/*.map\n');
    rmSync(join(folder, 'Dockerfile.dockerignore'));
  });

  it('lists folders with what is ignored in them', () => {
    writeFileSync(join(folder, 'src/server.js.map'), '');
    assert.deepEqual(
      [...facts().contextEntries('src')].sort((a, b) => (a.name < b.name ? -1 : 1)),
      [
        { name: 'server.js', directory: false, ignored: false },
        { name: 'server.js.map', directory: false, ignored: true },
      ],
    );
    assert.deepEqual(facts().contextEntries('missing'), []);
  });

  it('gives addresses of what is there', () => {
    assert.equal(facts().contextUri('src/server.js'), uri(join(folder, 'src/server.js')));
    assert.equal(facts().contextUri('nothing'), undefined);
  });
});
