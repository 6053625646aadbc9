import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, it, before } from 'node:test';
import * as oniguruma from 'vscode-oniguruma';
import * as textmate from 'vscode-textmate';
import { fixture } from '../fixture';

const root = join(__dirname, '..', '..');
const files: Record<string, string> = {
  'source.dockerfile': 'dockerfile.tmLanguage.json',
  'source.dockerignore': 'dockerignore.tmLanguage.json',
};

/** Loads our grammars into the engine that VS Code itself uses. */
async function grammar(scope: string): Promise<textmate.IGrammar> {
  const wasm = readFileSync(createRequire(__filename).resolve('vscode-oniguruma/release/onig.wasm'));
  await oniguruma.loadWASM(wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength));
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: (name) => {
      const file = files[name];
      // The languages of heredocs are VS Code's own: here they are empty.
      if (file === undefined)
        return Promise.resolve(
          textmate.parseRawGrammar(JSON.stringify({ scopeName: name, patterns: [] }), `${name}.json`),
        );
      const path = join(root, 'syntaxes', file);
      return Promise.resolve(textmate.parseRawGrammar(readFileSync(path, 'utf8'), path));
    },
  });
  const loaded = await registry.loadGrammar(scope);
  assert(loaded);
  return loaded;
}

describe('Dockerfile grammar', () => {
  let dockerfile: textmate.IGrammar;
  before(async () => {
    dockerfile = await grammar('source.dockerfile');
  });

  /** The scopes of the first occurrence of `piece` in the `line`th (0-based) line of `text`. */
  function scopes(text: string, line: number, piece: string): string {
    let stack = textmate.INITIAL;
    for (const [index, content] of text.split('\n').entries()) {
      const result = dockerfile.tokenizeLine(content, stack);
      if (index === line) {
        const at = content.indexOf(piece);
        assert.notEqual(at, -1, `'${piece}' stands in line ${index}`);
        const token = result.tokens.find(({ startIndex, endIndex }) => startIndex <= at && at < endIndex);
        return token?.scopes.join(' ') ?? '';
      }
      stack = result.ruleStack;
    }
    return '';
  }

  it('names instructions in any case, and triggers of ONBUILD', () => {
    assert.match(scopes('from alpine', 0, 'from'), /special-method/);
    assert.match(scopes('ONBUILD RUN make', 0, 'RUN'), /special-method/);
    assert.doesNotMatch(scopes('RUNNER x', 0, 'RUNNER'), /special-method/);
  });

  it('tells image, tag, stage and flag of FROM apart', () => {
    const text = 'FROM --platform=$BUILDPLATFORM registry.example:5000/team/node:20-alpine AS build';
    assert.match(scopes(text, 0, 'platform'), /attribute-name\.flag/);
    assert.match(scopes(text, 0, 'BUILDPLATFORM'), /variable\.other/);
    assert.match(scopes(text, 0, '20-alpine'), /constant\.other\.tag/);
    assert.doesNotMatch(scopes(text, 0, '5000'), /constant\.other\.tag/);
    assert.match(scopes(text, 0, 'AS'), /keyword\.control\.as/);
    assert.match(scopes(text, 0, 'build'), /entity\.name\.type\.stage/);
  });

  it('ends an instruction at its line, and not where the line is continued', () => {
    assert.match(
      scopes('RUN a \\\n  && from x\nFROM b', 1, 'from'),
      /^source\.dockerfile meta\.instruction\.run/,
    );
    assert.match(scopes('RUN a \\\n  && from x\nFROM b', 2, 'FROM'), /special-method/);
    assert.match(scopes('RUN a \\\n# why\n\n  FROM x', 1, 'why'), /comment/);
    assert.doesNotMatch(scopes('RUN a \\\n# why\n\n  FROM x', 3, 'FROM'), /special-method/);
  });

  it('closes an open quote at the end of the instruction', () => {
    assert.match(scopes('RUN echo "oops\nFROM b', 1, 'FROM'), /special-method/);
    assert.match(scopes('RUN echo "two \\\n  lines"\nFROM b', 1, 'lines'), /string\.quoted\.double/);
  });

  it('continues lines at a backtick below `# escape=``, and only there', () => {
    const windows = '# escape=`\nFROM windows\nCOPY a C:\\\nRUN dir `\n  FROM';
    assert.match(scopes(windows, 3, 'RUN'), /special-method/);
    assert.doesNotMatch(scopes(windows, 4, 'FROM'), /special-method/);
    assert.match(scopes('RUN echo `date`\nFROM b', 1, 'FROM'), /special-method/);
  });

  it('embeds the shell in heredocs of RUN until the line of its name', () => {
    const text = 'RUN <<-EOF cat\n\techo "open\n\tEOF\nFROM b';
    assert.match(scopes(text, 0, 'EOF'), /heredoc-token/);
    assert.match(scopes(text, 1, 'echo'), /meta\.embedded\.block\.shellscript/);
    assert.match(scopes(text, 2, 'EOF'), /heredoc-token/);
    assert.match(scopes(text, 3, 'FROM'), /special-method/);
  });

  it('knows Python in a heredoc of python', () => {
    const text = 'RUN python3 - <<"EOF"\nprint(1)\nEOF\nFROM b';
    assert.match(scopes(text, 1, 'print'), /meta\.embedded\.block\.python/);
    assert.match(scopes(text, 3, 'FROM'), /special-method/);
  });

  it('reads files written in COPY, two of them too', () => {
    const one = 'COPY <<conf /etc/x\nFROM ${a}\nconf\nUSER u';
    assert.match(scopes(one, 1, 'FROM'), /string\.unquoted\.heredoc/);
    assert.match(scopes(one, 1, '{a'), /variable\.other/);
    assert.match(scopes(one, 3, 'USER'), /special-method/);
    const two = 'COPY <<a <<b /etc/\nFROM\na\nFROM\nb\nUSER u';
    assert.match(scopes(two, 3, 'FROM'), /string\.unquoted\.heredoc/);
    assert.match(scopes(two, 5, 'USER'), /special-method/);
  });

  /** Each label below carets stands in the scopes of all that is above them; with `not `, in none of them. */
  function holds(marked: string): void {
    const { text, ranges } = fixture(marked);
    const tokens: { start: number; end: number; scopes: string }[] = [];
    let stack = textmate.INITIAL;
    let at = 0;
    for (const content of text.split('\n')) {
      const result = dockerfile.tokenizeLine(content, stack);
      for (const { startIndex, endIndex, scopes: names } of result.tokens) {
        tokens.push({ start: at + startIndex, end: at + endIndex, scopes: names.join(' ') });
      }
      stack = result.ruleStack;
      at += content.length + 1;
    }
    for (const { label, start, end } of ranges) {
      const wanted = label.replace(/^not /, '');
      for (const token of tokens.filter((each) => each.start < end && start < each.end)) {
        const piece = `${text.slice(token.start, token.end)}: ${token.scopes}`;
        assert.equal(token.scopes.includes(wanted), wanted === label, `${label} in ${piece}`);
      }
    }
  }

  it('takes the language of a heredoc from its first line', () => {
    holds(`
RUN <<EOF
#!/usr/bin/env python3
^^^^^^^^^^^^^^^^^^^^^^ comment.line.shebang
print(1)
^^^^^^^^ meta.embedded.block.python
EOF
^^^ keyword.control.heredoc-token
RUN <<EOF
^^^ special-method
#!/usr/bin/env -S node --no-warnings
console.log(1)
^^^^^^^^^^^^^^ meta.embedded.block.javascript
EOF
RUN <<-"E"
	#!/bin/bash
	echo
 ^^^^ meta.embedded.block.shellscript
	E
CMD a
^^^ special-method
`);
    holds(`
COPY <<EOF /usr/local/bin/tool
#!/usr/bin/perl
print 1
^^^^^^^ meta.embedded.block.perl
EOF
USER u
^^^^ special-method
`);
  });

  it('takes it from the program that reads the heredoc, and from the name of the file', () => {
    holds(`
RUN cd /x && node - <<EOF
             ^^^^ meta.instruction.run
console.log(1)
^^^^^^^^^^^^^^ meta.embedded.block.javascript
EOF
COPY --chmod=755 <<EOF /app/start.sh
       ^^^^^ attribute-name.flag
echo
^^^^ meta.embedded.block.shellscript
EOF
COPY <<"x.json" /etc/x.json
{"a": 1}
^^^^^^^^ meta.embedded.block.json
x.json
COPY <<EOF /etc/x.conf
{"a": 1}
^^^^^^^^ string.unquoted.heredoc
EOF
USER u
^^^^ special-method
`);
  });

  it('ends several heredocs of one line with the name of the last', () => {
    holds(`
RUN cat 3<<A - <<'B' && x 4<<-C
1
A
FROM
^^^^ string.unquoted.heredoc
B
FROM
^^^^ string.unquoted.heredoc
	C
FROM x
^^^^ special-method
`);
    holds(`
RUN cat <<<B
        ^^^^ not heredoc
FROM x
^^^^ special-method
`);
  });

  it('reads comments and blank lines inside a continuation as such', () => {
    holds(`
RUN a && \\
         ^ line-continuation
  # && b "
  ^^^^^^^^ comment.line

  && c
  ^^ keyword.operator
ENV A=1
^^^ special-method
`);
  });

  it('tells a variable from its modifier, and a directive from a comment', () => {
    assert.match(scopes('ENV A=${B:-c}', 0, ':-'), /keyword\.operator\.expansion/);
    assert.match(scopes('ENV A=${B:-c}', 0, 'A'), /variable\.other\.definition/);
    assert.match(scopes('# syntax=docker/dockerfile:1', 0, 'syntax'), /keyword\.control\.directive/);
    assert.doesNotMatch(scopes('# about syntax', 0, 'syntax'), /directive/);
  });
});

describe('.dockerignore grammar', () => {
  it('tells comment, negation and wildcards apart', async () => {
    const ignore = await grammar('source.dockerignore');
    const scopesOf = (line: string, at: number): string =>
      ignore
        .tokenizeLine(line, textmate.INITIAL)
        .tokens.find(({ startIndex, endIndex }) => startIndex <= at && at < endIndex)
        ?.scopes.join(' ') ?? '';
    assert.match(scopesOf('# x', 2), /comment/);
    assert.match(scopesOf('!keep', 0), /negation/);
    assert.match(scopesOf('a/**/b', 2), /any-folder/);
    assert.match(scopesOf('a/b # c', 5), /string/);
  });
});
