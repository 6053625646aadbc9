import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, describe, it } from 'node:test';
import { instructions } from '../../server/src/reference/instructions';
import type { LayersView } from '../../server/src/protocol';
import { rules } from '../../server/src/rules';
import { corpus } from '../shared';
import { dist } from './language-client';

const folders: string[] = [];
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

function folderWith(files: Record<string, string | Uint8Array>): string {
  const folder = mkdtempSync(join(tmpdir(), 'strata-cli-'));
  folders.push(folder);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

/** Runs the built command line in a folder. */
function strata(cwd: string, args: readonly string[], input = '', env: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(dist, 'cli.js'), ...args], {
    cwd,
    input,
    encoding: 'utf8',
    env: { ...process.env, ...env },
    maxBuffer: 1 << 28,
  });
  return { code: status, stdout, stderr };
}

const flawed = 'FROM alpine:3\nWORKDIR app\n';
const clean = 'FROM alpine:3\nWORKDIR /app\n';

describe('strata', () => {
  it('lists its commands, and ends with 2 when it is told nothing it knows', () => {
    const help = strata('/', ['help']);
    assert.equal(help.code, 0);
    for (const command of ['check', 'layers', 'explain', 'lsp'])
      assert.ok(help.stdout.includes(`strata ${command} `));
    for (const [args, sentence] of [
      [['frobnicate'], 'strata: there is no command "frobnicate"; "strata help" lists them.\n'],
      [['--frobnicate'], 'strata: unknown flag --frobnicate; "strata help" lists the commands.\n'],
      [['check', '--frobnicate', 'x'], 'strata: unknown flag --frobnicate.\n'],
      [['check', '--format'], 'strata: --format needs a value.\n'],
      [['check', '--fix=yes', 'x'], 'strata: --fix takes no value.\n'],
      [
        ['check', '--format', 'xml', 'x'],
        'strata: --format takes one of text, json, sarif, github, buildkit, hadolint, not "xml".\n',
      ],
      [['check'], 'strata: name a Dockerfile or a folder to check, or "-" for standard input.\n'],
      [['check', '--build-arg', '=x', 'x'], 'strata: --build-arg takes NAME=value, not "=x".\n'],
      [
        ['explain', 'no-such-thing-at-all'],
        'strata: there is no rule or instruction "no-such-thing-at-all".\n',
      ],
      [['explain', 'COPPY'], 'strata: there is no rule or instruction "COPPY"; did you mean COPY?\n'],
      [['lsp'], 'strata: say "strata lsp --stdio".\n'],
    ] as const) {
      assert.deepEqual(strata('/', args), { code: 2, stdout: '', stderr: sentence }, args.join(' '));
    }
  });

  it('prints its version', () => {
    assert.match(strata('/', ['--version']).stdout, /^\d+\.\d+\.\d+\n$/);
  });

  it('explains every rule and every instruction', () => {
    for (const name of [
      ...rules.flatMap(({ id, aliases }) => [id, ...aliases]),
      ...instructions.map((one) => one.name),
    ].filter((_, index) => index % 20 === 0)) {
      const { code, stdout } = strata('/', ['explain', name.toLowerCase()]);
      assert.equal(code, 0, name);
      assert.ok(stdout.length > 100, name);
    }
  });
});

describe('strata check', () => {
  it('prints a line for each finding and ends with 1, or prints nothing and ends with 0', () => {
    const folder = folderWith({ Dockerfile: flawed, clean });
    const { code, stdout, stderr } = strata(folder, ['check', 'Dockerfile']);
    assert.equal(code, 1);
    assert.equal(stderr, '');
    assert.match(
      stdout,
      /^Dockerfile:2:9: warning: "app" .* \[relative-workdir\]\n\n1 finding\(s\) in 1 file\n$/,
    );
    assert.deepEqual(strata(folder, ['check', 'clean']), { code: 0, stdout: '', stderr: '' });
  });

  it('checks the Dockerfiles in a folder and below it', () => {
    const folder = folderWith({
      Dockerfile: clean,
      'api/dev.Dockerfile': flawed,
      'api/Dockerfile.dockerignore': 'FROM',
      'b/Containerfile': flawed,
      'node_modules/x/Dockerfile': flawed,
      'README.md': flawed,
    });
    const { stdout } = strata(folder, ['check', '--format', 'json', '.']);
    const report = JSON.parse(stdout) as { file: string; findings: unknown[] }[];
    assert.deepEqual(
      report.map(({ file, findings }) => [file, findings.length]),
      [
        ['Dockerfile', 0],
        [join('api', 'dev.Dockerfile'), 1],
        [join('b', 'Containerfile'), 1],
      ],
    );
    assert.equal(strata(folder, ['check', 'node_modules']).code, 1);
    const empty = folderWith({});
    assert.deepEqual(strata(empty, ['check', '.']), {
      code: 2,
      stdout: '',
      stderr: 'strata: .: there is no Dockerfile in it.\n',
    });
  });

  it('reads standard input', () => {
    const { code, stdout } = strata('/', ['check', '--format=json', '-'], flawed);
    assert.equal(code, 1);
    assert.deepEqual(JSON.parse(stdout), [
      {
        file: '-',
        findings: [
          {
            rule: 'relative-workdir',
            aliases: ['WorkdirRelativePath', 'DL3000', 'WORKDIR_IS_NOT_ABSOLUTE'],
            severity: 'warning',
            message:
              '"app" continues from the working directory of the base image, which may change; write an absolute path.',
            range: { start: { line: 1, character: 8 }, end: { line: 1, character: 11 } },
            fixes: ['Write /app'],
          },
        ],
      },
    ]);
  });

  it('names what it cannot read, goes on with the rest, and ends with 2', () => {
    const folder = folderWith({
      latin1: Buffer.from('FROM alpine:3\n# caf\xe9\n', 'latin1'),
      binary: Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0x00, 0xff, 0xfe]),
      cut: Buffer.from([0x46, 0xe2, 0x82]),
      flawed,
    });
    const { code, stdout, stderr } = strata(folder, [
      'check',
      'latin1',
      'binary',
      'cut',
      'missing',
      'flawed',
    ]);
    assert.equal(code, 2);
    assert.deepEqual(stderr.trimEnd().split('\n'), [
      'strata: latin1: byte 0xE9 at offset 19 (line 2) is not UTF-8; save the file as UTF-8.',
      'strata: binary is not text: byte 0xFF at offset 5 (line 1) is not UTF-8; give a Dockerfile.',
      'strata: cut: byte 0xE2 at offset 1 (line 1) is not UTF-8; save the file as UTF-8.',
      'strata: missing: there is no such file.',
    ]);
    assert.match(stdout, /relative-workdir/);
  });

  it('takes an empty file, a byte order mark, CRLF and 10 MB', () => {
    const empty = strata('/', ['check', '-'], '');
    assert.equal(empty.code, 1);
    assert.match(empty.stdout, /^-:1:1: error: /);
    assert.equal(strata('/', ['check', '-'], `\ufeff${clean.replaceAll('\n', '\r\n')}`).code, 0);
    const large = `FROM alpine:3\n${`RUN echo ${'hello world '.repeat(170)}\n`.repeat(5_000)}`;
    assert.ok(large.length > 10_000_000);
    assert.equal(strata('/', ['check', '--format', 'json', '-'], large).code, 0);
  });

  it('fixes what is safe, writes nothing else, and keeps the rest of the file', () => {
    const text = '\ufeffFROM alpine:3 as base\r\nWORKDIR app\r\n';
    const folder = folderWith({ Dockerfile: text, clean });
    const { code, stdout } = strata(folder, ['check', '--fix', 'Dockerfile', 'clean']);
    assert.equal(code, 1);
    assert.match(stdout, /relative-workdir/);
    assert.doesNotMatch(stdout, /from-as-casing/);
    assert.equal(readFileSync(join(folder, 'Dockerfile'), 'utf8'), text.replace(' as ', ' AS '));
    assert.equal(readFileSync(join(folder, 'clean'), 'utf8'), clean);
    assert.equal(
      strata(folder, ['check', '--fix', '-'], 'FROM alpine:3 as base\n').stdout,
      'FROM alpine:3 AS base\n',
    );
  });

  it('follows a configuration file', () => {
    const folder = folderWith({
      Dockerfile: flawed,
      'off.json': '{ "rules": { "DL3000": "off" } }',
      'broken.json': '{',
    });
    assert.equal(strata(folder, ['check', '--config', 'off.json', 'Dockerfile']).code, 0);
    const { code, stderr } = strata(folder, ['check', '--config', 'broken.json', 'Dockerfile']);
    assert.equal(code, 2);
    assert.match(stderr, /^strata: broken\.json is not JSON: .*\n$/);
  });

  it('annotates for GitHub', () => {
    const { stdout } = strata('/', ['check', '--format', 'github', '-'], flawed);
    assert.match(
      stdout,
      /^::warning file=-,line=2,endLine=2,col=9,endColumn=12,title=relative-workdir::"app" /,
    );
  });

  it('prints what BuildKit prints, one object a line for several files', () => {
    const folder = folderWith({ a: flawed, b: clean });
    const { code, stdout } = strata(folder, ['check', '--format', 'buildkit', 'a', 'b']);
    assert.equal(code, 1);
    const [a, b] = stdout
      .trimEnd()
      .split('\n')
      .map(
        (line) => JSON.parse(line) as { file: string; warnings: { ruleName: string; location: unknown }[] },
      );
    assert.equal(a?.file, 'a');
    assert.deepEqual(
      a.warnings.map(({ ruleName, location }) => [ruleName, location]),
      [['WorkdirRelativePath', { ranges: [{ start: { line: 2 }, end: { line: 2 } }] }]],
    );
    assert.deepEqual(b, { file: 'b', warnings: [] });
  });

  it('prints what hadolint prints', () => {
    const { stdout } = strata('/', ['check', '--format', 'hadolint', '-'], flawed);
    const [first] = JSON.parse(stdout) as Record<string, unknown>[];
    assert.deepEqual(
      { ...first, message: '' },
      { file: '-', line: 2, column: 1, code: 'DL3000', level: 'error', message: '' },
    );
  });

  it('colours only a terminal, and nothing when told so', () => {
    const { stdout } = strata('/', ['check', '-'], flawed);
    assert.doesNotMatch(stdout, /\u001b/);
  });

  it('never lets the text of a file steer the terminal', () => {
    const { stdout } = strata('/', ['check', '-'], 'FROM alpine:3\nWORKDIR a\u001b[31mb\n');
    assert.doesNotMatch(stdout, /\u001b/);
  });

  it('gets through every file of the corpus', () => {
    const folder = folderWith(
      Object.fromEntries(corpus().map(({ name, text }) => [`${name}/Dockerfile`, text])),
    );
    for (const format of ['sarif', 'buildkit']) {
      const { code, stderr } = strata(folder, ['check', '--all', '--format', format, '.']);
      assert.equal(code, 1, format);
      assert.equal(stderr, '', format);
    }
  });
});

describe('strata layers', () => {
  it('says what is a layer and what would break it, without an engine', () => {
    const folder = folderWith({ Dockerfile: 'FROM alpine:3\nENV A=1\nCOPY . /src\nRUN make\n' });
    const { code, stdout, stderr } = strata(folder, ['layers', '--no-engine', '.']);
    assert.deepEqual([code, stderr], [0, '']);
    assert.match(stdout, /^3 {2}COPY \. \/src +layer$/m);
    assert.match(
      stdout,
      /^4 {2}Rebuilt when this command or the value of A changes, or when line 3 is rebuilt\.$/m,
    );
    assert.match(stdout, /^2 layer\(s\)$/m);
  });

  it('prints the view as JSON, for a target', () => {
    const folder = folderWith({ 'x.Dockerfile': 'FROM alpine:3 AS a\nRUN a\nFROM alpine:3\nRUN b\n' });
    const { stdout } = strata(folder, [
      ...['layers', '--no-engine', '--format', 'json'],
      ...['-f', 'x.Dockerfile', '--target', 'a', '.'],
    ]);
    const view = JSON.parse(stdout) as LayersView;
    assert.equal(view.target, 'a');
    assert.equal(view.context, folder);
    assert.deepEqual(
      view.instructions.map(({ line, prediction }) => [line, prediction]),
      [
        [1, 'unknown'],
        [2, 'unknown'],
        [3, 'not-built'],
        [4, 'not-built'],
      ],
    );
  });

  it('names what is missing', () => {
    const folder = folderWith({ Dockerfile: clean });
    for (const [args, sentence] of [
      [[], 'strata: name one build context, e.g. "strata layers .".\n'],
      [['nowhere'], 'strata: nowhere: there is no such folder to use as the build context.\n'],
      [['-f', 'other', '.'], 'strata: other: there is no such file.\n'],
      [['--target', 'x', '.'], 'strata: Dockerfile has no stage "x".\n'],
    ] as const) {
      assert.deepEqual(strata(folder, ['layers', '--no-engine', ...args]), {
        code: 2,
        stdout: '',
        stderr: sentence,
      });
    }
  });
});
