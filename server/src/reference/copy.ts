import { documentation } from './documentation';
import type { InstructionReference } from './instruction';
import { copyFlags } from './shared-flags';

export const copy: InstructionReference = {
  name: 'COPY',
  summary: 'Copies files from the **build context**, from another stage or from an image into the image.',
  details: [
    'The build context is the folder that ends the command line of `docker build`. Sources are relative to it and cannot leave it (`../` is dropped); `*` and `?` match names, and with `--parents` `**` any depth. What a **.dockerignore** file lists is not sent and cannot be copied: `.git`, `node_modules`, build output and files with secrets belong in it; builds become faster, and `COPY . .` stays cached when these files change.',
    'Of a directory the **contents** are copied, not the directory itself. A relative destination starts at WORKDIR and is created where missing. End it with `/` when it is a directory: without the slash a single file gets that name. Several sources need a directory.',
    'Copy what changes seldom first: `COPY package*.json ./`, then install, then `COPY . .`. That way a change of your sources does not install again.',
    'In a multi-stage build `COPY --from=build /app/dist ./` (or `--from=0` by number) takes only the result along; compilers and sources stay behind, and the image becomes small.',
  ],
  forms: [
    {
      title: 'words',
      summary: 'One or more sources, then the destination.',
      syntax: 'COPY [flags] source… destination',
      parameters: [
        { label: '[flags]', summary: '--from, --chown, --chmod, --link, --parents, --exclude' },
        {
          label: 'source…',
          summary: 'Paths in the context, or in what --from names; heredocs are files written here',
        },
        { label: 'destination', summary: 'Path in the image; a directory when it ends with `/`' },
      ],
      snippet: 'COPY ${1:.} ${2:.}',
    },
    {
      title: 'JSON form',
      summary: 'For paths with blanks.',
      syntax: 'COPY [flags] ["source", "destination"]',
      parameters: [
        { label: '[flags]', summary: '--from, --chown, --chmod, --link, --parents, --exclude' },
        { label: '"source"', summary: 'A path in the context, or in what --from names' },
        { label: '"destination"', summary: 'Path in the image' },
      ],
      snippet: 'COPY ["${1:source}", "${2:destination}"]',
    },
    {
      title: 'heredoc',
      summary: 'Writes a small file without having it in the context.',
      syntax: 'COPY [flags] <<EOF destination',
      parameters: [
        { label: '[flags]', summary: '--chown, --chmod, --link' },
        { label: '<<EOF', summary: 'The lines up to `EOF` are the file; `<<"EOF"` keeps `$` as it is' },
        { label: 'destination', summary: 'Name of the file in the image' },
      ],
      snippet: 'COPY <<EOF ${1:/etc/app.conf}\n$0\nEOF',
    },
  ],
  flags: [
    {
      name: 'from',
      value: 'source',
      syntax: '--from=stage|number|image|context',
      summary: 'Copies from an earlier stage, an image or a named context instead of the build context.',
      details:
        'A name that an `AS` gave, a number (0 is the first stage), else an image, which is pulled, or a context given by `--build-context name=…`. Sources are then paths from its root. Variables are not expanded here; where you need one, give the image a stage: `FROM image:$VERSION AS tools`.',
      example: 'COPY --from=build /app/dist /usr/share/nginx/html/',
      link: documentation.section('copy---from'),
    },
    ...copyFlags('COPY'),
    {
      name: 'parents',
      value: 'boolean',
      syntax: '--parents[=true|false]',
      summary: 'Keeps the directories of the sources: `src/a/x.txt` lands in `destination/src/a/x.txt`.',
      details:
        'A `/./` in the source marks where the kept part begins: `--parents ./packages/./*/package.json ./` keeps what is right of it. Made for workspaces with many package files.',
      values: [
        { value: 'true', summary: 'Directories are kept; the same as `--parents`' },
        { value: 'false', summary: 'Only the last part of the path counts: the default' },
      ],
      default: 'false',
      since: '1.20',
      example: 'COPY --parents packages/*/package.json ./',
      link: documentation.section('copy---parents'),
    },
  ],
  layer: 'One layer with the files that were copied.',
  cache:
    'Rebuilt when a copied file changes in content, name, mode or kind, when one appears or goes, or when something below is rebuilt. Times do not count. `COPY . .` also sees the Dockerfile itself. From a stage the copied files decide: a stage that was rebuilt to the same files changes nothing.',
  comparisons: [
    {
      title: 'COPY or ADD?',
      text: 'COPY does just this. ADD also downloads URLs, clones git repositories and **unpacks local archives**, asked or not. Take COPY unless you want one of these.',
    },
    {
      title: 'COPY or a bind mount?',
      text: 'COPY stores the files in the image. `RUN --mount=type=bind` lends them to one command, `docker run -v` to a running container.',
    },
  ],
  example: `FROM node:24-slim
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci
COPY . .`,
  link: documentation.section('copy'),
};
