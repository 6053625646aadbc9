import { t } from '../text';
import { copied } from './builder/copied';
import type { Rule } from './rule';
import { runsOf, type RunCommand } from './shell/run-commands';

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
  check: (dockerfile, facts) =>
    copied(dockerfile, facts).flatMap(({ command, isAdd, sources, destination }) => {
      const { instruction } = command;
      if (isAdd || command.isTrigger || instruction.flags.some(({ name }) => name === 'from')) return [];
      const names = new Map(
        sources
          .filter(({ value }) => archive.test(value))
          .map(({ value, word }) => [
            lastPart(archive.test(destination.value) ? destination.value : value),
            word,
          ]),
      );
      if (names.size === 0) return [];
      const later = runsOf(dockerfile).filter(
        ({ stage, instruction: run }) => stage?.index === instruction.stage && run.index > instruction.index,
      );
      return later
        .flatMap(({ commands }) => commands)
        .filter(unpacks)
        .flatMap(({ args, command: unpacking }) =>
          args.flatMap(({ text }) => {
            const word = names.get(lastPart(text));
            if (word === undefined) return [];
            names.delete(lastPart(text));
            return {
              span: word.span,
              message: t(
                '"{0}" stays in this layer though it is unpacked below; use ADD, or RUN --mount=type=bind.',
                word.text,
              ),
              related: [{ span: unpacking.span, message: t('It is unpacked here.') }],
            };
          }),
        );
    }),
};

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
