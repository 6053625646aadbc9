import type { Cases } from './checks.test';

const trusted = { trustedRegistries: ['ghcr.io', '*.example.com', 'my.*'] };

export const imageCases: Cases = {
  DL1000: [
    ['FROM a:1\nFOO x\n', [2]],
    ['FROM a:1\nENV A\n', [2]],
    ['FROM a:1 x\n', [1]],
    ['FROM a:1\nRUN <<EOF\nls\n', [2]],
    ['FROM a:1\nCOPY x\n', [2]],
    ['FROM a:1\nRUN x\nCMD\n', []],
  ],
  DL3006: [
    ['FROM debian\n', [1]],
    ['FROM localhost:5000/debian\n', [1]],
    ['FROM debian:12 AS base\nFROM Base\n', [2]],
    ['FROM later\nFROM debian:12 AS later\n', [1]],
    ['FROM --platform=$BUILDPLATFORM debian AS x\n', [1]],
    ['FROM debian:12 AS base\nFROM base\n', []],
    ['FROM scratch\n', []],
    ['FROM $BASE\n', []],
    ['FROM ${BASE:-debian}\n', []],
    ['FROM debian:$TAG\n', []],
    [`FROM debian@sha256:${'a'.repeat(64)}\n`, []],
  ],
  DL3007: [
    ['FROM debian:latest\n', [1]],
    ['FROM a:1\nFROM localhost:5000/debian:latest AS x\n', [2]],
    [`FROM debian:latest@sha256:${'a'.repeat(64)}\n`, []],
    ['FROM debian:12\n', []],
    ['FROM latest:1\n', []],
  ],
  DL3022: [
    ['FROM a:1 AS x\nCOPY --from=y a b\n', [2]],
    ['FROM a:1 AS x\nFROM a:1\nCOPY --from=X a b\n', [3]],
    ['FROM a:1\nCOPY --from=later a b\nFROM a:1 AS later\n', [2]],
    ['FROM a:1\nCOPY --from=1 a b\n', [2]],
    ['FROM a:1 AS x\nFROM a:1\nCOPY --from=x a b\nCOPY --from=0 a b\n', []],
    ['FROM a:1\nCOPY --from=nginx:1 a b\n', []],
  ],
  DL3023: [
    ['FROM a:1 AS x\nCOPY --from=x a b\n', [2]],
    ['FROM a:1 AS x\nCOPY --from=X a b\n', []],
    ['FROM a:1 AS x\nFROM a:1 AS y\nCOPY --from=x a b\n', []],
  ],
  DL3024: [
    ['FROM a:1 AS x\nFROM a:1 AS x\nFROM a:1 AS x\n', [2, 3]],
    ['FROM a:1 AS x\nFROM a:1 AS X\nFROM a:1\nFROM a:1\n', []],
  ],
  DL3026: [
    ['FROM debian:12\n', [1], trusted],
    ['FROM quay.io/x:1\nCOPY --from=evil.io/y:1 a b\n', [1, 2], trusted],
    [
      'FROM scratch\nRUN --mount=type=bind,from=evil.io/y,target=/y x\nRUN --mount=from=evil.io/y,target=/y x\n',
      [2, 3],
      trusted,
    ],
    ['FROM scratch\nRUN --mount=type=cache,from=evil.io/y,target=/y x\n', [2], trusted],
    [
      'FROM ghcr.io/x:1 AS x\nFROM a.example.com/y:1\nCOPY --from=x a b\nCOPY --from=0 a b\nFROM x\nFROM my.io/z:1\n',
      [],
      trusted,
    ],
    ['FROM debian:12\n', [], { trustedRegistries: ['docker.io'] }],
    ['FROM docker.io/library/debian:12\n', [], { trustedRegistries: ['docker.io'] }],
    ['FROM debian:12\n', [], { trustedRegistries: ['*'] }],
    ['FROM evil.io/debian:12\n', []],
  ],
  DL3029: [
    ['FROM --platform=linux/amd64 a:1\n', [1]],
    ['FROM --platform=$ARCH a:1\n', [1]],
    [
      'FROM --platform=$BUILDPLATFORM a:1\nFROM --platform=${TARGETPLATFORM:-linux/amd64} a:1\nFROM a:1\n',
      [],
    ],
  ],
  DL3043: [
    ['FROM a:1\nONBUILD ONBUILD RUN x\nONBUILD FROM x\nONBUILD MAINTAINER x\n', [2, 3, 4]],
    ['FROM a:1\nONBUILD RUN x\n', []],
  ],
  DL3061: [
    ['RUN x\nFROM a:1\n', [1]],
    ['ARG A\nLABEL a=b\nRUN x\nFROM a:1\nRUN y\n', [2, 3]],
    ['# x\nARG A\nFROM a:1\n', []],
  ],
  DL3063: [
    ['FROM a:1 AS scratch\nFROM a:1 AS context\n', [1, 2]],
    ['FROM a:1 AS Scratch\nFROM a:1 AS contexts\n', []],
  ],
  DL3065: [
    ['FROM --platform=$TARGETPLATFORM a:1\nFROM --platform=${TARGETPLATFORM} a:1\n', [1, 2]],
    ['FROM --platform=${TARGETPLATFORM:-x} a:1\nFROM --platform=$BUILDPLATFORM a:1\n', []],
  ],
};
