import type { Case, Cases } from './checks.test';

/** A label of the schema whose value is bad on line 2 and good on line 3. */
function value(kind: string, bad: readonly string[], good: readonly string[]): Case[] {
  const label = (text: string) => `FROM a:1\nLABEL x="${text}" y=1\n`;
  const options = { labelSchema: { x: kind } };
  return [
    ...bad.map((text): Case => [label(text), [2], options]),
    ...good.map((text): Case => [label(text), [], options]),
    ...bad.map((text): Case => [label(text), []]),
  ];
}

const schema = { labelSchema: { x: 'text' } };

export const labelCases: Cases = {
  DL3048: [
    [
      'FROM a:1\nLABEL A=1\nLABEL 1a=1\nLABEL a-=1\nLABEL a..b=1\nLABEL a--b=1\nLABEL a+b=1\n',
      [2, 3, 4, 5, 6, 7],
    ],
    ['FROM a:1\nLABEL com.docker.x=1\nLABEL io.docker.x=1\nLABEL org.dockerproject.x=1\n', [2, 3, 4]],
    ['FROM a:1\nLABEL a=1 a.b-c_d/e9=1 com.dockerx=1\n', []],
  ],
  DL3049: [
    ['FROM a:1\nFROM a:1\nLABEL x=1\n', [1], schema],
    ['FROM a:1\nLABEL y=1\n', [1], schema],
    ['FROM a:1 AS b\nLABEL x=1\nFROM b\nFROM a:1 AS c\nFROM a:1\nLABEL x=1\nCOPY --from=c a b\n', [], schema],
    ['FROM a:1\n', []],
  ],
  DL3050: [
    ['FROM a:1\nLABEL x=1 y=1\n', [2], { ...schema, strictLabels: true }],
    ['FROM a:1\nLABEL x=1\n', [], { ...schema, strictLabels: true }],
    ['FROM a:1\nLABEL y=1\n', [], schema],
  ],
  DL3051: [
    ['FROM a:1\nLABEL x=""\n', [2], schema],
    ['FROM a:1\nLABEL x=1 y=""\n', [], schema],
  ],
  DL3052: value('url', ['x', 'example.com', 'http://'], ['https://example.com/a?b=c', 'http://x.org']),
  DL3053: value(
    'rfc3339',
    ['2026-01-31', 'today', '2026-13-01T00:00:00Z'],
    ['2026-01-31T12:00:00Z', '2026-01-31T12:00:00.5+01:00'],
  ),
  DL3054: value(
    'spdx',
    ['not a licence', 'Apache', ''],
    ['Apache-2.0', 'MIT', 'GPL-3.0-or-later', 'MIT OR Apache-2.0', 'BSD-3-Clause'],
  ),
  DL3055: value('hash', ['abc', 'g'.repeat(40), 'a'.repeat(39)], ['a1b2c3d', 'a'.repeat(40)]),
  DL3056: value('semver', ['1', 'v1.2.3', '1.02.3'], ['1.2.3', '1.2.3-rc.1+build']),
  DL3058: value('email', ['x', '@y.org'], ['a.b@example.org']),
};
