import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse } from '../../server/src/dockerfile/parse';
import { shellOf, type Shell } from '../../server/src/dockerfile/shell';
import type { Span } from '../../server/src/dockerfile/tree';

function last(text: string): { shell: Shell | undefined; at: (span: Span | undefined) => string } {
  const tree = parse(text);
  const instruction = tree.instructions.at(-1);
  assert(instruction);
  return {
    shell: shellOf(tree, instruction),
    at: (span) => (span ? text.slice(span.start, span.end) : ''),
  };
}

/** Commands as `connection name arg arg (inside)`; `?` marks what is not static. */
function commands(text: string): string[] {
  return (last(text).shell?.commands ?? []).map(({ name = '', args, connection, inside }) =>
    [
      connection,
      name,
      ...args.map((argument) => `${argument.text}${argument.isStatic ? '' : '?'}`),
      ...(inside.length > 0 ? [`(${inside.join(' ')})`] : []),
    ].join(' '),
  );
}

/** What stands in the file at each name and argument. */
function places(text: string): string[] {
  const { shell, at } = last(text);
  return (shell?.commands ?? []).flatMap(({ nameSpan, args }) => [
    at(nameSpan),
    ...args.map(({ span }) => at(span)),
  ]);
}

describe('the shell of an instruction', () => {
  it('has commands, connected', () => {
    assert.deepEqual(commands('RUN a -b "c d" && e || f; g & h | i'), [
      'first a -b c d',
      'and e',
      'or f',
      'sequence g',
      'background h',
      'pipe i',
    ]);
  });

  it('has commands inside others', () => {
    assert.deepEqual(
      commands(
        'RUN (a; b) && { c; } && if d; then e; elif f; then g; else h; fi && for i in $(j); do k; done',
      ),
      [
        'first a (subshell)',
        'sequence b (subshell)',
        'first c (group)',
        'first d (condition)',
        'first e (branch)',
        'first f (condition)',
        'first g (branch)',
        'first h (branch)',
        'first j (loop substitution)',
        'first k (loop)',
      ],
    );
    assert.deepEqual(
      commands('RUN case $a in b) c;; esac; while d; do e; done; f() { g; }; h "$(i `j`)" <(k)'),
      [
        'first c (branch)',
        'first d (condition)',
        'first e (loop)',
        'first g (function group)',
        'sequence h $(i `j`)? <(k)?',
        'first i `j`? (substitution)',
        'first j (substitution substitution)',
        'first k (substitution)',
      ],
    );
  });

  it('has assignments, redirects and negation', () => {
    const { shell, at } = last('RUN ! A=1 B="$c" d >e 2>>/dev/null <<<f');
    const [command] = shell?.commands ?? [];
    assert(command);
    assert.deepEqual(
      command.assignments.map(({ name, value, span }) => [name, value?.text, value?.isStatic, at(span)]),
      [
        ['A', '1', true, 'A=1'],
        ['B', '$c', false, 'B="$c"'],
      ],
    );
    assert.deepEqual(
      command.redirects.map(({ operator, descriptor, target }) => [operator, descriptor, target?.text]),
      [
        ['>', undefined, 'e'],
        ['>>', 2, '/dev/null'],
        ['<<<', undefined, 'f'],
      ],
    );
    assert(command.isNegated);
  });

  it('has offsets of the file through continuations, comments and blank lines', () => {
    const text =
      'FROM a\nRUN --mount=type=cache,target=/x \\\n  # c "\n\n  apt-get up\\\ndate && \\\r\n\techo "a\\\n b"';
    assert.deepEqual(places(text), ['apt-get', 'up\\\ndate', 'echo', '"a\\\n b"']);
    assert.deepEqual(commands(text), ['first apt-get update', 'and echo a b']);
  });

  it('is that of a heredoc that is the whole command', () => {
    const text = 'RUN <<-EOF\n\tset -e\n\t# it\'s a comment\n\tfoo "a\n\tb"\n\tEOF';
    assert.deepEqual(places(text), ['set', '-e', 'foo', '"a\n\tb"']);
    assert.deepEqual(last('RUN <<EOF\r\na b\r\nc\r\nEOF\r\n').shell?.errors, []);
    assert.deepEqual(commands('RUN <<EOF\r\na b\r\nc\r\nEOF\r\n'), ['first a b', 'sequence c']);
  });

  it('goes on behind the heredocs of a command', () => {
    const text = 'RUN cat <<A >x && tee <<"B"\n$(ls 1)\nA\n$(ls 2)\nB\n';
    assert.deepEqual(commands(text), ['first cat', 'first ls 1 (substitution)', 'and tee']);
    assert.deepEqual(places(text), ['cat', 'ls', '1', 'tee']);
    assert.deepEqual(last(text).shell?.errors, []);
  });

  it('is the interpreter that a heredoc names, or the one of SHELL', () => {
    const interpreter = (text: string): string | undefined => last(text).shell?.interpreter;
    assert.equal(interpreter('FROM a\nRUN x'), 'sh');
    assert.equal(interpreter('FROM a\nRUN <<EOF\n#!/usr/bin/env python3\nprint(1)\nEOF'), 'python3');
    assert.equal(interpreter('FROM a\nRUN <<EOF\n#!/bin/bash -e\nls\nEOF'), 'bash');
    assert.equal(interpreter('FROM a\nSHELL ["/bin/bash", "-c"]\nRUN x'), 'bash');
    assert.equal(interpreter('FROM a AS b\nSHELL ["pwsh.exe"]\nFROM b\nRUN x'), 'pwsh');
    assert.equal(interpreter('FROM a\nSHELL ["pwsh"]\nFROM b\nRUN x'), 'sh');
    assert.equal(interpreter('# escape=`\nFROM a\nRUN x'), 'cmd');
    assert.deepEqual(commands('FROM a\nSHELL ["pwsh"]\nRUN a && b'), []);
  });

  it('of the exec form is one command, and the script that a shell gets', () => {
    assert.deepEqual(commands('CMD ["node", "a b", "$c"]'), ['first node a b $c']);
    const text = 'ENTRYPOINT ["/bin/sh", "-ec", "echo \\"a b\\" && ls"]';
    assert.deepEqual(commands(text), [
      'first /bin/sh -ec echo "a b" && ls',
      'first echo a b (script)',
      'and ls (script)',
    ]);
    assert.deepEqual(places(text).slice(3), ['echo', '\\"a b\\"', 'ls']);
    assert.deepEqual(commands('CMD []'), []);
  });

  it('is in CMD, ENTRYPOINT, HEALTHCHECK and triggers, and nowhere else', () => {
    assert.deepEqual(commands('HEALTHCHECK --interval=1s CMD a || b'), ['first a', 'or b']);
    assert.deepEqual(commands('HEALTHCHECK CMD ["a", "b"]'), ['first a b']);
    assert.deepEqual(commands('ONBUILD RUN a b'), ['first a b']);
    assert.deepEqual(places('ONBUILD RUN <<EOF\na b\nEOF'), ['a', 'b']);
    assert.equal(last('HEALTHCHECK NONE').shell, undefined);
    assert.equal(last('ENV a=b').shell, undefined);
    assert.equal(last('RUN').shell, undefined);
  });

  it('knows the variables that the shell expands', () => {
    const { shell, at } = last('RUN echo $a "${b:-$c}" \'$d\' \\$e && f=${g%%x} $(h $i)');
    assert.deepEqual(
      shell?.variables.map(({ name, nameSpan, span, modifier }) => [name, at(nameSpan), at(span), modifier]),
      [
        ['a', 'a', '$a', undefined],
        ['b', 'b', '${b:-$c}', ':-'],
        ['c', 'c', '$c', undefined],
        ['g', 'g', '${g%%x}', '%%'],
        ['i', 'i', '$i', undefined],
      ],
    );
  });

  it('has errors, and never throws', () => {
    const { shell, at } = last('RUN echo "a\\\n && b');
    assert.equal(shell?.errors.length, 1);
    assert(at(shell.errors[0]?.span).length <= 1);
    for (const text of [
      'RUN $(('.repeat(300),
      `RUN ${'('.repeat(5_000)}`,
      `RUN ${'$('.repeat(5_000)}`,
      'RUN \0 \ud800 `',
      'RUN <<EOF\n$(',
    ]) {
      assert(last(text).shell);
    }
  });
});
