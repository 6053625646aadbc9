/** The words that may begin an instruction, in upper case. */
export const instructionNames: ReadonlySet<string> = new Set(
  'ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR'.split(
    ' ',
  ),
);

/** How a flag takes its value; `list` flags may be repeated. */
export type FlagKind = 'boolean' | 'text' | 'list';

const none: ReadonlyMap<string, FlagKind> = new Map();
const flags: Readonly<Record<string, ReadonlyMap<string, FlagKind>>> = {
  FROM: new Map([['platform', 'text']]),
  ADD: new Map([
    ['chown', 'text'],
    ['chmod', 'text'],
    ['link', 'boolean'],
    ['keep-git-dir', 'boolean'],
    ['checksum', 'text'],
    ['unpack', 'boolean'],
    ['exclude', 'list'],
  ]),
  COPY: new Map([
    ['chown', 'text'],
    ['from', 'text'],
    ['chmod', 'text'],
    ['link', 'boolean'],
    ['parents', 'boolean'],
    ['exclude', 'list'],
  ]),
  RUN: new Map([
    ['mount', 'list'],
    ['network', 'text'],
    ['security', 'text'],
    ['device', 'list'],
  ]),
  HEALTHCHECK: new Map([
    ['interval', 'text'],
    ['timeout', 'text'],
    ['start-period', 'text'],
    ['start-interval', 'text'],
    ['retries', 'text'],
  ]),
};

/** The flags that an instruction (its name in upper case) takes; empty for those without flags. */
export function flagsOf(name: string): ReadonlyMap<string, FlagKind> {
  return flags[name] ?? none;
}
