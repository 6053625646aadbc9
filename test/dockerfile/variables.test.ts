import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { expand, expandWords, references } from '../../server/src/dockerfile/variables';
import { cpuTime } from '../cpu-time';
import type { Mapped } from '../../server/src/dockerfile/tree';

function word(text: string, start = 0): Mapped {
  return { text, span: { start, end: start + text.length }, at: (index) => start + index };
}

const env = new Map([
  ['a', 'A'],
  ['empty', ''],
  ['path', 'usr/local/lib/x.tar.gz'],
  ['two', 'b c'],
  ['hash', '#'],
]);

function value(text: string, escape: '\\' | '`' = '\\'): string {
  const { value: result, error } = expand(word(text), escape, env);
  return error ? `error: ${error.reason}` : result;
}

const fails = (reason: string): string => `error: ${reason}`;

describe('an expanded word', () => {
  const cases: Readonly<Record<string, string>> = {
    // Names
    $a: 'A',
    '${a}': 'A',
    'x$a-y': 'xA-y',
    $ab: '',
    '$none|': '|',
    $1x: 'x',
    $12: '',
    '$@$*$#$?$-$!': '',
    $$w: 'w',
    $: '$',
    a$: 'a$',
    '$ a': '$ a',
    '$(a)': '$(a)',
    $é: '',
    // Quotes and escapes
    '"$a"': 'A',
    "'$a'": '$a',
    '\\$a': '$a',
    '"\\$a"': '$a',
    '"\\x"': '\\x',
    '\\x': 'x',
    '"\\\\"': '\\',
    'a\\': 'a',
    '"it\'s"': "it's",
    'a"b"\'c\'d': 'abcd',
    'a b': 'a b',
    // Modifiers
    '${a:-x}': 'A',
    '${empty:-x}': 'x',
    '${empty-x}': '',
    '${none-x}': 'x',
    '${none:-x}': 'x',
    '${none-}': '',
    '${none:-$a}': 'A',
    '${none:-${empty:-${a}}}': 'A',
    '${none:-"x}y"}': 'x}y',
    "${none:-'$a'}": '$a',
    '${none:-x\\}y}': 'x}y',
    '${a:+x}': 'x',
    '${a+x}': 'x',
    '${empty:+x}': '',
    '${empty+x}': 'x',
    '${none+x}': '',
    '${a?x}': 'A',
    '${a:?x}': 'A',
    '${empty?x}': '',
    '${none?x y}': fails('none: x y'),
    '${none?}': fails('none: is not allowed to be unset'),
    '${none:?}': fails('none: is not allowed to be unset'),
    '${empty:?}': fails('empty: is not allowed to be empty'),
    '${path#*/}': 'local/lib/x.tar.gz',
    '${path##*/}': 'x.tar.gz',
    '${path%.*}': 'usr/local/lib/x.tar',
    '${path%%.*}': 'usr/local/lib/x',
    '${path#x}': 'usr/local/lib/x.tar.gz',
    '${path%?z}': 'usr/local/lib/x.tar.',
    '${path#*${hash}}': 'usr/local/lib/x.tar.gz',
    '${path/l/L}': 'usr/Local/lib/x.tar.gz',
    '${path//l/L}': 'usr/LocaL/Lib/x.tar.gz',
    '${path//\\//-}': 'usr-local-lib-x.tar.gz',
    '${path/*\\//}': 'x.tar.gz',
    '${path/l?c/[$a]}': 'usr/[A]al/lib/x.tar.gz',
    '${a///-}': '-A-',
    '${two/*b/}': ' c',
    '${path/nothing/x}': 'usr/local/lib/x.tar.gz',
    // Errors
    '${}': fails('syntax error: bad substitution'),
    '${:': fails('syntax error: bad substitution'),
    '${{a}}': fails('syntax error: bad substitution'),
    '${': fails("syntax error: missing '}'"),
    '${a': fails('unsupported modifier (\uFFFD) in substitution'),
    '${a:-x': fails("syntax error: missing '}'"),
    '${a:-"x': fails("syntax error: missing '}'"),
    '${a/x': fails("syntax error: missing '/' in ${}"),
    '${a/x/y': fails("syntax error: missing '}'"),
    '${a,,}': fails('unsupported modifier (,) in substitution'),
    '${a^}': fails('unsupported modifier (^) in substitution'),
    '${!a}': fails('unsupported modifier (a) in substitution'),
    '${a:=x}': fails('unsupported modifier (:=) in substitution'),
    '${a:0:3}': fails('unsupported modifier (:0) in substitution'),
    '${a:#x}': fails('unsupported modifier (:#) in substitution'),
    '${a:%x}': fails('unsupported modifier (:%) in substitution'),
    '${a%\\xy}': fails("invalid pattern (y\\x) in substitution: invalid escape '\\x'"),
    '${a#\\x}': fails("invalid pattern (\\x) in substitution: invalid escape '\\x'"),
    "it's": fails('unexpected end of statement while looking for matching single-quote'),
    '"a': fails('unexpected end of statement while looking for matching double-quote'),
  };
  for (const [text, expected] of Object.entries(cases)) {
    it(`${text} is ${JSON.stringify(expected)}`, () => {
      assert.equal(value(text), expected);
    });
  }

  it('is escaped by the backtick where the directive says so', () => {
    assert.equal(value('`$a C:\\$a', '`'), '$a C:\\A');
  });

  it('says which names have a value and which have none, a default or not', () => {
    const { matched, unmatched } = expand(word('$a$empty${none:-$other}$a'), '\\', env);
    assert.deepEqual(matched, ['a', 'empty']);
    assert.deepEqual(unmatched, ['other', 'none']);
  });

  it('says what is wrong in the words of BuildKit, and where', () => {
    const { error, value: result } = expand(word('x${a,}y', 10), '\\', env);
    assert.equal(error?.message, 'failed to process "x${a,}y": unsupported modifier (,) in substitution');
    assert.deepEqual(error.span, { start: 11, end: 15 });
    assert.equal(result, '');
  });

  it('takes quotes in a heredoc body as they are', () => {
    assert.equal(expand(word(`'$a' "it's" \\$a`), '\\', env, { quotes: false }).value, `'A' "it's" $a`);
  });

  it('splits into words behind the expansion', () => {
    assert.deepEqual(expandWords(word('x$two "$two" $none'), '\\', env), ['xb', 'c', 'b c']);
    assert.deepEqual(expandWords(word('$none'), '\\', env), []);
  });
});

describe('references', () => {
  const names = (text: string): string[] =>
    references(word(text), '\\').map(({ name, modifier = '', fallback = '' }) => name + modifier + fallback);

  // Rows 22, 23 and 25 of the gap table.
  it('have a name, a modifier and what follows it', () => {
    assert.deepEqual(
      names('${a-y} ${b+y} ${c?e} ${d#p} ${e##p} ${f%p} ${g%%p} ${h/a/b} ${i//a/b} ${j:-  y}'),
      ['a-y', 'b+y', 'c?e', 'd#p', 'e##p', 'f%p', 'g%%p', 'h/a', 'i//a', 'j:-  y'],
    );
    assert.deepEqual(names('${x:-${y:-z}}'), ['x:-${y:-z}', 'y:-z']);
  });

  // Row 24.
  it('are not what is quoted or escaped', () => {
    assert.deepEqual(names(`'$x' \\$y "$z" $$w`), ['z', '$']);
  });

  it('know where they stand', () => {
    const [outer, inner] = references(word('a"${b:-$c}"', 100), '\\');
    assert.deepEqual(
      [outer?.span, outer?.nameSpan, outer?.fallbackSpan, inner?.span, inner?.nameSpan],
      [
        { start: 102, end: 110 },
        { start: 104, end: 105 },
        { start: 107, end: 109 },
        { start: 107, end: 109 },
        { start: 108, end: 109 },
      ],
    );
  });

  it('in front of an error are found', () => {
    assert.deepEqual(names('$a "$b ${c:-$d'), ['a', 'b', 'c:-$d', 'd']);
  });
});

describe('a hostile word', () => {
  for (const text of [
    '${path##*a*a*a*a*a*a*a*a*a*a*a*a*b}',
    `\${path//${'*'.repeat(5_000)}x/}`,
    '${none:-'.repeat(50_000),
    '"'.repeat(100_001),
    '$a'.repeat(100_000),
  ]) {
    it(`of ${text.length} units is expanded at once`, () => {
      const many = new Map([['path', 'a'.repeat(30_000)]]);
      const time = cpuTime(() => {
        expand(word(text), '\\', many);
        references(word(text), '\\');
      });
      assert(time < 1_000);
    });
  }
});
