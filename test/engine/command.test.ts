import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { buildCommand, quoteCommand, runCommand } from '../../engine/src/command';
import { parseEnvFile } from '../../engine/src/env-file';

describe('the docker command that does the same', () => {
  it('builds', () => {
    assert.deepEqual(
      buildCommand({
        dockerfile: '/p/web.Dockerfile',
        context: '/p',
        tags: ['web:1', 'web:2'],
        target: 'prod',
        buildArgs: { A: 'b c' },
        platform: 'linux/arm64',
        noCache: true,
        pull: true,
        labels: { l: 'm' },
        secrets: [
          { id: 's', source: '/a,b' },
          { id: 'e', env: 'E' },
        ],
        ssh: ['default'],
        builder: 'big',
      }),
      [
        ...[
          'docker',
          'buildx',
          'build',
          '--builder',
          'big',
          '-f',
          '/p/web.Dockerfile',
          '-t',
          'web:1',
          '-t',
          'web:2',
        ],
        ...['--target', 'prod', '--build-arg', 'A=b c', '--platform', 'linux/arm64', '--no-cache', '--pull'],
        ...['--label', 'l=m', '--secret', 'id=s,"src=/a,b"', '--secret', 'id=e,env=E', '--ssh', 'default'],
        ...['--load', '/p'],
      ],
    );
    assert.deepEqual(
      buildCommand({ dockerfile: '/p/Dockerfile', context: '/p', tags: [] }, { buildx: false }),
      ['docker', 'build', '/p'],
    );
  });

  it('runs', () => {
    assert.deepEqual(
      runCommand({
        image: 'web:1',
        detached: true,
        tty: true,
        remove: true,
        init: true,
        name: 'web',
        ports: [
          { container: 80, host: 8080, hostIp: '127.0.0.1', protocol: 'tcp' },
          { container: 53, protocol: 'udp' },
          { container: 90, hostIp: '::1', protocol: 'tcp' },
        ],
        env: { A: '$(x)' },
        envFile: '.env',
        volumes: ['./d:/d'],
        network: 'net',
        user: '1:1',
        platform: 'linux/amd64',
        entrypoint: '',
        args: ['sh', '-c', 'echo'],
      }),
      [
        ...[
          'docker',
          'run',
          '-dit',
          '--rm',
          '--init',
          '--name',
          'web',
          '-p',
          '127.0.0.1:8080:80',
          '-p',
          '53/udp',
        ],
        ...['-p', '[::1]::90', '--env-file', '.env', '-e', 'A=$(x)', '-v', './d:/d', '--network', 'net'],
        ...['--user', '1:1', '--platform', 'linux/amd64', '--entrypoint', '', 'web:1', 'sh', '-c', 'echo'],
      ],
    );
  });

  it('comes out of a shell as it went in', () => {
    const words = [
      'plain',
      '',
      'two words',
      `it's "so"`,
      '$(id) `id` $HOME',
      'a\nb',
      '*',
      '-x',
      '~',
      '!1',
      'a\\b',
    ];
    const printed = execFileSync('sh', ['-c', `printf '%s\\0' ${quoteCommand(words, 'linux')}`], {
      encoding: 'utf8',
    });
    assert.deepEqual(printed.split('\0').slice(0, -1), words);
    assert.equal(quoteCommand(['docker', `it's $x`], 'win32'), `docker 'it''s $x'`);
  });
});

describe('an env file', () => {
  const read = (text: string, environment = {}) => parseEnvFile(Buffer.from(text), 'x.env', environment);

  it('is read as docker reads it', () => {
    assert.deepEqual(
      read('\uFEFFA=1\r\n# no\n  B=" two " # kept\nC=\nD==x=\n\nFROM_HERE\nNOT_SET\n', { FROM_HERE: 'here' }),
      { A: '1', B: '" two " # kept', C: '', D: '=x=', FROM_HERE: 'here' },
    );
  });

  it('names the line that has no name', () => {
    assert.throws(() => read('A=1\n=x\n'), { code: 'invalid', message: /^Line 2 of the env file "x.env" / });
    assert.throws(() => read('A B=1\n'), { message: /^Line 1 / });
    assert.throws(() => parseEnvFile(Buffer.from([0x41, 0x3d, 0xff]), 'x.env', {}), {
      message: /is not UTF-8/,
    });
  });
});
