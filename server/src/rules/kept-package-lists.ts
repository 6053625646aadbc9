import { t } from '../text';
import type { Rule } from './rule';
import { removes, runsOf, shippedStages, subcommand } from './shell/run-commands';
import { commandAtEnd, spanFrom } from './shell/run-edits';

const lists = /^\/var\/lib\/(?:apt\/?\*?|apt\/lists\/?\*?|\*)$|^\/var\/lib\/apt\/lists\b/;

export const keptPackageLists: Rule = {
  id: 'kept-package-lists',
  aliases: ['DL3009'],
  severity: 'info',
  since: '0.1.0',
  why: 'The lists that `apt-get update` downloads weigh tens of megabytes and are old soon. Only the RUN that downloads them can keep them out of its layer: by deleting them, or with a cache mount.',
  bad: [
    'FROM debian:12\nRUN apt-get update && apt-get install -y curl\n',
    'FROM debian:12\nRUN apt-get update \\\n  && apt-get install -y curl\n',
    'FROM debian:12\nRUN <<EOF\nset -e\napt-get update\napt-get install -y curl\nEOF\n',
    'FROM debian:12\nRUN apt-get update && rm -rf /tmp/*\n',
  ],
  good: [
    'FROM debian:12\nRUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*\n',
    'FROM debian:12\nRUN --mount=type=cache,target=/var/lib/apt,sharing=locked apt-get update && apt-get install -y curl\n',
    'FROM debian:12 AS build\nRUN apt-get update && apt-get install -y gcc\nFROM debian:12\n',
  ],
  fixed: [
    'FROM debian:12\nRUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*\n',
    'FROM debian:12\nRUN apt-get update \\\n  && apt-get install -y curl \\\n  && rm -rf /var/lib/apt/lists/*\n',
    'FROM debian:12\nRUN <<EOF\nset -e\napt-get update\napt-get install -y curl\nrm -rf /var/lib/apt/lists/*\nEOF\n',
    'FROM debian:12\nRUN apt-get update && rm -rf /tmp/* && rm -rf /var/lib/apt/lists/*\n',
  ],
  check: (dockerfile, facts) => {
    const shipped = shippedStages(dockerfile, facts);
    return runsOf(dockerfile).flatMap((run) => {
      const { commands, stage } = run;
      const index = commands.findIndex(
        (command) =>
          /^(?:apt|apt-get|aptitude)$/.test(command.name) && subcommand(command)?.text === 'update',
      );
      const update = commands[index];
      if (update === undefined || !shipped.has(stage) || run.keepsOut('/var/lib/apt/lists')) return [];
      if (
        commands
          .slice(index)
          .some((command) => removes(command, lists) || subcommand(command)?.text === 'dist-clean')
      )
        return [];
      // Without an install behind it, a later RUN may need the lists, and separate-package-update has its say.
      const installs = commands.slice(index).some((command) => subcommand(command)?.text !== 'update');
      const edit = installs ? commandAtEnd(dockerfile, run, 'rm -rf /var/lib/apt/lists/*') : undefined;
      return {
        span: spanFrom(update.nameSpan, subcommand(update)),
        message: t(
          'The package lists stay in this layer; delete /var/lib/apt/lists/* in the same RUN, or mount a cache there.',
        ),
        fixes: edit ? [{ title: t('Delete the package lists'), edits: [edit], safe: true }] : [],
      };
    });
  },
};
