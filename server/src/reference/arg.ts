import { documentation } from './documentation';
import type { InstructionReference } from './instruction';

export const arg: InstructionReference = {
  name: 'ARG',
  summary: 'Declares a variable of the build, which `docker build --build-arg NAME=value` can set.',
  details: [
    'It holds from its line to the end of the stage, in instructions and in the environment of RUN, and in stages that begin `FROM` this one. **It is gone when the container runs.** The value after `=` is the default.',
    'An ARG above the first FROM belongs to no stage: FROM lines can use it, and a stage that wants it declares it again without a value (`ARG VERSION`).',
    'Some are known without being declared: the proxies (`HTTP_PROXY` …) in RUN, and the platform (`TARGETARCH`, `BUILDPLATFORM` …) in FROM; inside a stage declare the latter, `ARG TARGETARCH`.',
    'Not for secrets: values can be read in the history of the image and in its provenance. Use `RUN --mount=type=secret`.',
  ],
  forms: [
    {
      title: 'with a default',
      summary: 'The value counts unless --build-arg gives another one.',
      syntax: 'ARG name=default [name=default…]',
      parameters: [
        { label: 'name', summary: 'As in --build-arg name=value' },
        { label: 'default', summary: 'Text; earlier ARGs and ENVs are expanded' },
        { label: '[name=default…]', summary: 'More arguments; each may use those before it' },
      ],
      snippet: 'ARG ${1:NAME}=${2:default}',
    },
    {
      title: 'without a default',
      summary: 'Empty unless --build-arg sets it; brings an ARG from above the first FROM into the stage.',
      syntax: 'ARG name [name…]',
      parameters: [
        { label: 'name', summary: 'As in --build-arg name=value' },
        { label: '[name…]', summary: 'More arguments' },
      ],
      snippet: 'ARG ${1:NAME}',
    },
  ],
  flags: [],
  layer: 'None.',
  cache:
    'Another value runs every later RUN of the stage again, used or not, so declare it as late as you can. Above the first FROM it counts only where it is used.',
  comparisons: [
    {
      title: 'ARG or ENV?',
      text: 'ARG is for **building** and can be given from outside with `--build-arg`; ENV is for **running** and can be given with `docker run -e`. An ENV below an ARG of the same name hides it.',
    },
  ],
  example: `ARG NODE_VERSION=24
FROM node:\${NODE_VERSION}-slim
ARG NODE_VERSION
RUN echo "on Node.js $NODE_VERSION"`,
  link: documentation.section('arg'),
};
