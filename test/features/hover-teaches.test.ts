import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { hoverAt } from '../check';

/** What people come to learn: where in the samples a hover teaches it, and what the hover must tell. */
const concepts: readonly {
  readonly concept: string;
  /** A sample's Dockerfile, or text of our own. */
  readonly sample?: string;
  readonly text?: string;
  /** The hover is at the first character of its first occurrence. */
  readonly at: string;
  readonly tells: readonly RegExp[];
}[] = [
  {
    concept: 'image and container',
    sample: 'website/Dockerfile',
    at: 'FROM',
    tells: [
      /\*\*image\*\* is a packaged application/,
      /\*\*container\*\* is a running copy/,
      /ends when its process ends/,
    ],
  },
  {
    concept: 'FROM: tags, variants, first instruction',
    sample: 'website/Dockerfile',
    at: 'FROM',
    tells: [
      /without a tag it is `latest`/,
      /-slim.*-alpine/,
      /tools that your application needs/,
      /Only comments, directives and `ARG` may stand above/,
      /uses an image that it has already/,
    ],
  },
  {
    concept: 'a base image by name',
    sample: 'website/Dockerfile',
    at: 'node:22-alpine',
    tells: [/official image of Docker Hub/, /Alpine variant/],
  },
  {
    concept: 'RUN: build time, layers, cleaning in the same RUN',
    sample: 'cowsay/cowsay.Dockerfile',
    at: 'RUN apt',
    tells: [
      /while the image is built/,
      /later instruction deletes still lies in the earlier layer/,
      /rm -rf \/var\/lib\/apt\/lists/,
      /dnf clean all/,
      /cannot see your machine/,
    ],
  },
  {
    concept: 'COPY: from the build context, trailing slash',
    sample: 'website/Dockerfile',
    at: 'COPY server.js',
    tells: [/\*\*build context\*\*/, /End it with `\/` when it is a directory/, /One layer/],
  },
  {
    concept: 'WORKDIR',
    sample: 'website/Dockerfile',
    at: 'WORKDIR',
    tells: [/in which the following instructions, and the container, run/, /creates it where missing/],
  },
  {
    concept: 'CMD: start time, one counts, process 1 and signals',
    sample: 'website/Dockerfile',
    at: 'CMD',
    tells: [
      /node server\.js/,
      /Only the last CMD of a stage counts/,
      /RUN while the image is \*\*built\*\*/,
      /process 1/,
      /SIGTERM/,
    ],
  },
  {
    concept: 'shell form and exec form',
    sample: 'website/Dockerfile',
    at: '["node"',
    tells: [/Exec form/, /without a shell/, /signals/],
  },
  {
    concept: 'ENTRYPOINT and its arguments',
    sample: 'sleeper/Dockerfile',
    at: 'ENTRYPOINT [',
    tells: [
      /sleep 30/,
      /`docker run IMAGE arg1 arg2` runs `sleep arg1 arg2`/,
      /--entrypoint/,
      /CMD gives the arguments for when none are named/,
    ],
  },
  {
    concept: 'CMD as the default argument',
    sample: 'sleeper/Dockerfile',
    at: 'CMD ["30"]',
    tells: [/default arguments of the ENTRYPOINT/],
  },
  {
    concept: "CMD [] and a vendor's ENTRYPOINT",
    sample: 'vendor-base/Dockerfile',
    at: 'CMD []',
    tells: [
      /CMD is empty/,
      /`CMD \[\]` empties it/,
      /`jenkins\/jenkins:lts-jdk21` sets is not known|If `jenkins\/jenkins:lts-jdk21` has an ENTRYPOINT/,
    ],
  },
  {
    concept: 'keeping the ENTRYPOINT of a vendor',
    sample: 'sleeper/Dockerfile',
    at: 'ENTRYPOINT [',
    tells: [/Images of vendors often have an ENTRYPOINT that prepares the container: keep it/],
  },
  {
    concept: 'ENV and ARG',
    sample: 'website/Dockerfile',
    at: 'ENV PORT',
    tells: [
      /for every container/,
      /docker run -e PORT=9000/,
      /--env-file/,
      /ARG \*\*ends with the build\*\*/,
      /Never put a secret in/,
    ],
  },
  {
    concept: 'an ENV used by a later instruction',
    sample: 'website/Dockerfile',
    at: '$PORT',
    tells: [/= `8080`/, /docker run -e PORT=/],
  },
  {
    concept: 'EXPOSE and -p',
    sample: 'website/Dockerfile',
    at: 'EXPOSE',
    tells: [/publishes nothing/, /-p 8080:80/, /-P/],
  },
  {
    concept: 'USER: root and its risk',
    sample: 'website/Dockerfile',
    at: 'USER',
    tells: [/runs as \*\*root\*\*/, /Make a user/, /switch to it/],
  },
  {
    concept: 'LABEL and inspect',
    text: 'FROM alpine\nLABEL a=b',
    at: 'LABEL',
    tells: [/docker inspect/, /command, environment, ports, size and layers/, /MAINTAINER is retired/],
  },
  {
    concept: 'MAINTAINER is retired',
    text: 'FROM alpine\nMAINTAINER ada',
    at: 'MAINTAINER',
    tells: [/Retired/, /LABEL org\.opencontainers\.image\.authors/],
  },
  {
    concept: 'layers and the cache',
    sample: 'website/Dockerfile',
    at: 'RUN npm',
    tells: [/--no-cache/, /CACHED/, /Using cache/],
  },
  {
    concept: 'what changes seldom comes first',
    sample: 'website/Dockerfile',
    at: 'COPY package.json',
    tells: [/what changes seldom first/],
  },
  {
    concept: '.dockerignore',
    sample: 'website/Dockerfile',
    at: 'COPY server.js',
    tells: [/\.dockerignore/, /`\.git`, `node_modules`/],
  },
  {
    concept: 'multi-stage builds',
    sample: 'website-multistage/Dockerfile',
    at: 'COPY --from=0',
    tells: [/multi-stage/, /--from=0/, /image becomes small/],
  },
  {
    concept: 'the stage that --from names',
    sample: 'website-multistage/Dockerfile',
    at: '0 /build/public',
    tells: [/Stage 0/, /Built on `node:22`/, /--target 0/],
  },
  {
    concept: 'one process or several',
    sample: 'services/Dockerfile',
    at: 'CMD ["tini"',
    tells: [
      /tini -g -- services/,
      /init or a supervisor/,
      /One-shot jobs get a container of their own/,
      /docker exec/,
      /clean the environment for its children/,
    ],
  },
  {
    concept: 'registries',
    sample: 'website/Dockerfile',
    at: 'FROM',
    tells: [
      /Docker Hub/,
      /docker tag/,
      /docker login/,
      /docker push/,
      /credentials in your docker configuration/,
    ],
  },
];

describe('a hover teaches each thing that people come to learn', () => {
  for (const { concept, sample, text, at, tells } of concepts) {
    it(concept, () => {
      const dockerfile =
        text ?? readFileSync(new URL(`../../samples/${sample ?? ''}`, import.meta.url), 'utf8');
      // Comments of the samples speak of the same things.
      const offset = [...dockerfile.matchAll(/^(?!#).*$/gm)]
        .map((line) => line.index + line[0].indexOf(at))
        .find((found) => dockerfile.startsWith(at, found));
      assert.ok(offset !== undefined, `${at} is not in the sample`);
      const found = hoverAt(`${dockerfile.slice(0, offset)}<|>${dockerfile.slice(offset)}`);
      for (const phrase of tells) assert.match(found?.markdown ?? '', phrase);
    });
  }
});
