import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse } from '../../server/src/dockerfile/parse';
import { workspaceSymbols } from '../../server/src/features/workspace-symbols';

const files = [
  {
    uri: 'file:///a/Dockerfile',
    dockerfile: parse('ARG VERSION=1\nFROM node:$VERSION AS Build\nENV A=1 B=2\nFROM nginx\nARG VERSION\n'),
  },
  { uri: 'file:///b/Dockerfile', dockerfile: parse('FROM scratch\nLABEL build=1\n') },
];

/** `name in container @ line of file`, lines 1-based. */
function found(query: string): string[] {
  return workspaceSymbols(files, query).map(({ name, containerName, location }) => {
    assert.ok('range' in location);
    const container = containerName === undefined ? '' : ` in ${containerName}`;
    return `${name}${container} @ ${location.uri.slice(8, 9)}${location.range.start.line + 1}`;
  });
}

describe('workspace symbols', () => {
  it('are stages, build arguments and environment variables with the stage around them', () => {
    assert.deepEqual(found(''), [
      'build in node:$VERSION @ a2',
      'nginx @ a4',
      'VERSION @ a1',
      'A in build @ a3',
      'B in build @ a3',
      'VERSION in nginx @ a5',
      'scratch @ b1',
    ]);
  });

  it('hold the letters that are typed, in order and in any case', () => {
    assert.deepEqual(found('vsn'), ['VERSION @ a1', 'VERSION in nginx @ a5']);
    assert.deepEqual(found('BLD'), ['build in node:$VERSION @ a2']);
    assert.deepEqual(found('dlb'), []);
  });
});
