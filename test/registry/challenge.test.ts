import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseChallenges } from '../../server/src/registry/challenge';

const read: readonly [
  header: string,
  ...challenges: [scheme: string, parameters: Record<string, string>][],
][] = [
  [''],
  ['Basic realm="x"', ['basic', { realm: 'x' }]],
  [
    'Bearer realm="https://auth.example.com/token",service="example.com",scope="repository:a/b:pull"',
    [
      'bearer',
      { realm: 'https://auth.example.com/token', service: 'example.com', scope: 'repository:a/b:pull' },
    ],
  ],
  // Codeberg puts two into one header.
  [
    'Bearer realm="https://x/t",scope="*",Basic realm="gitea"',
    ['bearer', { realm: 'https://x/t', scope: '*' }],
    ['basic', { realm: 'gitea' }],
  ],
  ['Basic realm="a", Bearer realm="b"', ['basic', { realm: 'a' }], ['bearer', { realm: 'b' }]],
  ['Negotiate, Basic realm="a"', ['negotiate', {}], ['basic', { realm: 'a' }]],
  ['Negotiate YII==, Basic realm="a"', ['negotiate', { yii: '' }], ['basic', { realm: 'a' }]],
  ['BEARER REALM=https', ['bearer', { realm: 'https' }]],
  ['Bearer realm = "a" , service= b', ['bearer', { realm: 'a', service: 'b' }]],
  ['Bearer realm="a, b=\\"c\\"",x=1', ['bearer', { realm: 'a, b="c"', x: '1' }]],
  ['Bearer realm="first",realm="second"', ['bearer', { realm: 'first' }]],
  ['Bearer realm="never closed', ['bearer', { realm: 'never closed' }]],
  [',,, Basic', ['basic', {}]],
  ['="x"'],
];

describe('parseChallenges', () => {
  for (const [header, ...challenges] of read) {
    it(`reads ${header || 'nothing'}`, () => {
      const found = parseChallenges(header).map(({ scheme, parameters }) => [
        scheme,
        Object.fromEntries(parameters),
      ]);
      assert.deepEqual(found, challenges);
    });
  }

  it('ends on anything, in time that grows with the length', () => {
    const start = performance.now();
    for (const piece of ['=', '"', ',', 'a=', 'a ', '\\"', 'a="', ' , ']) {
      parseChallenges(piece.repeat(50_000));
    }
    assert.ok(performance.now() - start < 5000);
  });
});
