import { shellPipelines } from '../dockerfile/shell-pipelines';
import { t } from '../text';
import type { Finding, Rule } from './rule';
import { runsOf, type Run, type RunCommand } from './shell/run-commands';

const shells = /^(?:sh|bash|dash|ash|zsh|ksh|fish|python[\d.]*|perl|ruby|node|php)$/;

export const pipedDownload: Rule = {
  id: 'piped-download',
  aliases: [],
  severity: 'info',
  since: '0.1.0',
  why: 'A script that goes straight from the network to a shell runs whatever the server sends today, half of it when the connection breaks. Download it, compare its checksum (`ADD --checksum` does both) and run it then.',
  bad: [
    'FROM debian:12\nRUN curl -fsSL https://get.test/x.sh | bash -s -- -y\n',
    'FROM debian:12\nRUN wget -qO- https://get.test/x.sh | sudo sh\n',
    'FROM debian:12\nRUN bash -c "$(curl -fsSL https://get.test/x.sh)"\n',
    'FROM debian:12\nRUN bash <(curl -fsSL https://get.test/x.sh)\n',
  ],
  good: [
    'FROM debian:12\nRUN curl -fsSL https://get.test/x.tgz | tar -xz\n',
    'FROM debian:12\nRUN echo make | sh\n',
    'FROM debian:12\nRUN curl -o x.sh https://get.test/x.sh && echo "$SUM  x.sh" | sha256sum -c && sh x.sh\n',
    'FROM debian:12\nRUN V=$(curl https://get.test/v) && bash build.sh "$V"\n',
  ],
  check: (dockerfile) => runsOf(dockerfile).flatMap((run) => [...piped(run), ...substituted(run)]),
};

function piped(run: Run): Finding[] {
  const { syntax, script } = run.shell;
  if (syntax === undefined || script === undefined) return [];
  const byStart = new Map(run.commands.map((command) => [command.command.span.start, command]));
  return shellPipelines(syntax, script).flatMap(({ parts }) => {
    const commands = parts.map(({ start }) => byStart.get(start));
    const from = commands.findIndex((command) => command !== undefined && isDownload(command));
    const shell = commands.slice(from + 1).find((command) => command !== undefined && readsInput(command));
    return from < 0 || shell === undefined
      ? []
      : [{ span: shell.nameSpan, message: messageFor(commands[from]?.name ?? '', shell.name) }];
  });
}

/** `bash -c "$(curl …)"`, `bash <(curl …)`. */
function substituted({ commands }: Run): Finding[] {
  const downloads = commands.filter(
    (command) => isDownload(command) && command.command.inside.includes('substitution'),
  );
  return commands.flatMap((shell): Finding[] => {
    if (!shells.test(shell.name)) return [];
    const download = downloads.find((command) =>
      shell.args.some(
        ({ span, text }, index) =>
          span.start < command.command.span.start &&
          command.command.span.end <= span.end &&
          (text.startsWith('<(') || shell.args[index - 1]?.text.endsWith('c') === true),
      ),
    );
    return download ? [{ span: shell.nameSpan, message: messageFor(download.name, shell.name) }] : [];
  });
}

function isDownload({ name }: RunCommand): boolean {
  return /^(?:curl|wget|fetch|aria2c)$/.test(name);
}

/** A shell without a script of its own runs what comes in. */
function readsInput({ name, args }: RunCommand): boolean {
  if (!shells.test(name)) return false;
  const first = args.find(({ text }) => text === '-' || !text.startsWith('-'));
  const readsOwn = args.some(({ text }) => /^-[a-z]*[cem]$/.test(text));
  return (
    (first === undefined || first.text === '-' || args.some(({ text }) => /^-[a-z]*s$/.test(text))) &&
    !readsOwn
  );
}

function messageFor(download: string, shell: string): string {
  return t(
    '{0} runs whatever {1} gets from the network; download, compare a checksum, and run it then.',
    shell,
    download,
  );
}
