import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse } from '../../server/src/dockerfile/parse';
import {
  imageOf,
  reachableStages,
  stageChain,
  stageUses,
  targetStage,
} from '../../server/src/dockerfile/stages';

/** What each instruction uses, as `kind reference → index of the stage`, `-` for an image. */
function uses(text: string): string[] {
  const tree = parse(text);
  return tree.instructions
    .flatMap((instruction) => stageUses(tree, instruction))
    .map(({ kind, reference, stage }) => `${kind} ${reference.text} → ${stage?.index ?? '-'}`);
}

describe('the stage that a reference means', () => {
  it('in FROM is one above, its name compared as it is written', () => {
    assert.deepEqual(uses('FROM a AS Base\nFROM base\nFROM Base\nFROM later\nFROM b AS later'), [
      'FROM a → -',
      'FROM base → 0',
      'FROM Base → -',
      'FROM later → -',
      'FROM b → -',
    ]);
    assert.deepEqual(uses('ARG x=ba\nFROM a AS base\nFROM "${x}se"\nFROM 0'), [
      'FROM a → -',
      'FROM "${x}se" → 0',
      'FROM 0 → -',
    ]);
  });

  it('in COPY ignores case, knows indexes and looks below too', () => {
    const text =
      'FROM a AS Base\nFROM b\nCOPY --chown=x --from=BASE y z\nCOPY --from=0 y z\nCOPY --from=2 y z\nCOPY --from=9 y z\nCOPY --from=n:1 y z\nFROM c AS last\n';
    assert.deepEqual(
      uses(text).filter((use) => use.startsWith('COPY')),
      ['COPY BASE → 0', 'COPY 0 → 0', 'COPY 2 → 2', 'COPY 9 → -', 'COPY n:1 → -'],
    );
  });

  it('in a mount ignores case and knows no indexes', () => {
    assert.deepEqual(
      uses(
        'FROM a AS Base\nRUN --mount=type=bind,from=base --mount=from=0,target=/x y\nONBUILD COPY --from=base x y',
      ),
      ['FROM a → -', 'mount base → 0', 'mount 0 → -', 'COPY base → 0'],
    );
  });

  it('with one name for several is the last one', () => {
    assert.deepEqual(uses('FROM a AS b\nFROM b AS b\nFROM b\nCOPY --from=b x y'), [
      'FROM a → -',
      'FROM b → 0',
      'FROM b → 1',
      'COPY b → 1',
    ]);
  });
});

describe('stages', () => {
  const tree = parse(
    'ARG v=1\nFROM a:$v AS one\nFROM one AS two\nFROM b AS three\nCOPY --from=two x y\nFROM c AS four\nFROM three AS five\nRUN --mount=from=four,target=/x y\nFROM d\n',
  );

  it('form chains down to an image', () => {
    const [, two] = tree.stages;
    assert(two);
    assert.deepEqual(
      stageChain(tree, two).map(({ name }) => name),
      ['two', 'one'],
    );
    assert.equal(imageOf(tree, two), 'a:1');
    assert.equal(imageOf(tree, two, { buildArgs: { v: '2' } }), 'a:2');
  });

  // Row 30 of the gap table in the shared reference.
  it('are built on an image whose name is expanded, quotes and all', () => {
    const image = (text: string): string | undefined => {
      const parsed = parse(text);
      const stage = parsed.stages.at(-1);
      return stage && imageOf(parsed, stage);
    };
    assert.equal(image('FROM "node:8"'), 'node:8');
    assert.equal(image('ARG R\nFROM ${R:-h:1}/i'), 'h:1/i');
    assert.equal(image('FROM $x'), undefined);
    assert.equal(image('FROM'), undefined);
  });

  it('are reached from a target', () => {
    const reached = (target?: string): (string | undefined)[] =>
      reachableStages(tree, target).map(({ name }) => name);
    assert.deepEqual(reached(), [undefined]);
    assert.deepEqual(reached('FIVE'), ['one', 'two', 'three', 'four', 'five']);
    assert.deepEqual(reached('two'), ['one', 'two']);
    assert.deepEqual(reached('0'), []);
  });

  it('are reached by triggers only where those act', () => {
    const names = (text: string): (string | undefined)[] =>
      reachableStages(parse(text)).map(({ name }) => name);
    assert.deepEqual(names('FROM a AS one\nFROM b AS two\nONBUILD COPY --from=one x y'), ['two']);
    assert.deepEqual(names('FROM a AS one\nFROM b AS two\nONBUILD COPY --from=one x y\nFROM two AS three'), [
      'one',
      'two',
      'three',
    ]);
  });

  it('that copy from each other are reached once', () => {
    const circular = parse('FROM a AS b\nCOPY --from=c x y\nFROM b AS c\nCOPY --from=c x y');
    assert.equal(reachableStages(circular).length, 2);
    assert.equal(targetStage(circular, 'nothing'), undefined);
  });
});
