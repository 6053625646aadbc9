import { documentation } from './documentation';
import type { InstructionReference } from './instruction';

export const workdir: InstructionReference = {
  name: 'WORKDIR',
  summary:
    'Sets the directory in which the following instructions, and the container, run; creates it where missing.',
  details: [
    'RUN, CMD, ENTRYPOINT, COPY and ADD all start there: after `WORKDIR /app`, `COPY . .` copies into /app. Can be used several times; a relative path is added to the one before, so `WORKDIR /app` and `WORKDIR src` make /app/src. Begin with an absolute path: you do not know for sure what the base image has set.',
    'The directory belongs to root, whatever USER says.',
  ],
  forms: [
    {
      title: 'path',
      summary: 'The rest of the line.',
      syntax: 'WORKDIR path',
      parameters: [{ label: 'path', summary: 'Absolute, best; ARGs and ENVs are expanded' }],
      snippet: 'WORKDIR ${1:/app}',
    },
  ],
  flags: [],
  layer: 'A small layer when it has to create the directory, else none.',
  cache: 'Changing it runs what follows in the stage again.',
  comparisons: [
    {
      title: 'WORKDIR or cd?',
      text: '`RUN cd /app` changes the directory for that one command only; WORKDIR for all that follow and for the container.',
    },
  ],
  example: `FROM python:3.14-slim
WORKDIR /app
COPY . .
CMD ["python", "main.py"]`,
  link: documentation.section('workdir'),
};
