import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse } from '../../server/src/dockerfile/parse';
import { planOf, type PlanOptions, type Step } from '../../server/src/layers/plan';

function steps(text: string, options: PlanOptions = {}): readonly Step[] {
  return planOf(parse(text), options).steps;
}

/** Everything of the last step of a file that enters its cache key, without what comes from the step before. */
function key(text: string, options: PlanOptions = {}): unknown {
  const { inputs, environment, reads, network } = steps(text, options).at(-1) ?? {};
  return { inputs: [...(inputs ?? [])], environment, reads, network };
}

const same = (a: string, b: string) => assert.deepEqual(key(a), key(b), `${a}\n--\n${b}`);
const differs = (a: string, b: string) => assert.notDeepEqual(key(a), key(b), `${a}\n--\n${b}`);

describe('the plan of a build', () => {
  it('has a step for each image, RUN, COPY, ADD and WORKDIR, each on the one before', () => {
    const plan = steps(
      'FROM a AS one\nENV X=1\nWORKDIR /app\nRUN a\nFROM scratch\nCOPY --from=one /a /\nFROM one\nUSER me\nADD b /\nWORKDIR /\n',
    );
    assert.deepEqual(
      plan.map(({ instruction, stage, kind, parent }) => [
        instruction.firstLine + 1,
        stage,
        kind,
        parent && parent.instruction.firstLine + 1,
      ]),
      [
        [1, 0, 'from', undefined],
        [3, 0, 'workdir', 1],
        [4, 0, 'run', 3],
        [6, 1, 'copy', undefined],
        [9, 2, 'copy', 4],
      ],
    );
  });

  it('needs only the stages that the target stands on or copies from', () => {
    const dockerfile = parse(
      'FROM a AS one\nRUN 1\nFROM b AS two\nRUN 2\nFROM c AS three\nCOPY --from=one /x /\nFROM d\nRUN --mount=from=two,target=/t 4\n',
    );
    assert.deepEqual([...planOf(dockerfile, {}).needed], [1, 3]);
    assert.deepEqual([...planOf(dockerfile, { target: 'three' }).needed], [0, 2]);
    assert.equal(planOf(dockerfile, { target: 'nope' }).target, undefined);
  });

  // Each pair is an experiment of the table of real builds: what BuildKit took for the same, and what not.
  it('takes for the same what BuildKit takes for the same', () => {
    same('FROM a\nRUN b \n', 'FROM a\nrun b\n');
    same('FROM a\nRUN a \\\n  b\n', 'FROM a\nRUN a \\\n# comment\n  b\n');
    same('FROM a\nRUN a\n', 'FROM a\nRUN ["/bin/sh", "-c", "a"]\n');
    same('FROM a\nENV A=1 B=2\nRUN a\n', 'FROM a\nENV A=1\nENV B=2\nRUN a\n');
    same('FROM a\nENV C 3\nRUN a\n', 'FROM a\nENV C="3"\nRUN a\n');
    same('FROM a\nLABEL a=b\nEXPOSE 1\nRUN a\n', 'FROM a\nRUN a\n');
    same('FROM a\nWORKDIR /src\nCOPY a ./\n', 'FROM a\nWORKDIR /src\nCOPY a /src/\n');
    same(
      'FROM a\nWORKDIR src\nRUN a\n',
      'FROM a\nENV D=/src\nWORKDIR /\nWORKDIR /src\nENV D=/src\nRUN a\n'.replaceAll('ENV D=/src\n', ''),
    );
    same('FROM a\nCOPY src /x/\n', 'FROM a\nCOPY  src  /x/\n');
    same('FROM a\nARG A\nRUN a\n', 'FROM a\nRUN a\n');
    same('ARG G=1\nFROM a\nRUN a\n', 'FROM a\nRUN a\n');
    same(
      'FROM a\nRUN --mount=type=cache,target=/c,id=x a\n',
      'FROM a\nRUN --mount=type=cache,target=/c,id=y,sharing=locked a\n',
    );
  });

  it('takes for different what BuildKit takes for different', () => {
    differs('FROM a\nRUN a b\n', 'FROM a\nRUN a  b\n');
    differs('FROM a\nRUN a\n', 'FROM a\nSHELL ["/bin/bash", "-c"]\nRUN a\n');
    differs('FROM a\nENV A=1\nENV B=2\nRUN a\n', 'FROM a\nENV B=2\nENV A=1\nRUN a\n');
    differs('FROM a\nRUN a\n', 'FROM a\nUSER me\nRUN a\n');
    differs('FROM a\nARG A=1\nRUN a\n', 'FROM a\nARG A=2\nRUN a\n');
    differs('ARG G=1\nFROM a\nARG G\nRUN a\n', 'ARG G=1\nFROM a\nRUN a\n');
    differs('FROM a\nWORKDIR /src\nRUN a\n', 'FROM a\nWORKDIR /src/\nRUN a\n');
    differs('FROM a\nCOPY a b /x/\n', 'FROM a\nCOPY b a /x/\n');
    differs('FROM a\nCOPY a /x\n', 'FROM a\nCOPY --chown=1 a /x\n');
    differs('FROM a\nCOPY a /x\n', 'FROM a\nCOPY a /x/\n');
    differs('FROM a\nRUN --mount=type=cache,target=/c a\n', 'FROM a\nRUN --mount=type=cache,target=/d a\n');
    differs('FROM a\nRUN --mount=type=secret,id=a a\n', 'FROM a\nRUN --mount=type=secret,id=b a\n');
    differs('FROM a\nRUN <<E\na\nE\n', 'FROM a\nRUN <<E\nb\nE\n');
    differs('FROM a\nCOPY <<E /x\na\nE\n', 'FROM a\nCOPY <<E /x\nb\nE\n');
  });

  it('reads build arguments where they are declared, and only there', () => {
    const given = { buildArgs: new Map([['V', '2']]) };
    assert.deepEqual(
      [...(steps('ARG V=1\nFROM a:$V\n', given)[0]?.inputs ?? [])],
      [
        ['image', 'a:2'],
        ['platform', ''],
      ],
    );
    assert.deepEqual(key('FROM a\nRUN a\n', given), key('FROM a\nRUN a\n'));
    assert.notDeepEqual(key('FROM a\nARG V\nRUN a\n', given), key('FROM a\nARG V\nRUN a\n'));
  });

  it('begins with what the base image sets', () => {
    const config = { env: ['PATH=/x', 'LANG=C'], workingDir: '/base', user: 'me' };
    const [, run] = steps('FROM a\nRUN a\n', { imageConfig: () => config });
    assert.deepEqual(run?.environment, [
      ['PATH', '/x'],
      ['LANG', 'C'],
    ]);
    assert.equal(run.inputs.get('directory'), '/base');
    assert.equal(run.inputs.get('user'), 'me');
  });

  it('knows what each step reads', () => {
    const text =
      'FROM a AS s\nFROM b\nCOPY --exclude=*.md . /x\nCOPY --from=s a b /y/\nCOPY --from=nginx:1 /c /\nADD https://h/f /\nRUN --mount=target=/m,source=lock x\n';
    assert.deepEqual(
      steps(text)
        .filter(({ kind }) => kind !== 'from')
        .map(({ reads, network }) => network ?? reads),
      [
        [{ from: { kind: 'context' }, paths: ['.'], exclude: ['*.md'] }],
        [{ from: { kind: 'stage', stage: 0 }, paths: ['a', 'b'], exclude: [] }],
        [{ from: { kind: 'image', image: 'nginx:1' }, paths: ['/c'], exclude: [] }],
        'https://h/f',
        [{ from: { kind: 'context' }, paths: ['lock'], exclude: [] }],
      ],
    );
  });
});
