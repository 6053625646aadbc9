import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse } from '../../server/src/dockerfile/parse';
import { layersView, type LayersInputs } from '../../server/src/layers/layers-view';
import { corpus } from '../shared';

const inputs: LayersInputs = { dockerfile: '/p/Dockerfile', computedAt: new Date(0) };

describe('the layers view', () => {
  it('says of each instruction whether it makes a layer, and what would break it', () => {
    const { instructions, totals, basis } = layersView(
      parse(
        'ARG V=1\nFROM node:$V\nWORKDIR /app\nENV A=1\nCOPY package.json .\nRUN npm ci \\\n  --quiet\nCMD ["x"]\n',
      ),
      inputs,
    );
    assert.deepEqual(
      instructions.map(({ line, endLine, stage, layer, breaks }) => [line, endLine, stage, layer, breaks]),
      [
        [1, 1, -1, false, undefined],
        [2, 2, 0, false, 'Rebuilt when node:1 comes to mean another image.'],
        [3, 3, 0, true, 'Rebuilt when its path changes, or when line 2 is rebuilt.'],
        [4, 4, 0, false, undefined],
        [
          5,
          5,
          0,
          true,
          'Rebuilt when this line or package.json in the build context changes, or when line 3 is rebuilt.',
        ],
        [6, 7, 0, true, 'Rebuilt when this command or the value of A changes, or when line 5 is rebuilt.'],
        [8, 8, 0, false, undefined],
      ],
    );
    assert.equal(basis.kind, 'none');
    assert.deepEqual(totals, { hit: 0, rebuild: 0, depends: 0, unknown: 4 });
  });

  it('leaves out of the prediction what the target does not need', () => {
    const { instructions, target } = layersView(parse('FROM a AS one\nRUN 1\nFROM b\nRUN 2\n'), {
      ...inputs,
      target: 'one',
    });
    assert.equal(target, 'one');
    assert.deepEqual(
      instructions.map(({ prediction, reason }) => [prediction, reason?.kind]),
      [
        ['unknown', 'never-built'],
        ['unknown', 'never-built'],
        ['not-built', 'not-needed'],
        ['not-built', 'not-needed'],
      ],
    );
  });

  it('lays the sizes of an image beside the lines', () => {
    const { instructions, totals, basis } = layersView(parse('FROM a\nRUN 1\nRUN 2\n'), {
      ...inputs,
      image: {
        name: 'x:latest',
        builtAt: '2026-01-01T00:00:00.000Z',
        layers: new Map([
          [2, { size: 10 }],
          [3, { size: 32, createdAt: '2026-01-01T00:00:00.000Z' }],
        ]),
      },
    });
    assert.deepEqual(
      instructions.map(({ size }) => size),
      [undefined, 10, 32],
    );
    assert.equal(totals.size, 42);
    assert.deepEqual([basis.kind, basis.image], ['image', 'x:latest']);
  });

  it('foretells nothing for the frontends of others', () => {
    const note = (text: string) => layersView(parse(text), inputs).basis.note ?? '';
    assert.match(note('# syntax=acme/frontend\nFROM a\n'), /acme\/frontend/);
    assert.doesNotMatch(note('# syntax=docker/dockerfile:1\nFROM a\n'), /frontend/);
  });

  it('exists for every file of the corpus, with an entry for each instruction', () => {
    for (const { name, text } of corpus()) {
      const dockerfile = parse(text);
      const { instructions } = layersView(dockerfile, inputs);
      assert.equal(instructions.length, dockerfile.instructions.length, name);
      for (const { layer, instruction } of instructions) {
        if (layer) assert.match(instruction, /^(RUN|COPY|ADD|WORKDIR)$/, name);
      }
    }
  });
});
