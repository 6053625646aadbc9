import { documentation } from './documentation';
import type { FlagReference } from './instruction';

/** The flags that COPY and ADD have in common. */
export function copyFlags(name: 'COPY' | 'ADD'): FlagReference[] {
  const source = name === 'COPY' ? 'COPY' : 'ADD';
  const anchor = name.toLowerCase();
  return [
    {
      name: 'chown',
      value: 'owner',
      syntax: '--chown=user[:group]',
      summary: 'Sets the owner of the files in the image; without it they belong to root (0:0).',
      details:
        'Names are looked up in `/etc/passwd` and `/etc/group` of the image, so the user must exist there; numbers need no such entry, and only numbers work together with `--link`. A user without a group gets the group of the same number. Doing it here costs nothing, whereas `RUN chown -R` stores every file a second time.',
      values: [
        { value: '1000:1000', summary: 'By number: works in every image, even without a passwd file' },
        { value: '0:0', summary: 'root, the default' },
      ],
      default: '0:0',
      example: `${source} --chown=node:node . /app/`,
      link: documentation.section(`${anchor}---chown`),
    },
    {
      name: 'chmod',
      value: 'mode',
      syntax: '--chmod=mode',
      summary: 'Sets the permissions of the files in the image instead of keeping those of the source.',
      details:
        'An octal number (`755`) or, since 1.14, symbols as `chmod` knows them (`u=rwX,go=rX`; `X` is x for directories only). Useful for scripts that were checked out on Windows, which has no executable bit.',
      values: [
        {
          value: '755',
          summary: 'Owner writes, everybody reads and executes: programs, scripts, directories',
        },
        { value: '644', summary: 'Owner writes, everybody reads: files' },
        { value: '600', summary: 'Only the owner reads and writes: private files' },
        { value: '+x', summary: 'Adds the right to execute, keeps the rest' },
        { value: 'u=rwX,go=rX', summary: 'As 755 for directories and 644 for files' },
      ],
      since: '1.2',
      example: `${source} --chmod=755 entrypoint.sh /usr/local/bin/`,
      link: documentation.section(`${anchor}---chmod`),
    },
    {
      name: 'link',
      value: 'boolean',
      syntax: '--link[=true|false]',
      summary: 'Puts the files into a layer of their own that does not depend on the layers below it.',
      details:
        'When the base image changes, the layer is reused as it is: nothing is copied again. The price: links in the destination path are not followed, since the copy does not look at what is below.',
      values: [
        { value: 'true', summary: 'An independent layer; the same as `--link`' },
        { value: 'false', summary: 'A layer on top of what is there: the default' },
      ],
      default: 'false',
      since: '1.4',
      example: `${source} --link package.json /app/`,
      link: documentation.section(`${anchor}---link`),
    },
    {
      name: 'exclude',
      value: 'pattern',
      syntax: '--exclude=pattern',
      summary: 'Leaves out the paths that match, for this instruction alone; can be given several times.',
      details:
        'The pattern is written as a source is, with `*` and `?`; a path that matches is not copied even when a source names it.',
      repeatable: true,
      since: '1.19',
      example: `${source} --exclude=*.md --exclude=test . /app/`,
      link: documentation.section(`${anchor}---exclude`),
    },
  ];
}
