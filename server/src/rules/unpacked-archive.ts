import type { Dockerfile } from '../dockerfile/tree';
import { t } from '../text';
import { copied } from './builder/copied';
import type { Finding, Rule } from './rule';
import { runCommands, type RunCommand } from './shell/run-commands';

/** What ADD unpacks by itself. */
const archive = /\.(?:tar|tar\.(?:gz|bz2|xz|zst)|tgz|tbz2?|txz)$/;

export const unpackedArchive: Rule = {
  id: 'unpacked-archive',
  aliases: ['DL3010'],
  severity: 'info',
  since: '0.1.0',
  why: 'The archive stays in the layer of the COPY, even when the RUN that unpacks it deletes it. `ADD` of a local archive unpacks it without storing it, and `RUN --mount=type=bind` lets a command read it where it is.',
  bad: [
    'FROM debian:12\nCOPY app.tar.gz /tmp/\nRUN tar -xzf /tmp/app.tar.gz -C /opt\n',
    'FROM debian:12\nCOPY app.tgz /tmp/x.tgz\nRUN cd /tmp && tar xf x.tgz\n',
  ],
  good: [
    'FROM debian:12\nADD app.tar.gz /opt/\n',
    'FROM debian:12\nCOPY app.tar.gz /tmp/\nRUN tar -tzf /tmp/app.tar.gz\n',
    'FROM debian:12 AS a\nCOPY app.tar.gz /tmp/\nFROM debian:12\nRUN tar -xzf /tmp/app.tar.gz\n',
  ],
  check: (dockerfile, facts) => {
    const unpacking = lastUnpackings(dockerfile);
    return copied(dockerfile, facts).flatMap(({ command, isAdd, sources, destination }) => {
      const { instruction } = command;
      if (isAdd || command.isTrigger || instruction.flags.some(({ name }) => name === 'from')) return [];
      return sources.flatMap(({ value, word }): Finding[] => {
        const name = lastPart(archive.test(destination.value) ? destination.value : value);
        const found = archive.test(value) ? unpacking.get(`${instruction.stage} ${name}`) : undefined;
        if (found === undefined || found.run.instruction.index < instruction.index) return [];
        return [
          {
            span: word.span,
            message: t(
              '"{0}" stays in this layer though it is unpacked below; use ADD, or RUN --mount=type=bind.',
              word.text,
            ),
            related: [{ span: found.command.span, message: t('It is unpacked here.') }],
          },
        ];
      });
    });
  },
};

/** Stage and file name → the last command that unpacks it. */
function lastUnpackings(dockerfile: Dockerfile): Map<string, RunCommand> {
  return new Map(
    runCommands(dockerfile)
      .filter(unpacks)
      .flatMap((command) =>
        command.args.map(
          ({ text }) => [`${command.run.instruction.stage} ${lastPart(text)}`, command] as const,
        ),
      ),
  );
}

function unpacks({ name, args }: RunCommand): boolean {
  if (name !== 'tar') return /^(?:gunzip|bunzip2|unxz|uncompress|zcat|gzcat|bsdtar)$/.test(name);
  return args.some(
    ({ text }, index) =>
      /^--(?:extract|get)$/.test(text) ||
      /^-[^-]*x/.test(text) ||
      (index === 0 && /^[a-z]*x[a-z]*$/i.test(text)),
  );
}

function lastPart(path: string): string {
  return path.split('/').at(-1) ?? path;
}
