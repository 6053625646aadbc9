import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse } from '../../server/src/dockerfile/parse';
import { corpus } from '../shared';
import {
  definitionsAt,
  highlightsAt,
  hintsIn,
  linkedAt,
  linksOf,
  referencesAt,
  renamableAt,
  renamedAt,
  selectionsAt,
} from '../navigated';

const stages = `FROM node AS build
FROM build AS test
FROM nginx
COPY --from=BUILD /a /b
COPY --chown=1 --from=0 /a /b
RUN --mount=type=bind,from=build,target=/x ls
`;

describe('references', () => {
  it('finds a stage in FROM, COPY --from by name and index, and mounts', () => {
    const expected = stages
      .replace('AS build', 'AS «build»')
      .replace('FROM build', 'FROM «build»')
      .replace('from=BUILD', 'from=«BUILD»')
      .replace('from=0', 'from=«0»')
      .replace('from=build', 'from=«build»');
    for (const mark of ['AS bu<|>ild', 'FROM <|>build', '--from=B<|>UILD', '--from=<|>0', ',from=build<|>']) {
      const plain = mark.replace('<|>', '');
      assert.equal(referencesAt(stages.replace(plain, mark)), expected, mark);
    }
  });

  it('does not take a variable that may come to mean a stage for its name', () => {
    const text = 'ARG B=x\nFROM a AS x\nFROM $B\n';
    assert.equal(referencesAt(text.replace('AS x', 'AS <|>x')), text.replace('AS x', 'AS «x»'));
    assert.equal(
      renamedAt(text.replace('AS x', 'AS <|>x'), 'y'),
      'With “y” a FROM, COPY or mount would mean another stage or image than now: choose another name, or rename by hand.',
    );
  });

  it('finds a variable where it is set and read, by the builder and by the shell', () => {
    assert.equal(
      referencesAt('FROM a\nARG V<|>=1\nENV W=$V X=\\$V\nRUN echo "${V:-x}" \'$V\'\nCMD echo $V\n'),
      'FROM a\nARG «V»=1\nENV W=$«V» X=\\$V\nRUN echo "${«V»:-x}" \'$V\'\nCMD echo $«V»\n',
    );
  });

  it('does not take a variable of a script for one of the Dockerfile', () => {
    assert.equal(
      referencesAt('FROM a\nENV i<|>=1\nRUN for i in 1 2; do echo $i; done; i=2; echo $i\nRUN echo $i\n'),
      'FROM a\nENV «i»=1\nRUN for i in 1 2; do echo $i; done; i=2; echo $i\nRUN echo $«i»\n',
    );
  });

  it('follows stages that are built on each other, and no others', () => {
    assert.equal(
      referencesAt('FROM a AS x\nENV V<|>=1\nFROM x\nRUN $V\nFROM a\nRUN $V\nENV V=2\n'),
      'FROM a AS x\nENV «V»=1\nFROM x\nRUN $«V»\nFROM a\nRUN $V\nENV V=2\n',
    );
  });

  it('joins the ARG before FROM with the stages that take it up', () => {
    assert.equal(
      referencesAt('ARG V<|>=1\nFROM a:$V\nARG V\nRUN $V\nFROM b\nRUN $V\n'),
      'ARG «V»=1\nFROM a:$«V»\nARG «V»\nRUN $«V»\nFROM b\nRUN $V\n',
    );
  });

  it('names nothing in blanks, keywords and plain words', () => {
    const text = 'FROM a AS b\nRUN echo b\n';
    assert.equal(referencesAt('FR<|>OM a AS b\nRUN echo b\n'), text);
    assert.equal(referencesAt('FROM a AS b\nRUN echo <|>b\n'), text);
  });
});

describe('definition and highlights', () => {
  it('leads from a use to the definitions above it', () => {
    assert.equal(
      definitionsAt('FROM a\nARG V=1\nENV V=2\nRUN <|>$V\nENV V=3\n'),
      'FROM a\nARG «V»=1\nENV «V»=2\nRUN $V\nENV V=3\n',
    );
  });
  it('leads from an index to a stage without a name', () => {
    assert.equal(
      definitionsAt('FROM a\nFROM b\nCOPY --from=<|>0 x y\n'),
      '«FROM» a\nFROM b\nCOPY --from=0 x y\n',
    );
  });
  it('tells setting from reading', () => {
    assert.equal(highlightsAt('FROM a\nARG <|>V=1\nUSER $V\n'), 'FROM a\nARG «=V»=1\nUSER $«V»\n');
  });
  it('joins both ends of a heredoc', () => {
    assert.equal(highlightsAt('RUN <<-"E<|>"\n\tx\n\tE\n'), 'RUN <<-«="E"»\n\tx\n\t«E»\n');
    assert.equal(linkedAt('RUN <<-"E<|>"\n\tx\n\tE\n'), 'RUN <<-"«E»"\n\tx\n\t«E»\n');
    assert.equal(linkedAt('RUN <<E<|>\nx\n'), 'RUN <<E\nx\n');
  });
});

describe('rename', () => {
  it('renames a stage, and leaves its index alone', () => {
    assert.equal(
      renamedAt(stages.replace('AS build', 'AS bu<|>ild'), 'deps'),
      stages
        .replace('AS build', 'AS deps')
        .replace('FROM build', 'FROM deps')
        .replace('BUILD', 'deps')
        .replace(',from=build', ',from=deps'),
    );
  });
  it('renames a variable and a delimiter', () => {
    assert.equal(renamedAt('FROM a\nARG V<|>=1\nUSER ${V:-x}$V\n', 'W'), 'FROM a\nARG W=1\nUSER ${W:-x}$W\n');
    assert.equal(renamedAt("RUN <<-'E<|>' cat\n\tx\n\tE\n", 'EOF'), "RUN <<-'EOF' cat\n\tx\n\tEOF\n");
  });
  const refused: [string, string, string][] = [
    ['FROM a AS b<|>\nFROM c AS d\n', 'd', 'There is a stage “d” already.'],
    [
      'FROM a AS b<|>\n',
      'Scratch',
      '“Scratch” is no name for a stage: small letters, digits, “-”, “_” and “.”, a letter first.',
    ],
    ['FROM a AS b<|>\n', 'scratch', '“scratch” is reserved by Docker.'],
    [
      'FROM a AS b<|>\nFROM alpine\n',
      'alpine',
      'With “alpine” a FROM, COPY or mount would mean another stage or image than now: choose another name, or rename by hand.',
    ],
    [
      'FROM a\nFROM b\nCOPY --from=<|>0 x y\n',
      'c',
      'Stage 0 has no name: give it one with AS, then rename that.',
    ],
    ['FROM a\nARG V<|>\nENV W=1\n', 'W', 'W is used already where V is visible: the two would become one.'],
    ['FROM a\nARG V<|>\n', '1V', '“1V” is no name for a variable: letters, digits and “_”, no digit first.'],
    ['FROM a\nARG TARGETARCH<|>\n', 'W', 'Docker itself gives TARGETARCH its name and its value.'],
    ['FROM a\nRUN $V<|>\n', 'W', 'No ARG or ENV of this file defines V.'],
    [
      'FROM a\nENV V<|>=1\nRUN <<EOF\n#!/usr/bin/python3\nos.environ["V"]\nEOF\n',
      'W',
      'The script in line 3 may read V in a way that cannot be followed: rename it by hand.',
    ],
    ['RUN <<E<|>\nx\nE\n', 'x', 'A line of the text is “x”: it would end there.'],
    ['RUN <<E<|>\nx\nE\n', 'a b', '“a b” is no delimiter: no blanks, quotes, “<” or “\\”.'],
    ['RU<|>N x\n', 'y', 'Stages, ARG, ENV and heredoc delimiters can be renamed.'],
  ];
  for (const [marked, newName, problem] of refused) {
    it(`refuses ${JSON.stringify(marked)} -> ${newName}`, () =>
      assert.equal(renamedAt(marked, newName), problem));
  }
  it('offers the name without quotes and in the case of the stage', () => {
    assert.equal(renamableAt('RUN <<"E<|>"\nE\n'), 'E at E');
    assert.equal(renamableAt('FROM a AS b\nCOPY --from=<|>B x y\n'), 'b at B');
  });
});

describe('selection ranges', () => {
  it('grow from the word to the command, the instruction, the stage and the file', () => {
    assert.deepEqual(selectionsAt('FROM a\nRUN x && apt-get in<|>stall y\n'), [
      'install',
      'apt-get install y',
      'x && apt-get install y',
      'RUN x && apt-get install y',
      'FROM a\nRUN x && apt-get install y',
      'FROM a\nRUN x && apt-get install y\n',
    ]);
  });
  it('grow from the value of an option to its flag', () => {
    assert.deepEqual(selectionsAt('FROM a\nRUN --mount=type=cache,target=/r<|>oot x').slice(0, 4), [
      '/root',
      'type=cache,target=/root',
      '--mount=type=cache,target=/root',
      '--mount=type=cache,target=/root x',
    ]);
  });
});

describe('document links', () => {
  it('lead to the page of an image on its own registry only', () => {
    assert.deepEqual(
      linksOf(
        '# syntax=docker/dockerfile:1\nFROM node:20 AS b\nFROM my.registry.io/team/app:1\nFROM quay.io/a/b\nFROM b\nFROM scratch\nFROM $X\nCOPY --from=nginx a b\n',
      ),
      [
        'docker/dockerfile:1 -> https://hub.docker.com/r/docker/dockerfile',
        'node:20 -> https://hub.docker.com/_/node',
        'quay.io/a/b -> https://quay.io/repository/a/b',
        'nginx -> https://hub.docker.com/_/nginx',
      ],
    );
  });
  it('lead to files of the build context, and to URLs', () => {
    assert.deepEqual(
      linksOf('FROM scratch\nCOPY a.txt ["x"] no $V /d/\nCOPY ["a.txt", "/d"]\nADD https://x.io/y /z\n', [
        'a.txt',
      ]),
      [
        'a.txt -> file:///context/a.txt',
        'a.txt -> file:///context/a.txt',
        'https://x.io/y -> https://x.io/y',
      ],
    );
  });
});

describe('inlay hints', () => {
  it('tell what variables come to, and the index of a stage without a name', () => {
    assert.equal(
      hintsIn('ARG V=20\nFROM node:$V\nENV PORT=80\nEXPOSE ${PORT}/tcp 90\nUSER $NOBODY\nFROM b AS c\n'),
      'ARG V=20\nFROM node:$V{= node:20}{stage 0}\nENV PORT=80\nEXPOSE ${PORT}/tcp{= 80/tcp} 90\nUSER $NOBODY\nFROM b AS c\n',
    );
  });
  it('tell what the values of pairs come to, with what was set before the instruction', () => {
    assert.equal(
      hintsIn('FROM a\nARG V=1\nENV A=$V B="$A/x" C=y\nLABEL a=${A:-0}-$V\nENV D $A z\n'),
      'FROM a\nARG V=1\nENV A=$V{= 1} B="$A/x" C=y\nLABEL a=${A:-0}-$V{= 1-1}\nENV D $A z{= 1 z}\n',
    );
  });
  it('say nothing of what only a build knows', () => {
    assert.equal(hintsIn('FROM a\nENV PATH=/x:$PATH\n'), 'FROM a\nENV PATH=/x:$PATH\n');
    assert.equal(
      hintsIn('FROM --platform=$BUILDPLATFORM a\nARG X\nUSER $X\n'),
      'FROM --platform=$BUILDPLATFORM a\nARG X\nUSER $X\n',
    );
  });
});

describe('navigation over real Dockerfiles', () => {
  it('leads from every place of a stage, variable or delimiter to the same set', () => {
    for (const { name, text } of corpus().filter((_, index) => index % 4 === 0)) {
      const { stages, instructions } = parse(text);
      const named = [
        ...stages.slice(0, 2).map(({ nameSpan }) => nameSpan?.start),
        ...instructions
          .filter((each) => each.name === 'ARG' || each.name === 'ENV')
          .slice(0, 2)
          .map(({ pairs }) => pairs[0]?.key.span.start),
        ...instructions.flatMap(({ heredocs }) => heredocs.map(({ nameSpan }) => nameSpan.start)),
      ].filter((offset) => offset !== undefined);
      for (const offset of named) {
        const found = referencesAt(cursorAt(text, offset));
        const last = found.slice(0, found.lastIndexOf('«')).replace(/[«»]/g, '').length;
        assert.ok(found.includes('«'), `${name} at ${offset}`);
        assert.equal(referencesAt(cursorAt(text, last)), found, `${name} at ${offset}`);
      }
    }
  });
});

/** A fixture drops its first line break: that of the text must stay. */
function cursorAt(text: string, offset: number): string {
  return `\n${text.slice(0, offset)}<|>${text.slice(offset)}`;
}
