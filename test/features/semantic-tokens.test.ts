import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse } from '../../server/src/dockerfile/parse';
import {
  semanticTokens,
  semanticTokensEdits,
  semanticTokensLegend,
} from '../../server/src/features/semantic-tokens';
import { corpus } from '../shared';

interface Read {
  readonly type: string;
  readonly modifiers: number;
  readonly text: string;
}

/** Decodes as an editor does, and holds every token to the legend, to its line and to the order of the file. */
function tokensIn(text: string, within?: { start: number; end: number }): Read[] {
  const dockerfile = parse(text);
  const data = semanticTokens(dockerfile, within);
  const tokens: Read[] = [];
  let [line, character, lastEnd] = [0, 0, 0];
  for (let index = 0; index < data.length; index += 5) {
    const [lines = -1, characters = -1, length = -1, type = -1, modifiers = -1] = data.slice(
      index,
      index + 5,
    );
    assert.ok(lines >= 0 && characters >= 0 && length > 0, `numbers at ${index}`);
    line += lines;
    character = lines > 0 ? characters : character + characters;
    const start = dockerfile.lines.startOf(line) + character;
    assert.ok(
      start >= lastEnd && start + length <= dockerfile.lines.endOf(line),
      `place of token ${index / 5}`,
    );
    lastEnd = start + length;
    const name = semanticTokensLegend.tokenTypes[type];
    assert.ok(name !== undefined && modifiers < 1 << semanticTokensLegend.tokenModifiers.length);
    tokens.push({ type: name, modifiers, text: text.slice(start, lastEnd) });
  }
  return tokens;
}

const shown = (tokens: readonly Read[]) =>
  tokens.map(({ type, modifiers, text }) => `${type}${'*'.repeat(modifiers)} ${text}`);

describe('semantic tokens', () => {
  it('tell instructions, flags, images, stages and values apart', () => {
    assert.deepEqual(
      shown(
        tokensIn(
          '# syntax=docker/dockerfile:1\nFROM --platform=$BUILDPLATFORM node:20 AS b\nFROM b\n# x\nEXPOSE 80\n',
        ),
      ),
      [
        'macro syntax',
        'string docker/dockerfile:1',
        'keyword FROM',
        'parameter --platform',
        'string $',
        'variable BUILDPLATFORM',
        'type node:20',
        'keyword AS',
        'namespace* b',
        'keyword FROM',
        'namespace b',
        'comment # x',
        'keyword EXPOSE',
        'number 80',
      ],
    );
  });

  it('colour the shell inside RUN and its mounts, over continuations', () => {
    assert.deepEqual(
      shown(
        tokensIn('RUN --mount=type=cache,target=/r,from=b A=1 apt-get install -y "a \\\n  $b" > /dev/null\n'),
      ),
      [
        'keyword RUN',
        'parameter --mount',
        'property type',
        'enumMember cache',
        'property target',
        'string /r',
        'property from',
        'type b',
        'variable* A',
        'function apt-get',
        'parameter -y',
        'string "a',
        'string $',
        'variable b',
        'string "',
        'operator >',
      ],
    );
  });

  it('follow variables and delimiters of heredocs', () => {
    assert.deepEqual(
      shown(tokensIn('ARG A=1\nFROM x\nCOPY <<E <<"F" /d/\n$A\nE\n$A\nF\nRUN <<E\nls $A\nE\n')).slice(5),
      [
        'keyword COPY',
        'operator <<',
        'macro E',
        'operator <<',
        'macro "F"',
        'string /d/',
        'variable A',
        'macro E',
        'macro F',
        'keyword RUN',
        'operator <<',
        'macro E',
        'function ls',
        'variable A',
        'macro E',
      ],
    );
  });

  const words = (text: string) =>
    shown(tokensIn(text)).filter((token) => !/^(macro|operator|parameter|type) /.test(token));

  it('colour heredocs in the language of their first line, of the command that reads them and of their file', () => {
    assert.deepEqual(
      words(
        'FROM a\nRUN <<EOF\n#!/usr/bin/env python3\nimport os # why\nname = f"""a\n  b"""\nfor_ = 0x1f\nEOF\n',
      ),
      [
        'keyword FROM',
        'keyword RUN',
        'comment #!/usr/bin/env python3',
        'keyword import',
        'comment # why',
        'string """a',
        'string b"""',
        'number 0x1f',
      ],
    );
    assert.deepEqual(words("RUN cd /x && node - <<-'E'\n\tconst a = `b` // c\n\tE\n"), [
      'keyword RUN',
      'function cd',
      'function node',
      'keyword const',
      'string `b`',
      'comment // c',
    ]);
    assert.deepEqual(words('COPY <<"E" /app/a.rb\nputs "#{x}" unless y\nE\n'), [
      'keyword COPY',
      'string /app/a.rb',
      'string "#{x}"',
      'keyword unless',
    ]);
  });

  it('take no word of another heredoc for a keyword', () => {
    assert.deepEqual(words('COPY <<"E" /etc/motd\nimport this\nE\n'), ['keyword COPY', 'string /etc/motd']);
    assert.deepEqual(words('RUN cat <<E\nimport this\nE\n'), ['keyword RUN', 'function cat']);
  });

  it('mark what is deprecated', () => {
    assert.deepEqual(shown(tokensIn('MAINTAINER a b')), ['keyword** MAINTAINER', 'string a b']);
  });

  it('are those of the instructions that a range touches', () => {
    const text = 'FROM a\nUSER b\nUSER c\n';
    assert.deepEqual(shown(tokensIn(text, { start: 9, end: 10 })), ['keyword USER', 'string b']);
  });

  it('change by one edit', () => {
    const before = semanticTokens(parse('FROM a\nUSER b\nUSER c\n'));
    const after = semanticTokens(parse('FROM a\nUSER b\nUSER bcd\nUSER c\n'));
    const patched = [...before];
    for (const { start, deleteCount, data } of semanticTokensEdits(before, after)) {
      patched.splice(start, deleteCount, ...(data ?? []));
    }
    assert.deepEqual(patched, after);
    assert.deepEqual(semanticTokensEdits(before, before), []);
  });

  it('stay in bounds and in the legend in real files, cut anywhere', () => {
    for (const { name, text } of corpus()) {
      for (const part of [1, 0.77, 0.41]) {
        const cut = text.slice(0, Math.floor(text.length * part));
        assert.doesNotThrow(() => tokensIn(cut), `${name} to ${cut.length}`);
      }
    }
  });

  it('stay in bounds on what makes the libraries of others fail', () => {
    const inputs = [
      '" s $x"',
      '\tENV A=$B',
      '\\\\\\\\\\\nV',
      'FROM :\\\n#/\nN',
      'x ""${:}',
      'HEALTHCHECK s --=',
    ];
    inputs.push(
      'RUN --\\\nm',
      'COPY\\\n --',
      'V :$\\\nN',
      'RUN "\\\n\n',
      'ENV a=\\\n',
      '\0\uD800 \uDC00',
      'RUN <<',
    );
    for (const text of inputs) assert.doesNotThrow(() => tokensIn(text), JSON.stringify(text));
  });
});
