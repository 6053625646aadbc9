import { documentation } from './documentation';
import type { InstructionReference } from './instruction';
import { copyFlags } from './shared-flags';

export const add: InstructionReference = {
  name: 'ADD',
  summary:
    'Copies files into the image, and can also download URLs, clone git repositories and unpack archives.',
  details: [
    'A **local** tar archive (plain, gzip, bzip2, xz, zstd) is unpacked into the destination. A downloaded one is kept as it is unless `--unpack` says otherwise. A URL with a destination that ends with `/` keeps its file name.',
    'Pin what comes from the net: `--checksum=sha256:…` for a file, a tag or commit for git (`https://github.com/acme/lib.git#v1.2`). A downloaded file has the permissions 600 unless `--chmod` says otherwise.',
  ],
  forms: [
    {
      title: 'words',
      summary: 'One or more sources, then the destination.',
      syntax: 'ADD [flags] source… destination',
      parameters: [
        {
          label: '[flags]',
          summary: '--chown, --chmod, --link, --checksum, --keep-git-dir, --unpack, --exclude',
        },
        {
          label: 'source…',
          summary: 'Paths in the context, archives, URLs (http, https) or git repositories',
        },
        { label: 'destination', summary: 'Path in the image; a directory when it ends with `/`' },
      ],
      snippet: 'ADD ${1:source} ${2:destination}',
    },
    {
      title: 'JSON form',
      summary: 'For paths with blanks.',
      syntax: 'ADD [flags] ["source", "destination"]',
      parameters: [
        {
          label: '[flags]',
          summary: '--chown, --chmod, --link, --checksum, --keep-git-dir, --unpack, --exclude',
        },
        { label: '"source"', summary: 'A path in the context, an archive, a URL or a git repository' },
        { label: '"destination"', summary: 'Path in the image' },
      ],
      snippet: 'ADD ["${1:source}", "${2:destination}"]',
    },
  ],
  flags: [
    ...copyFlags('ADD'),
    {
      name: 'checksum',
      value: 'digest',
      syntax: '--checksum=sha256:digest',
      summary: 'Refuses a download (or a git commit) that is not exactly this one.',
      details:
        'The build fails when the content is another, so nobody can swap it, and the builder need not ask the server again. Works with a single http(s) or git source. For git the value is the commit.',
      values: [
        { value: 'sha256:', summary: 'Followed by the 64 hexadecimal digits that `sha256sum` prints' },
      ],
      since: '1.6',
      example:
        'ADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d https://example.com/tool.tar.gz /tmp/',
      link: documentation.section('add---checksum'),
    },
    {
      name: 'keep-git-dir',
      value: 'boolean',
      syntax: '--keep-git-dir[=true|false]',
      summary: 'Keeps the `.git` directory of a git source.',
      values: [
        { value: 'true', summary: 'The history comes along; the same as `--keep-git-dir`' },
        { value: 'false', summary: 'Only the files: the default' },
      ],
      default: 'false',
      since: '1.1',
      example: 'ADD --keep-git-dir=true https://github.com/moby/buildkit.git#v0.10.1 /buildkit',
      link: documentation.section('add---keep-git-dir'),
    },
    {
      name: 'unpack',
      value: 'boolean',
      syntax: '--unpack[=true|false]',
      summary:
        'Says whether an archive is unpacked, instead of the default: local ones are, downloads are not.',
      values: [
        { value: 'true', summary: 'Unpack, downloads too' },
        { value: 'false', summary: 'Keep the archive as one file' },
      ],
      since: '1.17',
      example: 'ADD --unpack=true https://example.com/tool.tar.gz /opt/tool/',
      link: documentation.section('add---unpack'),
    },
  ],
  layer: 'One layer with the files that were added.',
  cache:
    'For local files as COPY: content, name, mode. A URL is asked about at each build and is fetched again when its ETag or content is new; a git reference when its commit is.',
  comparisons: [
    {
      title: 'ADD or COPY?',
      text: 'COPY copies and nothing else, so take it for your own files. ADD is for archives to unpack, downloads with a checksum and git repositories; against `RUN curl … && tar …` it needs no tools in the image and notices when the source changes.',
    },
  ],
  example: `FROM alpine:3.24
ADD rootfs.tar.gz /`,
  link: documentation.section('add'),
};
