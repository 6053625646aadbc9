import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, it } from 'node:test';
import { contextTar } from '../../engine/src/context-tar';
import { readTar, tarEnd, tarHeader, type TarEntry } from '../../engine/src/tar';
import { project } from './project';

/** What the tar command of the system sees in a context's archive: `drwxr-xr-x 0/0 d/`. */
async function listed(context: string, dockerfile = join(context, 'Dockerfile')): Promise<string[]> {
  const { stream } = await contextTar(context, dockerfile);
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return execFileSync('tar', ['-tvf', '-', '--numeric-owner', '--quoting-style=literal'], {
    input: Buffer.concat(chunks),
    encoding: 'utf8',
  })
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.replace(/^(\S+) (\S+) +(\S+) \S+ \S+ (.*)$/, '$1 $2 $4'));
}

describe('the build context as it is sent', () => {
  it('keeps modes and links, and belongs to root', async () => {
    const folder = project({
      Dockerfile: 'FROM scratch\n',
      'd/run.sh': { run: '#!/bin/sh\n' },
      'd/out': { link: '../../elsewhere' },
      'ü and "blanks"/a.txt': 'a',
    });
    chmodSync(join(folder, 'd'), 0o750);
    chmodSync(join(folder, 'Dockerfile'), 0o640);
    assert.deepEqual(await listed(folder), [
      '-rw-r----- 0/0 Dockerfile',
      'drwxr-x--- 0/0 d/',
      'lrwxrwxrwx 0/0 d/out -> ../../elsewhere',
      '-rwxr-xr-x 0/0 d/run.sh',
      'drwxr-xr-x 0/0 ü and "blanks"/',
      '-rw-r--r-- 0/0 ü and "blanks"/a.txt',
    ]);
  });

  it('leaves out what .dockerignore says, but never the Dockerfile and itself', async () => {
    const folder = project({
      '.dockerignore': '*\n!kept/this/a.txt\n',
      Dockerfile: 'FROM scratch\n',
      'kept/this/a.txt': '',
      'kept/this/b.txt': '',
      'kept/other/a.txt': '',
      'node_modules/x/y.js': '',
    });
    assert.deepEqual(names(await listed(folder)), [
      '.dockerignore',
      'Dockerfile',
      'kept/',
      'kept/this/',
      'kept/this/a.txt',
    ]);
  });

  it('takes the ignore file of the Dockerfile first, and a Dockerfile from elsewhere along', async () => {
    const folder = project({ '.dockerignore': 'a.txt\n', 'a.txt': '', 'b.txt': '' });
    const other = project({ Web: 'FROM scratch\n', 'Web.dockerignore': 'b.txt\n' });
    assert.deepEqual(names(await listed(folder, join(other, 'Web'))), [
      '.dockerignore',
      'a.txt',
      '.strata.Web',
    ]);
    const { dockerfile } = await contextTar(folder, join(other, 'Web'));
    assert.equal(dockerfile, '.strata.Web');
  });

  it('counts its files and bytes before anything is sent', async () => {
    const folder = project({ Dockerfile: '1234', 'd/a.txt': '123456' });
    const { files, bytes } = await contextTar(folder, join(folder, 'Dockerfile'));
    assert.deepEqual({ files, bytes }, { files: 2, bytes: 10 });
  });

  it('copes with long names', async () => {
    const long = `${'a'.repeat(90)}/${'b'.repeat(90)}/${'c'.repeat(90)}`;
    const folder = project({ Dockerfile: '', [`${long}.txt`]: 'x', link: { link: long } });
    const lines = await listed(folder);
    assert.ok(lines.some((line) => line.endsWith(` ${long}.txt`)));
    assert.ok(lines.some((line) => line.endsWith(` link -> ${long}`)));
  });

  it('leaves sockets out and sends fifos as what they are', async () => {
    const folder = project({ Dockerfile: '' });
    execFileSync('mkfifo', [join(folder, 'fifo')]);
    const server = createServer().listen(join(folder, 'socket'));
    await new Promise((resolve) => server.once('listening', resolve));
    assert.deepEqual(await listed(folder), ['-rw-r--r-- 0/0 Dockerfile', 'prw-r--r-- 0/0 fifo']);
    server.close();
  });

  it('names a file that became shorter while it was sent', async () => {
    const folder = project({ Dockerfile: '', 'big.txt': 'x'.repeat(100_000) });
    const { stream } = await contextTar(folder, join(folder, 'Dockerfile'));
    writeFileSync(join(folder, 'big.txt'), 'x');
    const reading = (async () => {
      for await (const chunk of stream) assert.ok(chunk);
    })();
    await assert.rejects(reading, {
      code: 'invalid',
      message: /big\.txt" became shorter while it was sent: /,
    });
  });

  it('never holds the content in memory', async () => {
    const folder = project({ Dockerfile: '' });
    mkdirSync(join(folder, 'd'));
    for (let file = 0; file < 4; file += 1) {
      execFileSync('truncate', ['-s', '100M', join(folder, 'd', String(file))]);
    }
    const { stream, bytes } = await contextTar(folder, join(folder, 'Dockerfile'));
    assert.equal(bytes, 400 * 1024 * 1024);
    const before = process.memoryUsage().rss;
    let read = 0;
    let most = before;
    for await (const chunk of stream) {
      read += (chunk as Buffer).length;
      most = Math.max(most, process.memoryUsage().rss);
    }
    assert.ok(read > bytes);
    assert.ok(most - before < 150_000_000, `${most - before} bytes more`);
  });
});

describe('an archive that is read', () => {
  it('comes out as it went in, whatever the chunks', async () => {
    const entries: [TarEntry, string][] = [
      [{ path: 'd', type: 'directory', mode: 0o700, size: 0, modified: 1 }, ''],
      [
        { path: `d/${'ü'.repeat(80)}.txt`, type: 'file', mode: 0o644, size: 600, modified: 2 },
        'x'.repeat(600),
      ],
      [{ path: 'd/l', type: 'link', mode: 0o777, size: 0, modified: 3, target: '../x' }, ''],
      [{ path: 'e', type: 'file', mode: 0o4755, size: 0, modified: 4 }, ''],
    ];
    const archive = Buffer.concat([
      ...entries.flatMap(([entry, content]) => [
        tarHeader(entry),
        Buffer.from(content),
        Buffer.alloc((512 - (content.length % 512)) % 512),
      ]),
      tarEnd,
    ]);
    for (const size of [1, 7, 512, 100_000]) {
      const chunks = Array.from({ length: Math.ceil(archive.length / size) }, (_, index) =>
        archive.subarray(index * size, (index + 1) * size),
      );
      const found: [TarEntry, string][] = [];
      await readTar(Readable.from(chunks), async (entry, content) => {
        let text = '';
        for await (const chunk of content) text += chunk.toString();
        found.push([entry, text]);
      });
      assert.deepEqual(found, entries);
    }
    await assert.rejects(readTar(Readable.from([archive.subarray(0, 1000)]), () => Promise.resolve()));
  });
});

const names = (lines: string[]): string[] => lines.map((line) => line.replace(/^\S+ \S+ /, ''));
