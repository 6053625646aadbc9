import { documentation } from './documentation';
import type { InstructionReference } from './instruction';

export const volume: InstructionReference = {
  name: 'VOLUME',
  summary: 'Declares a directory whose data shall live outside the container.',
  details: [
    'A container that starts without saying anything gets a new anonymous volume there, filled with what the image has at that path. Data survives the container, but without a name it is hard to find again: name it with `docker run -v data:/var/lib/data IMAGE`, or mount a folder with `-v "$PWD/data:/var/lib/data"`.',
    'A declared volume cannot be taken back by an image on top of it. The classic builder throws away what later instructions write below the path; BuildKit keeps it. So put VOLUME after the RUN and COPY that fill the directory, or leave it out and document the path.',
  ],
  forms: [
    {
      title: 'words',
      summary: 'One or more directories.',
      syntax: 'VOLUME path…',
      parameters: [{ label: 'path…', summary: 'Directories in the image' }],
      snippet: 'VOLUME ${1:/data}',
    },
    {
      title: 'JSON form',
      summary: 'For paths with blanks.',
      syntax: 'VOLUME ["path"]',
      parameters: [{ label: '"path"', summary: 'A directory in the image' }],
      snippet: 'VOLUME ["${1:/data}"]',
    },
  ],
  flags: [],
  layer: 'None: it sets metadata of the image, which `docker inspect` shows as `Volumes`.',
  cache: 'Changing it rebuilds no layer under BuildKit.',
  comparisons: [
    {
      title: 'VOLUME or -v?',
      text: 'VOLUME makes sure that there is **some** volume; `docker run -v` (or `--mount`) says **which** folder or named volume. A Dockerfile cannot mount a folder of your machine.',
    },
    {
      title: 'VOLUME or RUN --mount?',
      text: 'VOLUME concerns running containers, `RUN --mount` a single command of the build.',
    },
  ],
  example: `FROM postgres:18
VOLUME /var/lib/backup`,
  link: documentation.section('volume'),
};
