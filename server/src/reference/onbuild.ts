import { documentation } from './documentation';
import type { InstructionReference } from './instruction';

export const onbuild: InstructionReference = {
  name: 'ONBUILD',
  summary:
    'Stores an instruction in the image, to be carried out when **another build** begins FROM this image.',
  details: [
    'The triggers run right after that FROM, in order, in the context of the other build: `ONBUILD COPY . /app` copies the sources of whoever uses your image. They run once and are not handed down further.',
    'It surprises people who do not know the base image, so give such images a tag that says so (`ruby:4.0-onbuild`). FROM, MAINTAINER and another ONBUILD cannot be triggers.',
  ],
  forms: [
    {
      title: 'instruction',
      summary: 'Any other instruction with its arguments.',
      syntax: 'ONBUILD instruction',
      parameters: [
        { label: 'instruction', summary: 'For instance `RUN npm ci`; checked when the other build runs' },
      ],
      snippet: 'ONBUILD ${0}',
    },
  ],
  flags: [],
  layer: 'None here; in the other build the trigger makes what it makes.',
  cache: 'Changing it rebuilds no layer here.',
  comparisons: [
    {
      title: 'ONBUILD or a stage?',
      text: 'Inside one file, or where you own both, a stage that others begin `FROM` is easier to follow.',
    },
  ],
  example: `FROM node:24-slim
WORKDIR /app
ONBUILD COPY . .
ONBUILD RUN npm ci`,
  link: documentation.section('onbuild'),
  notTriggered: 'A trigger cannot set a trigger.',
};
