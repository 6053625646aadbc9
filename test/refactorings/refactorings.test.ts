import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse } from '../../server/src/dockerfile/parse';
import { applyEdits } from '../../server/src/features/safe-edits';
import { refactorings } from '../../server/src/refactorings';
import { fixture } from '../fixture';

/** The text after the refactoring where `<|>` stands, or between two of them; undefined where it is not offered. */
function refactored(id: string, marked: string): string | undefined {
  const { text, offsets } = fixture(marked);
  const dockerfile = parse(text);
  const start = offsets[0] ?? 0;
  const refactoring = refactorings.find((each) => each.id === id);
  assert.ok(refactoring, id);
  const [offer] = refactoring.offer(dockerfile, { start, end: offsets[1] ?? start });
  return offer && applyEdits(dockerfile, offer.edits);
}

const cases: Record<string, readonly (readonly [before: string, after: string | undefined])[]> = {
  'merge-runs': [
    [
      'FROM alpine\nRUN <|>a\n\n# why b\nRUN b \\\n  c\nRUN d\nCMD x\n',
      'FROM alpine\nRUN a && \\\n# why b\n    b \\\n  c && \\\n    d\nCMD x\n',
    ],
    // What one part does to its shell stays in it, and a list stays together.
    ['FROM a\nRUN cd /x && <|>y\nRUN z || true\n', 'FROM a\nRUN ( cd /x && y ) && \\\n    { z || true; }\n'],
    ['FROM a\n<|>RUN a; b;\nRUN c &\n', 'FROM a\nRUN { a; b; } && \\\n    { c & }\n'],
    ['FROM a\nRUN a\n<|>RUN b\nRUN c<|>\n', 'FROM a\nRUN a\nRUN b && \\\n    c\n'],
    ['FROM a\r\nRUN <|>a\r\nRUN b\r\n', 'FROM a\r\nRUN a && \\\r\n    b\r\n'],
    [
      'FROM a\nRUN --mount=type=cache,target=/c <|>a\nRUN --mount=type=cache,target=/c b\n',
      'FROM a\nRUN --mount=type=cache,target=/c a && \\\n    b\n',
    ],
    ['FROM a\nRUN --network=none <|>a\nRUN b\n', undefined],
    ['FROM a\nRUN <|>a\n', undefined],
    ['FROM a\nRUN set -e; <|>a; b\nRUN c\n', undefined],
    ['FROM a\nRUN <|>a # trailing\nRUN c\n', undefined],
    ['FROM a\nRUN ["a"]\nRUN <|>c\n', undefined],
    ['FROM a\nRUN <|>a\nUSER x\nRUN c\n', undefined],
    ['FROM a\nSHELL ["pwsh", "-c"]\nRUN <|>a\nRUN c\n', undefined],
    ['FROM a\nSHELL ["bash", "-ec"]\nRUN <|>a; b\nRUN c\n', undefined],
  ],
  'run-to-heredoc': [
    [
      'FROM a\nRUN <|>a x && \\\n  # why\n    b \\\n      y && c | d\n',
      'FROM a\nRUN <<EOF\nset -e\na x\n# why\nb \\\n      y\nc | d\nEOF\n',
    ],
    [
      'FROM a\nRUN --network=none set -eux; \\\n  if a; then \\\n    b; \\\n  fi; \\\n  <|>c\n',
      'FROM a\nRUN --network=none <<EOF\nset -eux\nif a; then \\\n    b; \\\n  fi\nc\nEOF\n',
    ],
    ['FROM a\nRUN <|>a\n', undefined],
    ['FROM a\nRUN <|>a || b\n', undefined],
    ['FROM a\nRUN <|>! a && b\n', undefined],
    ['FROM a\nRUN <|>(a; b) && c\n', undefined],
    ['FROM a\nRUN <|>a "$(b; c)" && d\n', undefined],
    ["FROM a\nRUN <|>echo 'a \\\n b' && d\n", undefined],
    ['# syntax=docker/dockerfile:1.3\nFROM a\nRUN <|>a && b\n', undefined],
    ['FROM a\nRUN <<X\na <|>&& b\nX\n', undefined],
  ],
  'heredoc-to-run': [
    [
      'FROM a\nRUN <<EOF\nset -e\na x\n\n# why\n<|>b | c\nEOF\nCMD x\n',
      'FROM a\nRUN a x && \\\n# why\n    b | c\nCMD x\n',
    ],
    ['FROM a\nRUN <<EOF\n# first\na\nb || c\n<|>EOF\n', 'FROM a\nRUN \\\n# first\n    a; \\\n    b || c\n'],
    ['FROM a\nRUN <<EOF\n<|>if a\nthen b\nfi\nEOF\n', undefined],
    ['FROM a\nRUN <<EOF\n<|>#!/usr/bin/env python3\nprint(1)\nEOF\n', undefined],
    ['FROM a\nRUN cat <<EOF >x\n<|>a\nEOF\n', undefined],
    ['FROM a\nRUN <<EOF\n<|>cat <<X\ny\nX\nEOF\n', undefined],
    ['FROM a\nCOPY <<EOF /x\n<|>a\nb\nEOF\n', undefined],
  ],
  'shell-to-exec': [
    ['FROM a\nCMD <|>npm start\n', 'FROM a\nCMD ["npm", "start"]\n'],
    [
      'FROM a\nENTRYPOINT <|>exec nginx -g "daemon off;"\n',
      'FROM a\nENTRYPOINT ["nginx", "-g", "daemon off;"]\n',
    ],
    ['FROM a\nRUN <|>dd if=/x \'o f="y"\' \\\n  z\n', 'FROM a\nRUN ["dd", "if=/x", "o f=\\"y\\"", "z"]\n'],
    [
      'FROM a\nHEALTHCHECK --interval=3s CMD curl <|>-f http://x/\n',
      'FROM a\nHEALTHCHECK --interval=3s CMD ["curl", "-f", "http://x/"]\n',
    ],
    ...['npm $X', 'a && b', 'a *.js', 'cd x', 'X=1 a', 'a >b', '~/a', 'a {b,c}', 'a "$(b)"', 'a &'].map(
      (command) => [`FROM a\nCMD <|>${command}\n`, undefined] as const,
    ),
    ['FROM a\nENTRYPOINT <|>x\nCMD y\n', undefined],
    ['FROM a\nSHELL ["bash", "-lc"]\nRUN <|>x\n', undefined],
  ],
  'exec-to-shell': [
    ['FROM a\nCMD ["npm",<|> "start"]\n', 'FROM a\nCMD npm start\n'],
    ['FROM a\nRUN ["echo", <|>"a b", "it\'s", "$X", ""]\n', "FROM a\nRUN echo 'a b' 'it'\\''s' '$X' ''\n"],
    ['FROM a\nRUN ["/bin/sh", "-c", <|>"a && b > c"]\n', 'FROM a\nRUN a && b > c\n'],
    ['FROM a\nRUN ["/bin/bash", "-c", <|>"a && b"]\n', "FROM a\nRUN /bin/bash -c 'a && b'\n"],
    ['FROM a\nHEALTHCHECK CMD ["curl", <|>"x"]\n', 'FROM a\nHEALTHCHECK CMD curl x\n'],
    ['FROM a\nCMD <|>["--help"]\n', undefined],
    ['FROM a\nENTRYPOINT ["x"]\nCMD <|>["y"]\n', undefined],
    ['FROM a\nSHELL ["pwsh", "-c"]\nRUN <|>["y"]\n', undefined],
    ['FROM a\nRUN <|>["sh", "-c", "cat <<EOF"]\n', undefined],
    ['FROM a\nRUN <|>["a", "b\\nc"]\n', undefined],
    ['FROM a\nCMD <|>[]\n', undefined],
  ],
  'split-variables': [
    ['FROM x\nENV <|>a=1 \\\n  # why\n  b="2 3" c=$a$d\n', undefined],
    ['FROM x\nENV <|>a=1 \\\n  # why\n  b="2 3" c=$d\n', 'FROM x\nENV a=1\n# why\nENV b="2 3"\nENV c=$d\n'],
    ['FROM x\nARG <|>a=1 b c=$a\n', 'FROM x\nARG a=1\nARG b\nARG c=$a\n'],
    ['FROM x\nLABEL <|>a=1\n', undefined],
    ['FROM x\nENV <|>a b=1\n', undefined],
  ],
  'join-variables': [
    [
      'FROM x\nENV a=1\n# why\nENV <|>b="2 3" c=$d\nCMD x\n',
      'FROM x\nENV a=1 \\\n# why\n    b="2 3" \\\n    c=$d\nCMD x\n',
    ],
    ['# escape=`\nFROM x\nLABEL <|>a=1\nLABEL b=2\n', '# escape=`\nFROM x\nLABEL a=1 `\n    b=2\n'],
    ['FROM x\nENV a=1\nENV <|>b=$a\n', undefined],
    ['FROM x\nENV a=1\nLABEL <|>b=2\n', undefined],
    ['FROM x\nENV a 1\nENV <|>b=2\n', undefined],
    ['FROM x\nENV <|>b=2\n', undefined],
  ],
  'add-to-copy': [
    ['FROM x\nADD <|>--chown=me a b /c/\n', 'FROM x\nCOPY --chown=me a b /c/\n'],
    ['FROM x\nADD <|>a.tar.gz /c/\n', undefined],
    ['FROM x\nADD <|>https://example.com/a /c/\n', undefined],
    ['FROM x\nADD <|>--checksum=sha256:1 a /c/\n', undefined],
    ['FROM x\nCOPY <|>a /c/\n', undefined],
  ],
  'extract-stage': [
    [
      'FROM node AS app\nWORKDIR /app\n# all of it\n<|>COPY . .\nCMD ["x"]\n',
      'FROM node AS base\nWORKDIR /app\n\nFROM base AS app\n# all of it\nCOPY . .\nCMD ["x"]\n',
    ],
    [
      'FROM node\n<|>WORKDIR /app\nRUN a<|>\nRUN b\n',
      'FROM node AS base\nWORKDIR /app\nRUN a\n\nFROM base\nRUN b\n',
    ],
    [
      'FROM base\nRUN a\n<|>RUN b\nFROM x\nCOPY --from=base-2 a b\n',
      'FROM base AS base-3\nRUN a\n\nFROM base-3\nRUN b\nFROM x\nCOPY --from=base-2 a b\n',
    ],
    ['FROM node\n<|>RUN a\n', undefined],
    ['FROM node\nRUN a\nRUN b<|>\n', undefined],
    ['FROM node\nONBUILD RUN a\n<|>RUN b\n', undefined],
    ['FROM node\nCMD ["a"]\n<|>ENTRYPOINT ["b"]\n', undefined],
    ['FROM node\nRUN a\n<|>RUN b\nFROM x\nCOPY --from=0 a b\n', undefined],
  ],
  'add-cache-mount': [
    [
      'FROM debian\nRUN apt-get update \\\n    && apt-get install -y <|>curl \\\n    && apt-get clean \\\n    && rm -rf /var/lib/apt/lists/*\n',
      'FROM debian\nRUN --mount=type=cache,target=/var/cache/apt,sharing=locked \\\n    --mount=type=cache,target=/var/lib/apt,sharing=locked \\\n    rm -f /etc/apt/apt.conf.d/docker-clean && apt-get update \\\n    && apt-get install -y curl\n',
    ],
    [
      'FROM debian\nRUN set -eux; apt-get <|>update; apt-get install -y x; rm -rf /var/lib/apt/lists/* /tmp/*\n',
      'FROM debian\nRUN --mount=type=cache,target=/var/cache/apt,sharing=locked \\\n    --mount=type=cache,target=/var/lib/apt,sharing=locked \\\n    rm -f /etc/apt/apt.conf.d/docker-clean && set -eux; apt-get update; apt-get install -y x; rm -rf /tmp/*\n',
    ],
    [
      'FROM alpine\nRUN apk add --no-cache <|>curl\n',
      'FROM alpine\nRUN --mount=type=cache,target=/etc/apk/cache,sharing=locked apk add --update-cache curl\n',
    ],
    [
      'FROM python\nRUN python3 -m pip install <|>--no-cache-dir -r r.txt\n',
      'FROM python\nRUN --mount=type=cache,target=/root/.cache/pip python3 -m pip install -r r.txt\n',
    ],
    [
      'FROM node\nRUN npm ci <|>&& npm cache clean --force && npm run build\n',
      'FROM node\nRUN --mount=type=cache,target=/root/.npm npm ci && npm run build\n',
    ],
    [
      'FROM node\nRUN ["npm", <|>"ci"]\n',
      'FROM node\nRUN --mount=type=cache,target=/root/.npm ["npm", "ci"]\n',
    ],
    [
      'FROM golang\nRUN go mod <|>download\nCOPY . .\nRUN --mount=type=cache,target=/go/pkg/mod go build\n',
      'FROM golang\nRUN --mount=type=cache,target=/go/pkg/mod \\\n    --mount=type=cache,target=/root/.cache/go-build \\\n    go mod download\nCOPY . .\nRUN --mount=type=cache,target=/root/.cache/go-build --mount=type=cache,target=/go/pkg/mod go build\n',
    ],
    [
      'FROM maven\nRUN ./mvnw <|>-B dependency:go-offline\nRUN ./mvnw package\nFROM jre\nCOPY --from=0 /app.jar /\n',
      'FROM maven\nRUN --mount=type=cache,target=/root/.m2 ./mvnw -B dependency:go-offline\nRUN --mount=type=cache,target=/root/.m2 ./mvnw package\nFROM jre\nCOPY --from=0 /app.jar /\n',
    ],
    // What is mounted is not in the image.
    ['FROM maven AS m\nRUN mvn <|>package\nFROM jre\nCOPY --from=m /root/.m2 /x\n', undefined],
    ['FROM golang\nRUN go mod <|>download\nCMD go run .\n', undefined],
    ['FROM node\nUSER node\nRUN npm <|>ci\n', undefined],
    ['FROM python\nENV PIP_NO_CACHE_DIR=1\nRUN pip <|>install x\n', undefined],
    ['FROM node\nRUN --mount=type=cache,target=/root/.npm npm <|>ci\n', undefined],
    ['FROM node\nRUN npm <|>run build\n', undefined],
    ['FROM debian\nRUN if x; then apt-get <|>update; rm -rf /var/lib/apt/lists/*; fi\n', undefined],
  ],
  'secret-to-mount': [
    [
      'FROM node\n<|>ARG NPM_TOKEN\nRUN echo $NPM_TOKEN\nRUN x\nRUN --network=none y "${NPM_TOKEN}"\n',
      'FROM node\nRUN --mount=type=secret,id=npm_token,env=NPM_TOKEN echo $NPM_TOKEN\nRUN x\nRUN --mount=type=secret,id=npm_token,env=NPM_TOKEN --network=none y "${NPM_TOKEN}"\n',
    ],
    [
      'FROM x\nARG A TOKEN=1<|> B\nRUN a $TOKEN\n',
      'FROM x\nARG A B\nRUN --mount=type=secret,id=token,env=TOKEN a $TOKEN\n',
    ],
    ['FROM x\nARG <|>TOKEN\nENV T=$TOKEN\nRUN a $TOKEN\n', undefined],
    ['FROM x\nARG <|>TOKEN\nRUN a\n', undefined],
    ['FROM x\nARG <|>VERSION\nRUN a $VERSION\n', undefined],
    ['# syntax=docker/dockerfile:1.9\nFROM x\nARG <|>TOKEN\nRUN a $TOKEN\n', undefined],
  ],
};

describe('refactorings', () => {
  it('are all tested', () => {
    assert.deepEqual(Object.keys(cases).sort(), refactorings.map(({ id }) => id).sort());
  });

  for (const [id, examples] of Object.entries(cases)) {
    describe(id, () => {
      for (const [before, after] of examples) {
        it(after === undefined ? `is not offered: ${JSON.stringify(before)}` : JSON.stringify(before), () => {
          assert.equal(refactored(id, before), after);
        });
      }
    });
  }
});
