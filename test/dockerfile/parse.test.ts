import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse } from '../../server/src/dockerfile/parse';
import { cpuTime } from '../cpu-time';
import type { Dockerfile } from '../../server/src/dockerfile/tree';
import { describeInstruction, first, problems, read } from './described';

describe('directives', () => {
  const names = (text: string): string[] =>
    parse(text).directives.map(({ name, value }) => `${name}=${value}`);

  it('are the comments at the top whose name BuildKit knows', () => {
    assert.deepEqual(names('# syntax=docker/dockerfile:1\n#ESCAPE = `\n# check = skip=all // why \nFROM a'), [
      'syntax=docker/dockerfile:1',
      'escape=`',
      'check=skip=all // why',
    ]);
  });

  // Row 12 of the gap table: any other comment ends them, `name=` or not.
  for (const comment of ['# version = 1', '# hadolint ignore=DL3006', '# a=b', '', '# check', '# check=']) {
    it(`end at ${JSON.stringify(comment)}`, () => {
      const tree = parse(`${comment}\n# escape=\`\nFROM a`);
      assert.deepEqual(tree.directives, []);
      assert.equal(tree.escape, '\\');
    });
  }

  it('do not count behind an instruction', () => {
    assert.deepEqual(names('FROM a\n# escape=`'), []);
  });

  // Row 13.
  it('take the whole value, and an escape character must be one', () => {
    assert.deepEqual(names('# escape=\\` x\nFROM a'), ['escape=\\` x']);
    assert.deepEqual(problems('# escape=\\` x\nFROM a'), [
      "invalid-escape: invalid escape token '\\` x' does not match ` or \\",
    ]);
  });

  it('may not be repeated', () => {
    assert.deepEqual(problems('# check=skip=all\n# Check=skip=A\nFROM a'), [
      'duplicate-directive: only one check parser directive can be used',
    ]);
  });

  it('may be indented, which the builder overlooks for all but escape', () => {
    const tree = parse('  # syntax=a\n\t# escape=`\nFROM a');
    assert.deepEqual(
      tree.directives.map(({ name, isIndented }) => [name, isIndented]),
      [
        ['syntax', true],
        ['escape', true],
      ],
    );
    assert.equal(tree.escape, '`');
  });

  // Row 36 of the gap table: BuildKit finds its frontend in these too, and the Dockerfile's then stumbles over them.
  it('are not written behind slashes or in JSON', () => {
    const slashes = parse('// syntax=docker/dockerfile:1\nFROM a');
    assert.deepEqual(slashes.directives, []);
    assert.deepEqual(
      slashes.instructions.map(({ name }) => name),
      ['//', 'FROM'],
    );
    const json = parse('{"syntax": "docker/dockerfile:1"}');
    assert.deepEqual(json.directives, []);
    assert.deepEqual(json.stages, []);
  });

  // Row 36.
  it('behind a shebang are syntax and check only', () => {
    const tree = parse('#!/usr/bin/env x\n# syntax=a\n# escape=`\n# check=skip=all\nFROM a');
    assert.deepEqual(
      tree.directives.map(({ name }) => name),
      ['syntax', 'check'],
    );
    assert.equal(tree.escape, '\\');
  });

  it('know where their name and value stand', () => {
    const text = '#  Syntax =  a b  \nFROM a';
    const [directive] = parse(text).directives;
    assert(directive);
    const { span, nameSpan, valueSpan } = directive;
    assert.deepEqual(
      [span, nameSpan, valueSpan].map(({ start, end }) => text.slice(start, end)),
      ['#  Syntax =  a b  ', 'Syntax', 'a b'],
    );
  });
});

describe('logical lines', () => {
  it('go on behind the escape character, blanks after it allowed', () => {
    assert.deepEqual(read('RUN a \\  \t\n  b\nRUN c'), ['RUN a   b', 'RUN c']);
    assert.deepEqual(read('# escape=`\nRUN a `\n b \\\nRUN c'), ['RUN a  b \\', 'RUN c']);
  });

  // Row 8.
  it('end behind an escaped escape character', () => {
    assert.deepEqual(read('RUN a \\\\\nRUN b'), ['RUN a \\\\', 'RUN b']);
    assert.deepEqual(read('RUN a \\\\\\\nRUN b'), ['RUN a \\\\\\', 'RUN b']);
  });

  // Row 9.
  it('may begin with lines that hold the escape character alone', () => {
    const tree = parse('\\\n\\\nFROM a');
    assert.deepEqual(tree.instructions.map(describeInstruction), ['FROM a']);
    assert.deepEqual(
      tree.instructions.map(({ keywordSpan, firstLine }) => [keywordSpan, firstLine]),
      [[{ start: 4, end: 8 }, 0]],
    );
  });

  it('split a keyword', () => {
    const text = 'RU\\\nN a';
    assert.deepEqual(read(text), ['RUN a']);
    assert.deepEqual(first(text).keywordSpan, { start: 0, end: 5 });
  });

  it('go on over comments and blank lines inside', () => {
    const tree = parse('FROM a\nRUN a \\\n  # one \\\n\n \t\n  b\n# two\n');
    const [, run] = tree.instructions;
    assert(run);
    assert.equal(describeInstruction(run), 'RUN a   b');
    assert.deepEqual([run.firstLine, run.lastLine, run.lastLogicalLine, run.blankLines], [1, 5, 5, [3, 4]]);
    assert.deepEqual(
      tree.comments.map(({ text, line, inside }) => [text, line, inside]),
      [
        ['one \\', 2, true],
        ['two', 6, false],
      ],
    );
  });

  it('end with the file behind an escape character', () => {
    assert.deepEqual(read('RUN a \\'), ['RUN a']);
    assert.deepEqual(read('RUN a \\\n'), ['RUN a']);
    assert.deepEqual(read('\\'), ['']);
  });

  it('keep the comments above, across blank lines, until an empty comment', () => {
    const above = (text: string): string[] => first(text).commentsAbove.map((comment) => comment.text);
    assert.deepEqual(above('# one\n\n# two\n\nFROM a'), ['one', 'two']);
    assert.deepEqual(above('# one\n#\n# two\nFROM a'), ['two']);
  });

  // Row 10: a lone CR ends no line for BuildKit; editors count one.
  it('do not end at a lone carriage return', () => {
    const tree = parse('FROM a\rRUN b\r\nRUN c');
    assert.deepEqual(tree.instructions.map(describeInstruction), ['FROM a|RUN|b', 'RUN c']);
    assert.equal(tree.instructions[1]?.firstLine, 2);
    assert.equal(tree.lines.count, 3);
  });

  // Row 11.
  it('begin behind any white space of Unicode, and separate words at fewer', () => {
    assert.deepEqual(read('\v\f\u00a0\u0085FROM a'), ['FROM a']);
    assert.deepEqual(read('EXPOSE\v1\f2\t3'), ['EXPOSE 1|2|3']);
    assert.deepEqual(read('EXPOSE 1\u00a02'), ['EXPOSE 1\u00a02']);
  });

  it('read CRLF, a byte order mark, tabs, any case and NUL', () => {
    assert.deepEqual(read('\uFEFF# escape=`\r\nfrom a\r\n\tRun b `\r\n  c\r\nRUN \0'), [
      'FROM a',
      'RUN b   c',
      'RUN \0',
    ]);
  });

  // Row 35: 65,535 bytes are the most.
  it('may not be too long', () => {
    const line = (bytes: number): string =>
      `FROM a\nRUN ${'é'.repeat((bytes - 4) / 2)}${bytes % 2 === 1 ? 'x' : ''}`;
    assert.deepEqual(problems(line(65_535)), []);
    assert.deepEqual(problems(line(65_536)), [
      'line-too-long: dockerfile line greater than max allowed size of 65535',
    ]);
  });
});

describe('a file without instructions', () => {
  it('is what the builder rejects', () => {
    assert.deepEqual(problems(''), ['empty-file: the Dockerfile cannot be empty']);
    assert.deepEqual(problems('# a\n\n'), ['no-instruction: file with no instructions']);
    assert.deepEqual(problems('FROM a'), []);
  });
});

describe('flags', () => {
  // Row 19.
  it('lose their quotes, keep blanks inside them, and end at `--`', () => {
    assert.deepEqual(read('COPY --chown="a:b" --x=\'c d\' e f'), ['COPY --chown=a:b|--x=c d|e|f']);
    assert.deepEqual(read('COPY --a -- --b c'), ['COPY --a|--b|c']);
    assert.deepEqual(read('RUN --mount="type=cache,target=/a b" c'), [
      'RUN --mount=type=cache,target=/a b|c',
    ]);
    assert.deepEqual(read('COPY "--a=b" c'), ['COPY "--a=b"|c']);
    assert.deepEqual(read('COPY a --chown=b c'), ['COPY a|--chown=b|c']);
  });

  // Row 20 and the typing state that crashed the peer.
  it('stand beside each other and may lack a value', () => {
    assert.deepEqual(read('FROM --platform=p --x a AS b\nCOPY --from'), [
      'FROM --platform=p|--x|a|AS|b',
      'COPY --from',
    ]);
    assert.deepEqual(read('RUN --'), ['RUN']);
    assert.deepEqual(read('RUN --m="a'), ['RUN --m=a']);
  });

  it('know where their name and each character of their value stand', () => {
    const text = 'RUN --mount="type=cache",\\\n# c\ntarget=/a b';
    const [flag] = first(text).flags;
    assert(flag?.value !== undefined && flag.valueSpan);
    assert.equal(flag.value, 'type=cache,target=/a');
    assert.equal(text.slice(flag.nameSpan.start, flag.nameSpan.end), 'mount');
    const { value } = flag;
    assert.equal(Array.from(value, (_, index) => text.charAt(flag.valueAt(index))).join(''), value);
    assert.equal(flag.valueAt(value.length), flag.valueSpan.end);
  });
});

describe('the JSON form', () => {
  // Rows 14 and 16.
  it('is JSON: blanks, escapes, comments between its lines', () => {
    assert.deepEqual(read('CMD ["a b", "\\u0041\\n\\"" ]'), ['CMD [] a b|A\n"']);
    assert.deepEqual(read('CMD [ "a", \\\n# c\n  "b" ]'), ['CMD [] a|b']);
    assert.deepEqual(read('# escape=`\nCMD ["a", `\n"b"]'), ['CMD [] a|b']);
    assert.deepEqual(read('CMD []'), ['CMD []']);
    assert.deepEqual(read('VOLUME ["/a b"]\nSHELL ["x"]\nCOPY ["a b","c"]\nADD ["a","b"]'), [
      'VOLUME [] /a b',
      'SHELL [] x',
      'COPY [] a b|c',
      'ADD [] a|b',
    ]);
  });

  // Row 15.
  for (const text of ['["a",]', '["C:\\Ruby"]', '["a"] b', '["a\tb"]', "['a']", '["a"', '[']) {
    it(`is not ${JSON.stringify(text)}, which is the shell form`, () => {
      assert.deepEqual(read(`CMD ${text}`), [`CMD ${text}`]);
      assert.deepEqual(problems(`FROM a\nCMD ${text}`), []);
    });
  }

  // Row 17.
  for (const text of ['["a",1]', '[["a"]]', '[null]', '[{}]']) {
    it(`may not hold what ${text} holds`, () => {
      assert.deepEqual(problems(`FROM a\nCMD ${text}`), [
        'json-not-strings: when using JSON array syntax, arrays must be comprised of strings only',
      ]);
    });
  }

  // Row 18.
  it('stands behind HEALTHCHECK CMD and behind flags', () => {
    assert.deepEqual(read('HEALTHCHECK --interval=3s CMD ["a","b c"]\nCMD --flag ["a"]'), [
      'HEALTHCHECK [] --interval=3s|CMD|a|b c',
      'CMD [] --flag|a',
    ]);
    assert.deepEqual(read('HEALTHCHECK CMD a b\nHEALTHCHECK NONE\nHEALTHCHECK'), [
      'HEALTHCHECK CMD|a b',
      'HEALTHCHECK NONE',
      'HEALTHCHECK',
    ]);
  });

  it('maps the characters of a value back through its escapes', () => {
    const text = 'CMD ["x\\u0041\\n b"]';
    const [word] = first(text).words;
    assert(word);
    assert.equal(word.value, 'xA\n b');
    assert.deepEqual(
      [0, 1, 2, 3, 4, 5].map((index) => word.at(index)),
      [6, 7, 13, 15, 16, 17],
    );
  });
});

describe('words', () => {
  it('are split at blanks, quotes or not, for COPY, EXPOSE, FROM and VOLUME', () => {
    assert.deepEqual(read('COPY "a b" c\nEXPOSE 1 2/udp\nFROM a AS b # c'), [
      'COPY "a|b"|c',
      'EXPOSE 1|2/udp',
      'FROM a|AS|b|#|c',
    ]);
  });

  it('are the whole line for RUN, WORKDIR, USER, STOPSIGNAL and MAINTAINER', () => {
    assert.deepEqual(read('RUN a  b\nWORKDIR /a b \nUSER a b\nSTOPSIGNAL a b\nMAINTAINER a b\nRUN'), [
      'RUN a  b',
      'WORKDIR /a b',
      'USER a b',
      'STOPSIGNAL a b',
      'MAINTAINER a b',
      'RUN',
    ]);
  });

  // Row 32.
  it('keep their escape characters', () => {
    assert.deepEqual(read('COPY C:\\\\a b'), ['COPY C:\\\\a|b']);
  });

  it('map each character back to the file through continuations', () => {
    const text = 'COPY a\\\n# c\nb c';
    const [word] = first(text).words;
    assert(word);
    assert.equal(word.value, 'ab');
    assert.deepEqual(word.span, { start: 5, end: 13 });
    assert.deepEqual([word.at(0), word.at(1), word.at(2)], [5, 12, 13]);
  });
});

describe('pairs', () => {
  it('of ENV and LABEL are split at blanks outside quotes', () => {
    assert.deepEqual(read('ENV a="b c"d e=\'f \'g h=i\\ j\nLABEL "k l"="m"'), [
      `ENV a="b c"d|e='f 'g|h=i\\ j`,
      'LABEL "k l"="m"',
    ]);
    assert.deepEqual(read('ENV a=b \\\n  # c\n  d=e'), ['ENV a=b|d=e']);
    assert.deepEqual(read('ENV a=b\\'), ['ENV a=b']);
  });

  it('of the old form take the rest of the line', () => {
    const [pair] = first('ENV a  b c=d ').pairs;
    assert.deepEqual([pair?.key.value, pair?.value?.value, pair?.legacy], ['a', 'b c=d', true]);
  });

  it('need a value', () => {
    assert.deepEqual(problems('FROM a\nENV b'), ['key-without-value: ENV must have two arguments']);
    assert.deepEqual(problems('FROM a\nLABEL b=c d'), [
      `missing-equals: Syntax error - can't find = in "d". Must be of the form: name=value`,
    ]);
    assert.deepEqual(problems('FROM a\nONBUILD ENV b'), ['key-without-value: ENV must have two arguments']);
    assert.deepEqual(problems('FROM a\nENV'), []);
  });

  // Row 21.
  it('of ARG need none, and there may be several', () => {
    assert.deepEqual(read('ARG a b=c d="e f"'), ['ARG a|b=c|d="e f"']);
    assert.deepEqual(problems('ARG a b\nFROM c'), []);
  });

  it('know where key and value stand', () => {
    const text = 'ENV a=b \\\n  cd="e f"';
    const [, pair] = first(text).pairs;
    assert(pair?.value);
    assert.deepEqual(
      [pair.span, pair.key.span, pair.value.span].map(({ start, end }) => text.slice(start, end)),
      ['cd="e f"', 'cd', '"e f"'],
    );
  });
});

describe('ONBUILD', () => {
  it('holds its trigger', () => {
    assert.deepEqual(read('ONBUILD COPY --from=a b c\nONBUILD ENV a=b\nONBUILD run a b\nONBUILD'), [
      'ONBUILD COPY --from=a|b|c',
      'ONBUILD ENV a=b',
      'ONBUILD RUN a b',
      'ONBUILD',
    ]);
  });

  it('in ONBUILD without end neither throws nor hangs', () => {
    assert.equal(read('ONBUILD '.repeat(50_000)).length, 1);
  });
});

describe('stages', () => {
  const named = (text: string): (string | undefined)[] => parse(text).stages.map(({ name }) => name);

  it('begin at FROM and have the name behind AS in lower case', () => {
    assert.deepEqual(named('ARG x\nFROM a AS Base\nRUN b\nfrom c\nFROM d as e # f\nFROM'), [
      'base',
      undefined,
      'e',
      undefined,
    ]);
  });

  it('hold their instructions', () => {
    const { stages, instructions } = parse('ARG x\nFROM a\nRUN b\nFROM c\nRUN d');
    assert.deepEqual(
      stages.map((stage) => stage.instructions.map(({ name }) => name)),
      [
        ['FROM', 'RUN'],
        ['FROM', 'RUN'],
      ],
    );
    assert.deepEqual(
      instructions.map(({ stage }) => stage),
      [-1, 0, 0, 1, 1],
    );
  });
});

describe('a second parse', () => {
  /** The tree without its functions, which no comparison can look into. */
  const plain = (tree: Dockerfile): unknown =>
    JSON.parse(JSON.stringify(tree, (key, value: unknown) => (key === 'lines' ? undefined : value)));

  const text =
    '# escape=`\n# a\nFROM a AS b\nENV c=`\n d\nRUN <<EOF\ne\nEOF\n# f\nCOPY g h\nENV i\nCMD ["j"]\n';

  it('equals a first one after any edit', () => {
    const previous = parse(text);
    for (let at = 0; at <= text.length; at++) {
      for (const insert of ['x', '\n', '\\', '`', '"', '<', '#', ' ']) {
        const edited = text.slice(0, at) + insert + text.slice(at);
        assert.deepEqual(plain(parse(edited, previous)), plain(parse(edited)));
      }
      const removed = text.slice(0, at) + text.slice(at + 1);
      assert.deepEqual(plain(parse(removed, previous)), plain(parse(removed)));
    }
  });

  it('keeps the instructions above the edit', () => {
    const previous = parse(text);
    const next = parse(text.replace('COPY g', 'COPY gg'), previous);
    const kept = next.instructions.map((instruction) => previous.instructions.includes(instruction));
    assert.deepEqual(kept, [true, true, true, false, false, false]);
  });

  it('reads everything again when the escape character is another', () => {
    const windows = '# escape=`\nFROM a\nENV b=c` d\nENV e=f\\ g';
    const next = parse(windows.replace('`\n', '\\\n'), parse(windows));
    assert.deepEqual(next.instructions.map(describeInstruction), ['FROM a', 'ENV b=c`|d', 'ENV e=f\\ g']);
  });

  it('moves what stands below it', () => {
    const next = parse(`${text}RUN x`.replace('COPY g', 'COPY g\\\n g'), parse(text));
    const last = next.instructions.at(-2);
    assert.equal(last?.words[0]?.at(0), next.text.indexOf('j"]'));
    assert.equal(last.firstLine, 12);
  });
});

describe('inputs that crashed or hung the peer', () => {
  for (const text of [
    ' s $x',
    '\tENV A=$B',
    '  ARG A=$B\nFROM a\n',
    '\\\\\\\\\nV',
    'FROM :\\\n#/\nN',
    'FROM 3 AS b\nCOPY --from',
    'x ""${:}',
    'HEALTHCHECK s --=',
    'RUN --\\\nm',
    'COPY\\\n --',
    'V :$\\\nN',
    '\ud800\udc00 \udc00\ud800',
    'RUN ${x:-'.repeat(5_000),
    `ENV a=${'${x:-'.repeat(20_000)}`,
    `ENV a=${'"'.repeat(20_001)}`,
    `RUN ${'"a" $b \\" '.repeat(20_000)}`,
    `CMD [${'"a",'.repeat(20_000)}"b"]`,
    `CMD ${'['.repeat(200_000)}`,
    `RUN ${'<<A '.repeat(20_000)}`,
    `# escape=${' '.repeat(60_000)}x\nFROM a`,
    `FROM a${' \\\n# c\n\n'.repeat(20_000)}`,
    '#\n'.repeat(100_000),
  ]) {
    it(`${JSON.stringify(text.slice(0, 30))} (${text.length} units) is parsed at once`, () => {
      assert(cpuTime(() => parse(text)) < 1_000);
    });
  }
});
