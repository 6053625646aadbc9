import { documentation } from './documentation';
import type { InstructionReference } from './instruction';

export const from: InstructionReference = {
  name: 'FROM',
  summary: 'Starts a build stage on a base image: everything that follows is laid on top of that image.',
  details: [
    'An **image** is a packaged application with everything it needs; a **container** is a running copy of it, which ends when its process ends. You hardly ever begin from nothing: choose the base by the tools that your application needs, and the smallest one that has them. Variants such as `-slim` and `-alpine` leave out compilers and documentation; `alpine` uses musl instead of glibc, which some prebuilt programs do not run on. `scratch` is the empty image.',
    'A reference reads `[registry/]name[:tag][@digest]`. Without a registry it is Docker Hub, without a tag it is `latest`, which is another image every few weeks. A tag such as `node:24-slim` follows the fixes of that version; a digest never changes. The engine uses an image that it has already, and asks the registry otherwise; `docker build --pull` always asks.',
    'A file may have several FROMs. Each begins a new stage with a clean file system; only the last one (or the one that `--target` names) becomes the image. Build in a stage that has compilers, then `COPY --from=` the result into a small one.',
    'Only comments, directives and `ARG` may stand above the first FROM.',
  ],
  forms: [
    {
      title: 'named stage',
      summary: 'A stage that others can refer to by name.',
      syntax: 'FROM [--platform=platform] image AS name',
      parameters: [
        {
          label: '--platform=platform',
          summary: 'Take the image for this platform, `linux/arm64` for instance',
        },
        { label: 'image', summary: 'An image, an earlier stage, or `scratch`' },
        {
          label: 'name',
          summary:
            'Lower-case letters, digits, `-`, `_` and `.`, beginning with a letter; for COPY --from, FROM and --target',
        },
      ],
      snippet: 'FROM ${1:image}:${2:tag} AS ${3:name}',
    },
    {
      title: 'stage',
      summary: 'A stage that is known by its number only.',
      syntax: 'FROM [--platform=platform] image',
      parameters: [
        {
          label: '--platform=platform',
          summary: 'Take the image for this platform, `linux/arm64` for instance',
        },
        { label: 'image', summary: 'An image, an earlier stage, or `scratch`' },
      ],
      snippet: 'FROM ${1:image}:${2:tag}',
    },
  ],
  flags: [
    {
      name: 'platform',
      value: 'platform',
      syntax: '--platform=os/architecture[/variant]',
      summary: 'Chooses the platform of the base image, where the image exists for several.',
      details:
        'Without it the stage is built for the target platform (`docker build --platform`). `$BUILDPLATFORM` lets a stage run natively on the building machine and compile for `$TARGETOS/$TARGETARCH`, which is much faster than emulation.',
      values: [
        {
          value: '$BUILDPLATFORM',
          summary: 'The machine that builds: no emulation, for compilers that cross-compile',
        },
        { value: '$TARGETPLATFORM', summary: 'The platform that is built for: the default already' },
        { value: 'linux/amd64', summary: '64-bit Intel and AMD' },
        {
          value: 'linux/arm64',
          summary: '64-bit ARM: Apple silicon, AWS Graviton, Raspberry Pi 4 and later',
        },
        { value: 'linux/arm/v7', summary: '32-bit ARM with hardware floating point' },
        { value: 'linux/arm/v6', summary: '32-bit ARM: the first Raspberry Pi' },
        { value: 'linux/386', summary: '32-bit Intel and AMD' },
        { value: 'linux/ppc64le', summary: 'IBM Power, little endian' },
        { value: 'linux/s390x', summary: 'IBM Z' },
        { value: 'linux/riscv64', summary: '64-bit RISC-V' },
        { value: 'windows/amd64', summary: 'Windows containers' },
      ],
      default: '$TARGETPLATFORM',
      example: 'FROM --platform=$BUILDPLATFORM golang:1.26 AS build',
      link: documentation.multiPlatform,
    },
  ],
  layer: 'Adds none of its own: the stage begins with the layers of the base image.',
  cache:
    'All that follows is rebuilt when the base brings other layers: a tag that has moved and was pulled, another name, another platform.',
  comparisons: [
    {
      title: 'An image or a stage?',
      text: 'A name that an earlier `AS` gave means that stage; every other name is an image. Numbers name stages only in `COPY --from=0`: `FROM 0` is an image called 0.',
    },
    {
      title: 'Which registry?',
      text: '`node` is an official image of Docker Hub, `acme/api` one of the user acme there, `ghcr.io/acme/api` one of another registry: a first part with a dot or a port is a host. Images go the other way round: `docker tag` gives a name with host and user, `docker login` keeps the credentials in your docker configuration, `docker push` uploads.',
    },
  ],
  example: `FROM node:24-slim AS build
WORKDIR /app
COPY . .
RUN npm ci && npm run build

FROM nginx:1.29-alpine
COPY --from=build /app/dist /usr/share/nginx/html/`,
  link: documentation.section('from'),
  notTriggered: 'A trigger runs inside the stage that a FROM has begun.',
};
