import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { BuildFacts } from '../../server/src/dockerfile/build-scope';
import { environmentAfter, environmentBefore } from '../../server/src/dockerfile/environment';
import { parse } from '../../server/src/dockerfile/parse';
import { cpuTime } from '../cpu-time';

/** Own variables before the last instruction: `name=value`, `name` alone without a value, `name?` when unknown. */
function before(text: string, facts?: BuildFacts): string[] {
  const tree = parse(text);
  const last = tree.instructions.at(-1);
  assert(last);
  return [...environmentBefore(tree, last, facts).values()]
    .filter(({ kind, name }) => kind !== 'predefined' && name !== 'PATH')
    .map(({ name, value, isUnknown }) =>
      isUnknown ? `${name}?` : value === undefined ? name : `${name}=${value}`,
    )
    .sort();
}

describe('the variables before an instruction', () => {
  it('are the ARGs and ENVs above it in its stage', () => {
    assert.deepEqual(before('FROM x\nARG a=1 b\nENV c=2\nRUN z'), ['a=1', 'b', 'c=2']);
    assert.deepEqual(before('FROM x\nENV a=1\nENV a=2 b=3'), ['a=1']);
    assert.deepEqual(before('FROM x\nENV a=1\nFROM y\nRUN z'), []);
  });

  it('are expanded, all of an ENV at once and an ARG one by one', () => {
    assert.deepEqual(before('FROM x\nENV a=1 b=$a\nRUN z'), ['a=1', 'b=']);
    assert.deepEqual(before('FROM x\nARG a=1 b=$a\nRUN z'), ['a=1', 'b=1']);
    assert.deepEqual(before('FROM x\nENV a="1 2"\nENV a=$a:3\nRUN z'), ['a=1 2:3']);
    assert.deepEqual(before('FROM x\nENV a  1 "2"\nRUN z'), ['a=1 2']);
  });

  it('are inherited from the stage that FROM names', () => {
    assert.deepEqual(before('FROM x AS b\nARG a=1\nENV c=2\nFROM b\nENV d=$a$c\nRUN z'), [
      'a=1',
      'c=2',
      'd=12',
    ]);
    assert.deepEqual(before('FROM x AS b\nENV c=2\nFROM B\nRUN z'), []);
    assert.deepEqual(before('ARG n=b\nFROM x AS b\nENV c=2\nFROM $n\nRUN z'), ['c=2']);
    assert.deepEqual(before('FROM x AS b\nENV c=1\nFROM y AS b\nENV c=2\nFROM b\nRUN z'), ['c=2']);
  });

  it('do not hold the arguments before the first FROM until they are declared again', () => {
    assert.deepEqual(before('ARG a=1\nFROM x\nRUN z'), []);
    assert.deepEqual(before('ARG a=1\nFROM x\nARG a\nRUN z'), ['a=1']);
    assert.deepEqual(before('ARG a=1\nFROM x\nARG a=2\nRUN z'), ['a=2']);
    assert.deepEqual(before('ARG a=1\nFROM x\nARG a\nENV b=$a\nRUN z'), ['a=1', 'b=1']);
  });

  it('let the later of ARG and ENV count, and an ARG without a value take nothing away', () => {
    assert.deepEqual(before('FROM x\nENV a=1\nARG a=2\nRUN z'), ['a=2']);
    assert.deepEqual(before('FROM x\nARG a=1\nENV a=2\nRUN z'), ['a=2']);
    assert.deepEqual(before('FROM x\nENV a=1\nARG a\nRUN z'), ['a=1']);
  });

  it('hold what ONBUILD sets in the stage above, in its direct child only', () => {
    assert.deepEqual(before('FROM x AS b\nONBUILD ENV a=1\nRUN z'), []);
    assert.deepEqual(before('FROM x AS b\nONBUILD ENV a=1\nFROM b AS c\nENV d=$a\nRUN z'), ['a=1', 'd=1']);
    assert.deepEqual(before('FROM x AS b\nONBUILD ENV a=1\nFROM b AS c\nFROM c\nRUN z'), ['a=1']);
  });

  it('of FROM are those before the first one', () => {
    assert.deepEqual(before('ARG a=1\nFROM x\nENV b=2\nFROM y'), ['a=1']);
    assert.deepEqual(before('ARG a=1\nARG b=${a}2'), ['a=1']);
  });

  it('take build arguments before defaults', () => {
    const facts: BuildFacts = { buildArgs: { a: '9', b: '8' } };
    assert.deepEqual(before('ARG b=1\nFROM x\nARG a=1\nARG b\nENV b2=$b\nRUN z', facts), [
      'a=9',
      'b2=8',
      'b=8',
    ]);
  });

  it('know the platform when it is given, and know that they do not otherwise', () => {
    const text = 'FROM x\nARG TARGETARCH TARGETPLATFORM BUILDARCH\nENV a=-$TARGETARCH\nRUN z';
    assert.deepEqual(before(text, { platform: 'linux/arm64' }), [
      'BUILDARCH?',
      'TARGETARCH=arm64',
      'TARGETPLATFORM=linux/arm64',
      'a=-arm64',
    ]);
    assert.deepEqual(before(text), ['BUILDARCH?', 'TARGETARCH?', 'TARGETPLATFORM?', 'a?']);
    assert.deepEqual(before('FROM x\nENV a=-$TARGETARCH\nRUN z', { platform: 'linux/arm64' }), ['a=-']);
    assert.deepEqual(before('FROM x\nARG TARGETARCH=y\nRUN z', { platform: 'linux/arm64' }), [
      'TARGETARCH=y',
    ]);
  });

  it('take in the environment of the base image', () => {
    const facts: BuildFacts = {
      imageEnv: (reference) => (reference === 'node:20' ? ['PATH=/x', 'NODE_VERSION=20.1=2'] : undefined),
    };
    const tree = parse('ARG v=20\nFROM node:$v AS b\nFROM b\nENV PATH=/y:$PATH\nRUN z');
    const last = tree.instructions.at(-1);
    assert(last);
    const environment = environmentBefore(tree, last, facts);
    assert.equal(environment.get('PATH')?.value, '/y:/x');
    assert.deepEqual(
      [environment.get('NODE_VERSION')?.value, environment.get('NODE_VERSION')?.kind],
      ['20.1=2', 'base'],
    );
    assert.equal(environmentBefore(tree, last).has('NODE_VERSION'), false);
    assert.match(environmentBefore(tree, last).get('PATH')?.value ?? '', /^\/y:\/usr\/local\/sbin:/);
  });

  it('say where they come from', () => {
    const tree = parse('ARG a=1\nFROM x\nARG a\nENV b=2\nRUN z');
    const [outer, , inner, env, last] = tree.instructions;
    assert(last);
    const environment = environmentBefore(tree, last);
    assert.equal(environment.get('a')?.definedBy, inner);
    assert.equal(environment.get('a')?.inherited?.definedBy, outer);
    assert.equal(environment.get('b')?.definedBy, env);
    assert.equal(environment.get('b')?.pair?.value?.value, '2');
    assert.equal(environment.env.get('b'), '2');
  });

  it('at the end of a stage are all of it', () => {
    const tree = parse('FROM x\nENV a=1\nENV a=2');
    const [stage] = tree.stages;
    assert(stage);
    assert.equal(environmentAfter(tree, stage).get('a')?.value, '2');
  });

  for (const [what, text] of [
    ['ENVs', `FROM x\n${'ENV PATH=/a:$PATH\n'.repeat(200)}${'ENV a=b$a\n'.repeat(500)}`],
    [
      'stages',
      Array.from({ length: 5_000 }, (_, index) => `FROM s${index} AS s${index + 1}\nENV a=$x\n`).join(''),
    ],
    [
      'instructions',
      `FROM x\n${Array.from({ length: 20_000 }, (_, index) => `ENV v${index}=$v${index - 1}x\n`)
        .join('')
        .replaceAll('x\n', '\n')}`,
    ],
  ] as const) {
    it(`of thousands of ${what} are found at once`, () => {
      const tree = parse(text);
      const time = cpuTime(() => {
        for (const instruction of tree.instructions) environmentBefore(tree, instruction).get('a');
      });
      assert(time < 2_000);
    });
  }
});
